package dev.postern.console.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.postern.access.Decision;
import dev.postern.policy.Explanation;
import dev.postern.policy.Explanation.NearMiss;
import java.util.ArrayList;
import java.util.List;

/** Why somebody may not: what said no, what came nearest to a yes and what kept it from it, and whom to ask. */
public final class WhyNot extends Dialog {
    private static final int MOST_SHOWN = 3;

    private WhyNot(String what, Decision.Denied denied) {
        setHeaderTitle(Texts.text("why-not.title", what));
        setWidth("min(620px, 100vw)");
        addClassName("why-not");
        add(new Paragraph(Texts.text(
                "why-not.refused", denied.leg().action(), denied.leg().resource(), denied.reason())));
        var explanation = denied.explanation();
        if (explanation != null) explain(explanation);
        add(new Paragraph(Texts.text("why-not.ask")));
        var close = new Button(Texts.text("close"), _ -> close());
        close.setAutofocus(true);
        getFooter().add(close);
    }

    /** @param what one wanted to do, for the heading */
    public static void show(String what, Decision.Denied denied) {
        new WhyNot(what, denied).open();
    }

    private void explain(Explanation explanation) {
        var near = explanation.nearMisses().stream()
                .filter(miss -> miss.statement().allows())
                .limit(MOST_SHOWN)
                .toList();
        if (near.isEmpty()) {
            add(new Paragraph(Texts.text("why-not.nothing")));
            return;
        }
        add(new H3(Texts.text("why-not.near")));
        for (var miss : near) add(block(miss));
    }

    private static Div block(NearMiss miss) {
        var name = new Span(miss.statement().toString());
        name.addClassName("strong");
        var list = new UnorderedList();
        for (var words : failures(miss)) list.add(new ListItem(words));
        var block = new Div(name, list);
        block.addClassName("near-miss");
        return block;
    }

    private static List<String> failures(NearMiss miss) {
        var words = new ArrayList<String>();
        miss.failures().forEach(failure -> words.add(failure.toString()));
        return words;
    }
}
