package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
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
import dev.postern.policy.PolicyProblem.Position;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where a policy is written, and beside it what is wrong with it or dubious, as one writes. */
final class PolicyEditor extends Div {
    private static final int ROWS = 20;
    private static final int PAUSE_MS = 400;

    private final TextArea text = new TextArea();
    private final Pre lines = new Pre();
    private final Div verdict = new Div();
    /** What the verdict is about; null where it is about something else. */
    private @Nullable String judged;

    private boolean sound;

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
        var insert = new ComboBox<String>();
        insert.setItems(Vocabulary.words());
        insert.setPlaceholder(Texts.text("policy.insert"));
        insert.setAriaLabel(Texts.text("policy.insert"));
        insert.addClassName("vocabulary");
        insert.addValueChangeListener(change -> {
            if (change.getValue() == null) return;
            insert(change.getValue());
            insert.clear();
        });
        var beside = new Div(insert, verdict);
        beside.addClassName("editor-beside");
        var both = new Div(field, beside);
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

    /** Says what is wrong; true for nothing that keeps it from being saved. What was said of the same text stays: it may be pressed just now. */
    boolean check() {
        if (text.getValue().equals(judged)) return sound;
        judged = text.getValue();
        var count = 1 + (int) judged.chars().filter(c -> c == '\n').count();
        lines.setText(IntStream.rangeClosed(1, count).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
        verdict.removeAll();
        sound = judge(judged);
        verdict.setClassName("wrong", !sound);
        return sound;
    }

    private boolean judge(String document) {
        return switch (Policy.read(PolicyKind.MANAGED, "", document)) {
            case Policy.Reading.Taken(var policy, var remarks) -> {
                verdict.add(new Div(
                        Glyph.CHECK.draw(),
                        new Span(Texts.text("policy.sound", policy.size(), PolicyKind.MANAGED.limit()))));
                if (!remarks.isEmpty()) list("policy.remarks", remarks);
                yield true;
            }
            case Policy.Reading.Refused(var problems) -> {
                list("editor.problems", problems);
                yield false;
            }
        };
    }

    private void list(String heading, List<PolicyProblem> problems) {
        verdict.add(new H2(Texts.text(heading, problems.size())));
        for (var problem : problems) {
            var item = new NativeButton(problem.toString(), _ -> goTo(problem.at()));
            item.addClassNames("problem", "problem-link");
            verdict.add(item);
        }
    }

    /** Where the cursor is, and between quotation marks unless it is between some already. */
    private void insert(String word) {
        text.getElement().executeJs("""
                const field = this.inputElement;
                const at = field.selectionStart;
                const line = field.value.slice(field.value.lastIndexOf('\\n', at - 1) + 1, at);
                const quoted = (line.match(/"/g) || []).length % 2 === 1;
                field.focus();
                field.setRangeText(quoted ? $0 : '"' + $0 + '"', at, field.selectionEnd, 'end');
                field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
                """, word);
    }

    /** The cursor goes there: the browser scrolls to where it is. */
    private void goTo(Position at) {
        text.getElement()
                .executeJs(
                        "const field = this.inputElement; field.blur(); field.setSelectionRange($0, $0); field.focus()",
                        offset(text.getValue(), at));
    }

    static int offset(String text, Position at) {
        int begin = 0;
        for (int line = 1; line < at.line(); line++) {
            var end = text.indexOf('\n', begin);
            if (end < 0) return text.length();
            begin = end + 1;
        }
        return Math.min(begin + at.column() - 1, text.length());
    }

    /** What was said when it was about to be kept. */
    void refused(String why) {
        judged = null;
        verdict.removeAll();
        verdict.setClassName("wrong", true);
        verdict.add(new H2(Texts.text("editor.refused")), new Div(why));
    }
}
