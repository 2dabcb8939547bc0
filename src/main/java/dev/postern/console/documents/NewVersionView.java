package dev.postern.console.documents;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import jakarta.annotation.security.PermitAll;

/** The next version of a document, begun with the latest. */
@Route("documents/:name/new-version")
@PermitAll
class NewVersionView extends WritingPage implements BeforeEnterObserver {
    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Caller caller;
    private final VersionNameField versionName = new VersionNameField();
    private final Checkbox makeDefault = new Checkbox(Texts.text("version.also-default"));
    private final DocumentEditor editor;
    private String name = "";
    private DocumentType type = DocumentType.SESSION;
    private int basis;

    NewVersionView(Documents documents, DocumentDeeds deeds, Acting acting) {
        super("");
        this.documents = documents;
        this.deeds = deeds;
        this.caller = acting.caller();
        this.editor = new DocumentEditor((format, text) -> documents.problems(name, type, format, text));
        var fields = new Div(editor.formatField(), versionName, makeDefault);
        fields.addClassName("editor-fields");
        add(fields, editor);
        var save = new Button(Texts.text("save"), _ -> editor.settled(this::save));
        save.addThemeVariants(ButtonVariant.PRIMARY);
        actions(new Button(Texts.text("cancel"), _ -> toTheDocument()), save);
    }

    @Override
    DocumentEditor editor() {
        return editor;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        var document = documents
                .find(name)
                .filter(found -> deeds.may(caller, "ssm:UpdateDocument", name) && changeable(found))
                .orElseThrow(() -> new NotFoundException(name));
        var latest = documents.content(name, VersionChoice.LATEST).orElseThrow(() -> new NotFoundException(name));
        type = document.type();
        basis = latest.version().number();
        back("documents/" + name, name);
        title(Texts.text("document.next", name));
        about(Texts.text("document.next.about", String.valueOf(basis)));
        makeDefault.setVisible(!document.provided() && deeds.may(caller, "ssm:UpdateDocumentDefaultVersion", name));
        editor.show(latest.version().format(), latest.text());
    }

    /** The preferences are created by their first change. */
    private static boolean changeable(Document document) {
        return !document.provided() || document.name().equals(Documents.PREFERENCES);
    }

    private void toTheDocument() {
        UI.getCurrent().navigate(DocumentView.class, new RouteParameters("name", name));
    }

    private void save() {
        var sound = editor.check();
        if (!versionName.check()) return;
        if (!sound) {
            Notices.problem(Texts.text("editor.not-saved"));
            editor.focusText();
            return;
        }
        try {
            var wanted = new Documents.NewVersion(
                    name,
                    new VersionChoice.Numbered(basis),
                    editor.format(),
                    editor.text(),
                    versionName.name(),
                    "",
                    "");
            deeds.update(caller, wanted).ifPresent(this::saved);
        } catch (DocumentRefused refused) {
            if (refused.code() == DocumentRefused.Code.DUPLICATE_VERSION_NAME) versionName.wrong(refused.text());
            else editor.refused(refused.text());
        }
    }

    private void saved(DocumentVersion version) {
        editor.saved();
        if (makeDefault.getValue()) deeds.makeDefault(caller, name, version.number());
        Notices.done(Texts.text("version.saved", String.valueOf(version.number())));
        DocumentView.show(name, version.number());
    }
}
