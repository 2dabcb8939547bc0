package dev.postern.console.documents;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import dev.postern.console.documents.DocumentLook.Kind;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.Documents;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every document there is: those that come with Postern, and the account's own. */
@Route("documents")
@PermitAll
class DocumentsView extends Page {
    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Moments moments;
    private final Caller caller;
    private final TextField search = new TextField();
    private final Chips<Boolean> owners = new Chips<>(false, this::refresh);
    private final Chips<Optional<Kind>> kinds = new Chips<>(Optional.empty(), this::refresh);
    private final Grid<Document> grid = new Grid<>();
    private final Rows<Document> rows = new Rows<>(grid, Document::name);
    private final Div noMatch =
            nothing(Glyph.SEARCH, Texts.text("documents.no-match"), Texts.text("documents.no-match.how"), seeAll());
    private final Div noneOwn;

    DocumentsView(Documents documents, DocumentDeeds deeds, Acting acting, Moments moments, Live live) {
        super(Texts.text("documents.title"));
        this.documents = documents;
        this.deeds = deeds;
        this.moments = moments;
        this.caller = acting.caller();
        this.noneOwn = nothing(
                Glyph.DOCUMENTS, Texts.text("documents.none.own"), Texts.text("documents.none.own.how"), create());
        addClassName("page-grid");
        var denied = deeds.whyNot(caller, "ssm:ListDocuments", "*");
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("documents.about"));
        actions(preferences(), create());
        columns();
        add(tools(), grid, noMatch, noneOwn);
        live.follow(this, this::refresh);
        refresh();
    }

    private Button create() {
        var create = new Button(Texts.text("documents.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> UI.getCurrent().navigate(CreateDocumentView.class));
        create.setVisible(deeds.may(caller, "ssm:CreateDocument", "*"));
        return create;
    }

    private Button preferences() {
        var preferences = new Button(Texts.text("preferences.title"), Glyph.SETTINGS.draw());
        preferences.addClickListener(_ -> UI.getCurrent().navigate(PreferencesView.class));
        preferences.setVisible(deeds.may(caller, "ssm:GetDocument", Documents.PREFERENCES));
        return preferences;
    }

    private Div tools() {
        search.setPlaceholder(Texts.text("documents.search"));
        search.setAriaLabel(Texts.text("documents.search"));
        search.setPrefixComponent(Glyph.SEARCH.draw());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(_ -> refresh());
        search.addClassName("search");
        owners.getElement().setAttribute("aria-label", Texts.text("documents.owner"));
        kinds.getElement().setAttribute("aria-label", Texts.text("documents.type"));
        var tools = new Div(search, owners, kinds);
        tools.addClassName("tools");
        return tools;
    }

    private Button seeAll() {
        return new Button(Texts.text("documents.see-all"), _ -> {
            search.clear();
            owners.choose(false);
            kinds.choose(Optional.empty());
        });
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Document>of("""
                        <div class="cell-node"><div class="two"><a href="documents/${item.name}" class="strong" title="${item.name}">${item.name}</a>
                        <span class="quiet" title="${item.what}">${item.what}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("name", Document::name)
                        .withProperty(
                                "what", document -> document.shown().outline().description())
                        .withProperty("more", this::more))
                .setHeader(Texts.text("documents.document"))
                .setComparator(Comparator.comparing(Document::name))
                .setFlexGrow(4)
                .setWidth("240px");
        var kind = grid.addColumn(document -> DocumentLook.kind(document).words())
                .setHeader(Texts.text("documents.type"))
                .setComparator(Comparator.comparing(DocumentLook::kind))
                .setFlexGrow(2)
                .setWidth("170px");
        var format = grid.addColumn(document -> document.shown().format().name())
                .setHeader(Texts.text("documents.format"))
                .setFlexGrow(0)
                .setWidth("90px");
        var owner = grid.addColumn(
                        LitRenderer.<Document>of("<span class=\"badge badge-${item.look}\">${item.owner}</span>")
                                .withProperty("look", document -> document.provided() ? "provided" : "own")
                                .withProperty("owner", DocumentLook::owner))
                .setHeader(Texts.text("documents.owner"))
                .setComparator(Comparator.comparing(Document::provided))
                .setFlexGrow(0)
                .setWidth("120px");
        var version = grid.addColumn(DocumentLook::versions)
                .setHeader(Texts.text("documents.default"))
                .setFlexGrow(1)
                .setWidth("130px");
        var made = grid.addColumn(LitRenderer.<Document>of("<span title=\"${item.exact}\">${item.made}</span>")
                        .withProperty(
                                "made",
                                document -> DocumentLook.made(document.createdBy(), document.createdAt(), moments))
                        .withProperty("exact", document -> {
                            var at = document.createdAt();
                            return at == null ? "" : moments.hover(at);
                        }))
                .setHeader(Texts.text("documents.created"))
                .setComparator(
                        Comparator.comparing(Document::createdAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .setFlexGrow(2)
                .setWidth("180px");
        Narrow.hide(grid, kind, format, owner, version, made);
    }

    /** What the hidden columns say, in one line. */
    private String more(Document document) {
        return Texts.text(
                "documents.more",
                DocumentLook.kind(document).words(),
                document.shown().format().name(),
                DocumentLook.owner(document),
                DocumentLook.versions(document));
    }

    private void refresh() {
        var all = documents.all();
        var found = all.stream()
                .filter(document -> search.isEmpty() || DocumentLook.matches(document, search.getValue()))
                .toList();
        owners.choices(List.of(
                Chips.Choice.uncounted(false, Texts.text("documents.all")),
                Chips.Choice.uncounted(true, Texts.text("documents.all.own"))));
        var owned = found.stream()
                .filter(document -> !owners.chosen() || !document.provided())
                .toList();
        kinds.choices(Stream.concat(
                        Stream.of(Optional.<Kind>empty()),
                        Stream.of(Kind.values()).map(Optional::of))
                .map(kind -> new Chips.Choice<>(
                        kind,
                        kind.map(Kind::words).orElseGet(() -> Texts.text("documents.all.types")),
                        owned.stream().filter(document -> fits(document, kind)).count()))
                .toList());
        var shown = owned.stream()
                .filter(document -> fits(document, kinds.chosen()))
                .toList();
        rows.show(shown);
        var nothingOwn = owners.chosen() && all.stream().allMatch(Document::provided);
        grid.setVisible(!shown.isEmpty());
        noneOwn.setVisible(nothingOwn);
        noMatch.setVisible(shown.isEmpty() && !nothingOwn);
    }

    private static boolean fits(Document document, Optional<Kind> kind) {
        return kind.map(wanted -> DocumentLook.kind(document) == wanted).orElse(true);
    }
}
