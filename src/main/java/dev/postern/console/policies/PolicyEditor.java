package dev.postern.console.policies;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableRunnable;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Texts;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyProblem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where a policy is written, and beside it what is wrong with it or dubious, as one writes. */
final class PolicyEditor extends Div {
    private static final int ROWS = 20;
    private static final int PAUSE_MS = 400;

    private final TextArea text = new TextArea();
    private final Pre lines = new Pre();
    private final Div verdict = new Div();

    PolicyEditor() {
        addClassName("editor");
        text.setAriaLabel(Texts.text("policy.document"));
        text.addClassName("source-field");
        text.setAutocorrect(false);
        text.getElement().setAttribute("spellcheck", "false");
        text.setMinRows(ROWS);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(PAUSE_MS);
        text.addValueChangeListener(_ -> check());
        lines.addClassName("line-numbers");
        lines.getElement().setAttribute("aria-hidden", "true");
        var field = new Div(lines, text);
        field.addClassName("editor-field");
        verdict.addClassName("editor-verdict");
        verdict.getElement().setAttribute("role", "status");
        var both = new Div(field, verdict);
        both.addClassName("editor-both");
        add(both);
    }

    void show(String document) {
        text.setValue(document);
        check();
    }

    String text() {
        return text.getValue();
    }

    void focusText() {
        text.focus();
    }

    /** Does this once the last keys have arrived: what is kept must be what is on the screen. */
    void settled(SerializableRunnable then) {
        text.getElement().executeJs("return this.inputElement.value").then(String.class, typed -> {
            if (!typed.equals(text.getValue())) text.setValue(typed);
            then.run();
        });
    }

    /** Says what is wrong; true for nothing that keeps it from being saved. */
    boolean check() {
        var count = 1 + (int) text.getValue().chars().filter(c -> c == '\n').count();
        lines.setText(IntStream.rangeClosed(1, count).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
        verdict.removeAll();
        return switch (Policy.read(PolicyKind.MANAGED, "", text.getValue())) {
            case Policy.Reading.Taken(var policy, var remarks) -> {
                verdict.setClassName("wrong", false);
                verdict.add(new Div(
                        Glyph.CHECK.draw(),
                        new Span(Texts.text("policy.sound", policy.size(), PolicyKind.MANAGED.limit()))));
                if (!remarks.isEmpty()) list("policy.remarks", remarks);
                yield true;
            }
            case Policy.Reading.Refused(var problems) -> {
                verdict.setClassName("wrong", true);
                list("editor.problems", problems);
                yield false;
            }
        };
    }

    private void list(String heading, List<PolicyProblem> problems) {
        verdict.add(new H2(Texts.text(heading, problems.size())));
        for (var problem : problems) {
            var item = new Div(new Span(problem.toString()));
            item.addClassName("problem");
            verdict.add(item);
        }
    }

    /** What was said when it was about to be kept. */
    void refused(String why) {
        verdict.removeAll();
        verdict.setClassName("wrong", true);
        verdict.add(new H2(Texts.text("editor.refused")), new Div(why));
    }
}
