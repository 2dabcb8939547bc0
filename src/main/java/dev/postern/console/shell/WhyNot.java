package dev.postern.console.shell;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.access.Decision;

/** Why somebody may not what they would like to, and whom to ask. */
final class WhyNot extends Dialog {
    private WhyNot(String what, Decision.Denied denied, boolean onceProven) {
        setHeaderTitle(Texts.text("why-not.title", what));
        setWidth("min(620px, 100vw)");
        add(Explained.of(denied));
        add(
                onceProven
                        ? new Paragraph(new Text(Texts.text("why-not.step-up") + " "), new StepUpLink())
                        : new Paragraph(Texts.text("why-not.ask")));
        var close = new Button(Texts.text("close"), _ -> close());
        close.setAutofocus(true);
        getFooter().add(close);
    }

    /**
     * @param what one wanted to do, for the heading
     * @param onceProven whether they might if they had just proved who they are
     */
    static void show(String what, Decision.Denied denied, boolean onceProven) {
        new WhyNot(what, denied, onceProven).open();
    }
}
