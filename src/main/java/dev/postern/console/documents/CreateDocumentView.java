package dev.postern.console.documents;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** A new document: begun with a small one of its kind, or with what another one says. */
@Route("new-document")
@PermitAll
class CreateDocumentView extends WritingPage implements BeforeEnterObserver {
    /** Names the document it is a copy of. */
    static final String FROM = "from";

    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Caller caller;
    private final TextField name = new TextField(Texts.text("document.name"));
    private final Select<Beginning> beginning = new Select<>();
    private final VersionNameField versionName = new VersionNameField();
    private final DocumentEditor editor;
    private DocumentType type = DocumentType.SESSION;

    CreateDocumentView(Documents documents, DocumentDeeds deeds, Acting acting) {
        super(Texts.text("documents.create"));
        this.documents = documents;
        this.deeds = deeds;
        this.caller = acting.caller();
        this.editor = new DocumentEditor((format, text) -> documents.problems(name.getValue(), type, format, text));
        back("documents", Texts.text("navigation.documents"));
        var denied = deeds.whyNot(caller, "ssm:CreateDocument", "*");
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("documents.create.about"));
        name.setHelperText(Texts.text("document.name.help"));
        name.setAutofocus(true);
        name.setRequiredIndicatorVisible(true);
        name.addValueChangeListener(_ -> {
            name.setInvalid(false);
            editor.check();
        });
        beginning.setLabel(Texts.text("document.beginning"));
        beginning.setItems(Beginning.values());
        beginning.setItemLabelGenerator(each -> each.kind().words());
        beginning.addValueChangeListener(change -> {
            if (change.isFromClient()) begin(change.getOldValue());
        });
        var fields = new Div(name, beginning, editor.formatField(), versionName);
        fields.addClassName("editor-fields");
        add(fields, editor);
        var create = new Button(Texts.text("create"), _ -> editor.settled(this::create));
        create.addThemeVariants(ButtonVariant.PRIMARY);
        actions(new Button(Texts.text("cancel"), _ -> UI.getCurrent().navigate(DocumentsView.class)), create);
    }

    @Override
    DocumentEditor editor() {
        return editor;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var from = event.getLocation()
                .getQueryParameters()
                .getSingleParameter(FROM)
                .orElse("");
        var content = deeds.may(caller, "ssm:GetDocument", from)
                ? documents.content(from, VersionChoice.DEFAULT).orElse(null)
                : null;
        if (content == null) {
            beginning.setValue(Beginning.SHELL);
            begin(Beginning.SHELL);
            return;
        }
        type = content.type();
        beginning.setVisible(false);
        about(Texts.text("document.copy.of", from));
        editor.show(content.version().format(), content.text());
    }

    /** What was typed goes only where it is what the one before began with. */
    private void begin(Beginning before) {
        if (editor.dirty()) {
            beginning.setValue(before);
            Notices.problem(Texts.text("document.beginning.typed"));
            return;
        }
        var chosen = beginning.getValue();
        type = chosen.type();
        var format = editor.formatField().getOptionalValue().orElse(DocumentFormat.YAML);
        var text =
                format == DocumentFormat.YAML ? chosen.text() : format.write(DocumentFormat.YAML.read(chosen.text()));
        editor.show(format, text);
    }

    private void create() {
        var sound = editor.check();
        if (name.getValue().isBlank()) {
            wrongName(Texts.text("document.name.missing"));
            return;
        }
        if (!versionName.check()) return;
        if (!sound) {
            Notices.problem(Texts.text("editor.not-saved"));
            editor.focusText();
            return;
        }
        try {
            deeds.create(
                            caller,
                            new Documents.NewDocument(
                                    name.getValue().strip(),
                                    type,
                                    editor.format(),
                                    editor.text(),
                                    versionName.name(),
                                    "",
                                    "",
                                    Map.of()))
                    .ifPresent(created -> {
                        editor.saved();
                        Notices.done(Texts.text("document.created", created.name()));
                        UI.getCurrent().navigate(DocumentView.class, new RouteParameters("name", created.name()));
                    });
        } catch (DocumentRefused refused) {
            switch (refused.code()) {
                case INVALID_NAME, ALREADY_EXISTS -> wrongName(refused.text());
                default -> editor.refused(refused.text());
            }
        }
    }

    private void wrongName(String why) {
        name.setErrorMessage(why);
        name.setInvalid(true);
        name.focus();
    }
}
