package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableRunnable;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.SourceField;
import dev.postern.console.shell.Texts;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyProblem;
import dev.postern.policy.PolicyProblem.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a policy is written, and beside it what is wrong with it or dubious, as one writes. */
public final class PolicyEditor extends Div {
    private final SourceField source = new SourceField(Texts.text("policy.document"), this::check);
    private final PolicyKind kind;
    private final Div verdict = new Div();
    /** What the verdict is about; null where it is about something else. */
    private @Nullable String judged;

    private boolean sound;

    PolicyEditor() {
        this(PolicyKind.MANAGED);
    }

    public PolicyEditor(PolicyKind kind) {
        this.kind = kind;
        addClassName("editor");
        verdict.addClassName("editor-verdict");
        verdict.getElement().setAttribute("role", "status");
        var insert = new ComboBox<String>();
        insert.setItems(Vocabulary.words());
        insert.setPlaceholder(Texts.text("policy.insert"));
        insert.setAriaLabel(Texts.text("policy.insert"));
        insert.addClassName("vocabulary");
        insert.addValueChangeListener(change -> {
            if (change.getValue() == null) return;
            source.insert(change.getValue());
            insert.clear();
        });
        var beside = new Div(insert, verdict);
        beside.addClassName("editor-beside");
        var both = new Div(source, beside);
        both.addClassName("editor-both");
        add(both);
    }

    public void show(String document) {
        source.show(document);
        check();
    }

    public String text() {
        return source.text();
    }

    public void focusText() {
        source.focus();
    }

    /** Does this once the last keys have arrived: what is kept must be what is on the screen. */
    public void settled(SerializableRunnable then) {
        source.settled(then);
    }

    /** Says what is wrong; true for nothing that keeps it from being saved. What was said of the same text stays: it may be pressed just now. */
    public boolean check() {
        if (source.text().equals(judged)) return sound;
        judged = source.text();
        verdict.removeAll();
        sound = judge(judged);
        verdict.setClassName("wrong", !sound);
        return sound;
    }

    private boolean judge(String document) {
        return switch (Policy.read(kind, "", document)) {
            case Policy.Reading.Taken(var policy, var remarks) -> {
                verdict.add(
                        new Div(Glyph.CHECK.draw(), new Span(Texts.text("policy.sound", policy.size(), kind.limit()))));
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
            var item = new NativeButton(problem.toString(), _ -> source.goTo(offset(source.text(), problem.at())));
            item.addClassNames("problem", "problem-link");
            verdict.add(item);
        }
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
    public void refused(String why) {
        judged = null;
        verdict.removeAll();
        verdict.setClassName("wrong", true);
        verdict.add(new H2(Texts.text("editor.refused")), new Div(why));
    }
}
