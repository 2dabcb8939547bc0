package dev.postern.console.documents;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.TagEditor;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.stream.Stream;

/** One document: what it says, what one must give it, and how it came to be like that. */
@Route("documents/:name")
@PermitAll
class DocumentView extends Page implements BeforeEnterObserver {
    /** In the address; without it the default. */
    private static final String VERSION = "version";

    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Moments moments;
    private final Caller caller;
    private final Div state = new Div();
    private final Facts facts = new Facts();
    private final Select<DocumentVersion> version = new Select<>();
    private final Chips<DocumentFormat> format = new Chips<>(DocumentFormat.JSON, this::showText);
    private final SourceText text = new SourceText();
    private final Div parameters = new Div();
    private final VersionTable history;
    private final Div historyPanel;
    private final TagEditor tags = new TagEditor(new DocumentTags());
    private final Div tagsPanel;
    private final Span another = new Span();
    private String name = "";
    private int defaultVersion;

    DocumentView(Documents documents, DocumentDeeds deeds, Acting acting, Moments moments) {
        super("");
        this.documents = documents;
        this.deeds = deeds;
        this.moments = moments;
        this.caller = acting.caller();
        this.history = new VersionTable(documents, deeds, moments, caller, this::show);
        back("documents", Texts.text("navigation.documents"));
        state.addClassName("state-line");
        version.setAriaLabel(Texts.text("document.version"));
        version.setItemLabelGenerator(DocumentLook::version);
        version.addValueChangeListener(change -> {
            if (!change.isFromClient()) return;
            format.choose(change.getValue().format());
        });
        format.getElement().setAttribute("aria-label", Texts.text("documents.format"));
        another.addClassName("quiet");
        var tools = new Div(version, format, another);
        tools.addClassName("tools");
        tagsPanel = panel(Texts.text("document.tags"), tags);
        historyPanel = panel(Texts.text("document.versions"), history);
        add(
                state,
                panel(Texts.text("document.facts"), facts),
                tagsPanel,
                panel(Texts.text("document.content"), tools, text),
                panel(Texts.text("document.parameters"), parameters),
                historyPanel);
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }

    /** Goes there, to this version of it. */
    static void show(String name, int version) {
        UI.getCurrent()
                .navigate(
                        DocumentView.class,
                        new RouteParameters("name", name),
                        QueryParameters.of(VERSION, String.valueOf(version)));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        if (documents.find(name).isEmpty() || !deeds.may(caller, "ssm:GetDocument", name))
            throw new NotFoundException(name);
        var wanted = event.getLocation()
                .getQueryParameters()
                .getSingleParameter(VERSION)
                .orElse("");
        var versions = documents.versions(name);
        version.setItems(versions);
        version.setValue(versions.stream()
                .filter(each -> String.valueOf(each.number()).equals(wanted))
                .findFirst()
                .orElse(null));
        show();
    }

    private void show() {
        var found = documents.find(name).orElse(null);
        if (found == null) {
            UI.getCurrent().navigate(DocumentsView.class);
            return;
        }
        var versions = documents.versions(name);
        title(name);
        about(found.shown().outline().description());
        buttons(found);
        state.removeAll();
        state.add(badge("document-kind", DocumentLook.kind(found).words()));
        state.add(badge(found.provided() ? "provided" : "own", DocumentLook.owner(found)));
        if (found.provided())
            state.add(new Span(Texts.text(
                    name.equals(Documents.PREFERENCES) ? "document.provided.preferences" : "document.provided.what")));
        showFacts(found);
        showContent(found, versions);
        history.show(found, versions);
        historyPanel.setVisible(!found.provided());
        tags.show(found.tags(), deeds.may(caller, "ssm:AddTagsToResource", name));
        tagsPanel.setVisible(!found.provided());
    }

    private void buttons(Document found) {
        var preferences = new Button(
                Texts.text("document.preferences"), _ -> UI.getCurrent().navigate(PreferencesView.class));
        preferences.setVisible(name.equals(Documents.PREFERENCES));
        var delete = new Button(Texts.text("delete"), _ -> confirmDelete());
        delete.addThemeVariants(ButtonVariant.ERROR);
        delete.setVisible(!found.provided() && deeds.may(caller, "ssm:DeleteDocument", name));
        var copy = new Button(
                Texts.text("document.copy"),
                _ -> UI.getCurrent()
                        .navigate(CreateDocumentView.class, QueryParameters.of(CreateDocumentView.FROM, name)));
        copy.setVisible(deeds.may(caller, "ssm:CreateDocument", "*"));
        var next = new Button(
                Texts.text("document.new-version"),
                _ -> UI.getCurrent().navigate(NewVersionView.class, new RouteParameters("name", name)));
        next.addThemeVariants(ButtonVariant.PRIMARY);
        next.setVisible((!found.provided() || name.equals(Documents.PREFERENCES))
                && deeds.may(caller, "ssm:UpdateDocument", name));
        actions(delete, preferences, copy, next);
    }

    private static Span badge(String look, String words) {
        var badge = new Span(words);
        badge.addClassNames("badge", "badge-" + look);
        return badge;
    }

    private void showFacts(Document found) {
        var at = found.createdAt();
        facts.show()
                .text("document.display-name", found.shown().displayName())
                .text("documents.default", DocumentLook.versions(found))
                .text("documents.created", DocumentLook.made(found.createdBy(), at, moments))
                .text("document.target-type", found.targetType())
                .id("document.arn", documents.arn(name));
    }

    private void showContent(Document found, List<DocumentVersion> versions) {
        var kept = version.getOptionalValue().map(DocumentVersion::number).orElse(found.defaultVersion());
        var chosen = versions.stream()
                .filter(each -> each.number() == kept)
                .findFirst()
                .orElse(found.shown());
        version.setItems(versions);
        version.setValue(chosen);
        version.setVisible(versions.size() > 1);
        defaultVersion = found.defaultVersion();
        format.choose(chosen.format());
    }

    private void showText() {
        var shown = version.getValue();
        if (shown == null) return;
        another.setVisible(shown.number() != defaultVersion);
        another.setText(Texts.text("document.another", String.valueOf(defaultVersion)));
        format.choices(Stream.of(DocumentFormat.values())
                .map(each -> Chips.Choice.uncounted(each, each.name()))
                .toList());
        documents.content(name, new VersionChoice.Numbered(shown.number())).ifPresent(content -> {
            text.show(content.in(format.chosen()), format.chosen());
            parameters.removeAll();
            var declared = content.parameters();
            if (declared.isEmpty()) {
                var none = new Span(Texts.text("document.parameters.none"));
                none.addClassName("quiet");
                parameters.add(none);
            } else parameters.add(new ParameterTable(declared));
        });
    }

    private void confirmDelete() {
        Confirmation.ask(
                Texts.text("document.delete.sure", name),
                Texts.text(name.equals(Documents.PREFERENCES) ? "preferences.reset.what" : "document.delete.what"),
                Texts.text("delete"),
                () -> {
                    if (!deeds.delete(caller, name)) return;
                    Notices.done(Texts.text("document.deleted", name));
                    UI.getCurrent().navigate(DocumentsView.class);
                });
    }

    private final class DocumentTags implements TagEditor.Tags {
        @Override
        public void add(String key, String value) {
            deeds.tag(caller, name, key, value);
            show();
        }

        @Override
        public void remove(String key) {
            deeds.untag(caller, name, key);
            show();
        }
    }
}
