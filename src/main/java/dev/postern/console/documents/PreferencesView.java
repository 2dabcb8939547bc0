package dev.postern.console.documents;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKeys;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentRefused.Code;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import jakarta.annotation.security.PermitAll;
import org.jspecify.annotations.Nullable;

/** What a plain Connect is like: the document SSM-SessionManagerRunShell as a form, each change a version of it. */
@Route("preferences")
@PermitAll
class PreferencesView extends Page {
    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Caller caller;
    private final PreferencesForm form;
    private final Span state = new Span();
    private final Div byHand = new Div(new Span(Texts.text("preferences.by-hand")));
    private final Button reset = new Button(Texts.text("preferences.reset"), _ -> confirmReset());
    private final Button save = new Button(Texts.text("save"), _ -> save());
    private final VersionTable history;
    private final Div historyPanel;
    private @Nullable Shown shown;

    /** What the form was filled from. */
    private record Shown(DocumentContent content, Preferences preferences, int latest) {}

    PreferencesView(Documents documents, DocumentDeeds deeds, KmsKeys keys, Acting acting, Moments moments) {
        super(Texts.text("preferences.title"));
        this.documents = documents;
        this.deeds = deeds;
        this.caller = acting.caller();
        this.form = new PreferencesForm(new KeyField(keys, acting.may(caller, "kms:ListAliases", keys.anyKeyArn())));
        this.history = new VersionTable(documents, deeds, moments, caller, this::show);
        this.historyPanel = new Div(new H2(Texts.text("document.versions")), history);
        back("documents", Texts.text("navigation.documents"));
        var denied = deeds.whyNot(caller, "ssm:GetDocument", Documents.PREFERENCES);
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("preferences.about"));
        var line = new Div(state);
        line.addClassName("state-line");
        byHand.addClassName("callout");
        historyPanel.addClassName("panel");
        add(line, byHand, form, historyPanel);
        reset.addThemeVariants(ButtonVariant.ERROR);
        save.addThemeVariants(ButtonVariant.PRIMARY);
        var text = new Button(
                Texts.text("preferences.text"),
                _ -> UI.getCurrent().navigate(DocumentView.class, new RouteParameters("name", Documents.PREFERENCES)));
        actions(reset, text, save);
        show();
    }

    private void show() {
        var document = documents.find(Documents.PREFERENCES).orElseThrow();
        var content =
                documents.content(Documents.PREFERENCES, VersionChoice.DEFAULT).orElseThrow();
        var preferences = Preferences.of(content);
        shown = preferences
                .map(read -> new Shown(content, read, document.latest()))
                .orElse(null);
        preferences.ifPresent(form::show);
        form.setVisible(preferences.isPresent());
        byHand.setVisible(preferences.isEmpty());
        state.setText(
                document.provided()
                        ? Texts.text("preferences.provided")
                        : Texts.text("preferences.own", String.valueOf(document.defaultVersion())));
        historyPanel.setVisible(!document.provided());
        history.show(document, documents.versions(Documents.PREFERENCES));
        buttons(document);
    }

    private void buttons(Document document) {
        var mayChange = deeds.may(caller, "ssm:UpdateDocument", Documents.PREFERENCES)
                && deeds.may(caller, "ssm:UpdateDocumentDefaultVersion", Documents.PREFERENCES);
        form.setReadOnly(!mayChange);
        save.setVisible(mayChange && shown != null);
        reset.setVisible(!document.provided() && deeds.may(caller, "ssm:DeleteDocument", Documents.PREFERENCES));
    }

    private void save() {
        var from = shown;
        if (from == null || !form.check()) return;
        var wanted = form.value();
        if (wanted.equals(from.preferences())) {
            Notices.done(Texts.text("preferences.unchanged"));
            return;
        }
        var format = from.content().version().format();
        var text = wanted.writtenInto(from.content());
        if (!form.show(documents.problems(Documents.PREFERENCES, DocumentType.SESSION, format, text))) return;
        try {
            deeds.update(
                            caller,
                            new Documents.NewVersion(
                                    Documents.PREFERENCES,
                                    new VersionChoice.Numbered(from.latest()),
                                    format,
                                    text,
                                    "",
                                    "",
                                    ""))
                    .ifPresent(version -> use(version.number()));
        } catch (DocumentRefused refused) {
            // the latest says the same and is not the one in use
            if (refused.code() == Code.DUPLICATE_CONTENT) use(from.latest());
            else form.refused(refused.text());
        }
    }

    private void use(int number) {
        var document = documents.find(Documents.PREFERENCES).orElseThrow();
        var used = document.defaultVersion() == number || deeds.makeDefault(caller, Documents.PREFERENCES, number);
        if (used) Notices.done(Texts.text("preferences.saved", String.valueOf(number)));
        show();
    }

    private void confirmReset() {
        Confirmation.ask(
                Texts.text("preferences.reset.sure"),
                Texts.text("preferences.reset.what"),
                Texts.text("preferences.reset"),
                () -> {
                    if (deeds.delete(caller, Documents.PREFERENCES)) Notices.done(Texts.text("preferences.was-reset"));
                    show();
                });
    }
}
