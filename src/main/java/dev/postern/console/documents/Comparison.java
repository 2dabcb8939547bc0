package dev.postern.console.documents;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.postern.console.documents.LineDiff.Line;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.util.List;

/** Two versions of a document, and what is different between them. */
final class Comparison extends Dialog {
    private final Documents documents;
    private final Select<DocumentVersion> before = new Select<>();
    private final Select<DocumentVersion> after = new Select<>();
    private final Pre difference = new Pre();

    /** @param versions newest first, at least two */
    Comparison(Documents documents, List<DocumentVersion> versions, DocumentVersion chosen) {
        this.documents = documents;
        setHeaderTitle(Texts.text("comparison.title", chosen.document()));
        setWidth("min(960px, 100vw)");
        addClassName("comparison");
        choice(before, "comparison.before", versions, other(versions, chosen));
        choice(after, "comparison.after", versions, chosen);
        difference.addClassName("diff");
        difference.getElement().setAttribute("tabindex", "0");
        difference.getElement().setAttribute("aria-label", Texts.text("comparison.difference"));
        var choices = new Div(before, after);
        choices.addClassName("field-row");
        add(choices, difference);
        var done = new Button(Texts.text("done"), _ -> close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(done);
        show();
    }

    private void choice(
            Select<DocumentVersion> select, String key, List<DocumentVersion> versions, DocumentVersion first) {
        select.setLabel(Texts.text(key));
        select.setItems(versions);
        select.setItemLabelGenerator(DocumentLook::version);
        select.setValue(first);
        select.addValueChangeListener(change -> {
            if (change.isFromClient()) show();
        });
    }

    /** The version before it; of the oldest, the one after. */
    private static DocumentVersion other(List<DocumentVersion> versions, DocumentVersion chosen) {
        int at = versions.indexOf(chosen);
        return versions.get(at + 1 < versions.size() ? at + 1 : at - 1);
    }

    private void show() {
        difference.removeAll();
        var lines = LineDiff.between(text(before.getValue()), text(after.getValue()));
        if (lines.isEmpty()) difference.add(line("skipped", "", Texts.text("comparison.same")));
        for (var line : lines) difference.add(line(line));
    }

    /** Empty for one that was deleted meanwhile. */
    private String text(DocumentVersion version) {
        return documents
                .content(version.document(), new VersionChoice.Numbered(version.number()))
                .map(DocumentContent::text)
                .orElse("");
    }

    private static Span line(Line line) {
        return switch (line) {
            case Line.Kept kept -> line("kept", kept.after() + "  ", kept.text());
            case Line.Gone(var before, var text) -> line("gone", before + " −", text);
            case Line.Come(var after, var text) -> line("come", after + " +", text);
            case Line.Skipped(var lines) -> line("skipped", "⋯", Texts.text("comparison.skipped", lines));
        };
    }

    private static Span line(String kind, String mark, String text) {
        var margin = new Span(mark);
        margin.addClassName("margin");
        var line = new Span(margin, new Span(text + "\n"));
        line.addClassNames("line", kind);
        return line;
    }
}
