package dev.postern.console.documents;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.function.SerializableRunnable;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.SourceField;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Where a document is written, and beside it what is wrong with it, as one writes. What was typed stays, whatever is said about it. */
final class DocumentEditor extends Div {
    private final Check check;
    private final Select<DocumentFormat> format = new Select<>();
    private final SourceField source = new SourceField(Texts.text("document.content"), this::check);
    private final Div verdict = new Div();
    private String saved = "";

    /** Says what is wrong with a text. */
    interface Check {
        List<Problem> problems(DocumentFormat format, String text);
    }

    DocumentEditor(Check check) {
        this.check = check;
        addClassName("editor");
        format.setLabel(Texts.text("documents.format"));
        format.setItems(DocumentFormat.values());
        format.addValueChangeListener(change -> {
            if (change.isFromClient()) rewrite(change.getOldValue());
            check();
        });
        verdict.addClassName("editor-verdict");
        verdict.getElement().setAttribute("role", "status");
        var both = new Div(source, verdict);
        both.addClassName("editor-both");
        add(both);
    }

    /** Stands beside the other fields of the form. */
    Select<DocumentFormat> formatField() {
        return format;
    }

    /** Begins anew with this. */
    void show(DocumentFormat newFormat, String newText) {
        saved = newText;
        format.setValue(newFormat);
        source.show(newText);
        check();
    }

    DocumentFormat format() {
        return format.getValue();
    }

    String text() {
        return source.text();
    }

    /** Whether there is something here that would be lost. */
    boolean dirty() {
        return !source.text().equals(saved);
    }

    /** It is kept elsewhere now. */
    void saved() {
        saved = source.text();
        guard();
    }

    /** In the other format where nothing is lost by it: comments would be. */
    private void rewrite(DocumentFormat before) {
        if (before == DocumentFormat.YAML
                && source.text().lines().anyMatch(line -> line.strip().startsWith("#"))) return;
        try {
            var untouched = !dirty();
            source.show(format.getValue().write(before.read(source.text())));
            if (untouched) saved = source.text();
        } catch (DocumentRefused unreadable) {
            // it stays as it was typed, and the verdict says what the new format makes of it
        }
    }

    /** Does this once the last keys have arrived: what is kept must be what is on the screen. */
    void settled(SerializableRunnable then) {
        source.settled(then);
    }

    /** Says what is wrong; true for nothing. */
    boolean check() {
        guard();
        var problems = check.problems(format.getValue(), source.text());
        verdict.removeAll();
        verdict.setClassName("wrong", !problems.isEmpty());
        if (problems.isEmpty()) {
            verdict.add(new Div(Glyph.CHECK.draw(), new Span(Texts.text("editor.sound"))));
            return true;
        }
        verdict.add(new H2(Texts.text("editor.problems", problems.size())));
        // what to do is said once where it is the same for several
        problems.stream()
                .collect(Collectors.groupingBy(Problem::fix, LinkedHashMap::new, Collectors.toList()))
                .forEach((fix, same) -> verdict.add(item(fix, same)));
        return false;
    }

    /** What was said when it was about to be kept, and is not about a line of it. */
    void refused(String why) {
        verdict.removeAll();
        verdict.setClassName("wrong", true);
        verdict.add(new H2(Texts.text("editor.refused")), new Div(why));
    }

    void focusText() {
        source.focus();
    }

    private static Div item(String fix, List<Problem> problems) {
        var item = new Div();
        item.addClassName("problem");
        for (var problem : problems) {
            var place = problem.path().isEmpty() ? new Span(Texts.text("editor.document")) : new Code(problem.path());
            item.add(new Div(place, new Span(" " + problem.rule() + ".")));
        }
        var quiet = new Div(fix);
        quiet.addClassName("quiet");
        item.add(quiet);
        return item;
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        getElement()
                .executeJs("window.addEventListener('beforeunload', event => {"
                        + "if (this.isConnected && this.dirty) event.preventDefault() })");
    }

    /** The browser asks before it reloads or closes the page. */
    private void guard() {
        getElement().setProperty("dirty", dirty());
    }
}
