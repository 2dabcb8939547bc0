package dev.postern.console.commands;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.postern.commands.Commands;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which document, in which version. */
final class DocumentChoice extends Div {
    private final Documents documents;
    private final List<Document> offered;
    private final Runnable changed;
    private final ComboBox<Document> document = new ComboBox<>(Texts.text("commands.document"));
    private final Select<String> version = new Select<>();

    DocumentChoice(Documents documents, List<Document> offered, Runnable changed) {
        this.documents = documents;
        this.offered = offered;
        this.changed = changed;
        addClassName("document-choice");
        document.setItems(offered);
        document.setItemLabelGenerator(Document::name);
        document.setRenderer(LitRenderer.<Document>of(
                        "<div class=\"two\"><span>${item.name}</span><span class=\"quiet\">${item.about}</span></div>")
                .withProperty("name", Document::name)
                .withProperty("about", offer -> offer.shown().outline().description()));
        document.setRequiredIndicatorVisible(true);
        document.setWidthFull();
        document.addValueChangeListener(_ -> offerVersions());
        version.setLabel(Texts.text("commands.version"));
        version.setItemLabelGenerator(this::label);
        version.addValueChangeListener(change -> {
            if (change.getValue() != null) changed.run();
        });
        add(document, version);
    }

    /** The versions of the document that was just chosen; the default one first. */
    private void offerVersions() {
        var chosen = document.getValue();
        document.setInvalid(false);
        document.setHelperText(chosen == null ? "" : chosen.shown().outline().description());
        var words = new ArrayList<String>();
        if (chosen != null) {
            words.add(Commands.DEFAULT);
            documents.versions(chosen.name()).stream()
                    .map(each -> Integer.toString(each.number()))
                    .forEach(words::add);
        }
        version.setItems(words);
        version.setVisible(words.size() > 2);
        if (words.isEmpty()) changed.run();
        else version.setValue(Commands.DEFAULT);
    }

    private String label(String word) {
        var chosen = document.getValue();
        if (chosen == null) return word;
        if (word.equals(Commands.DEFAULT)) return Texts.text("commands.version.default", chosen.defaultVersion());
        return documents.versions(chosen.name()).stream()
                .filter(each -> Integer.toString(each.number()).equals(word))
                .map(DocumentVersion::versionName)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> Texts.text("commands.version.named", word, name))
                .orElse(word);
    }

    /** False when there is no such document here for the caller, or no such version: what can be chosen of it is. */
    boolean choose(String name, String wanted) {
        var found = offered.stream().filter(each -> each.name().equals(name)).findFirst();
        if (found.isEmpty()) return false;
        document.setValue(found.get());
        if (wanted.equals(Integer.toString(found.get().defaultVersion()))) return true;
        var there = documents.versions(name).stream()
                .anyMatch(each -> Integer.toString(each.number()).equals(wanted));
        if (there) version.setValue(wanted);
        return there;
    }

    Optional<DocumentContent> content() {
        return Optional.ofNullable(document.getValue())
                .flatMap(chosen -> documents.content(chosen.name(), VersionChoice.of(word())));
    }

    String name() {
        var chosen = document.getValue();
        return chosen == null ? "" : chosen.name();
    }

    String word() {
        return Optional.ofNullable(version.getValue()).orElse(Commands.DEFAULT);
    }

    void missing() {
        document.setErrorMessage(Texts.text("commands.document.missing"));
        document.setInvalid(true);
        document.focus();
    }
}
