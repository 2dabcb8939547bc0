package dev.postern.console.nodes;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.shared.SelectionPreservationMode;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.postern.access.Decision;
import dev.postern.console.connect.BrowserDocuments;
import dev.postern.console.connect.ConnectMenu;
import dev.postern.console.nodes.ReachableNodes.Row;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.RunnableDocuments;
import dev.postern.console.shell.SearchField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeStatus;
import dev.postern.session.documents.Document;
import dev.postern.webapp.WebApps;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The first screen: every node one may reach, and one click to its prompt. */
@Route("")
@RouteAlias("nodes")
@PermitAll
class NodesView extends Page {
    /** An address has no room for more ids. */
    private static final int MOST_TICKED = 200;

    private final ReachableNodes nodes;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final BrowserDocuments documents;
    private final ConnectMenu menu;
    private final SearchField search = new SearchField("nodes.search", this::show);
    private final Chips<Optional<NodeStatus>> statuses = new Chips<>(Optional.empty(), this::show);
    private final Grid<Row> grid = new Grid<>();
    private final Rows<Row> table = new Rows<>(grid, row -> row.node().id());
    private final Div tools = new Div(search, statuses);
    private final Div none =
            nothing(Glyph.SEARCH, Texts.text("nodes.no-match"), Texts.text("nodes.no-match.how"), seeAll());
    private final Div empty;
    private final Button run = new Button(Glyph.COMMANDS.draw());
    private List<Row> rows = List.of();
    private List<Document> others = List.of();

    NodesView(
            ReachableNodes nodes,
            BrowserDocuments documents,
            RunnableDocuments runnable,
            WebApps apps,
            Acting acting,
            Moments moments,
            Live live) {
        super(Texts.text("nodes.title"));
        this.nodes = nodes;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.documents = documents;
        this.menu = new ConnectMenu(documents, apps, acting, caller);
        addClassName("page-grid");
        var mayAdd = acting.may(caller, "ssm:CreateActivation", acting.account().any("activation/*"));
        empty = new FirstNode(mayAdd);
        var add = addNode();
        add.setVisible(mayAdd);
        actions(run, add);
        columns();
        run.setVisible(false);
        run.addClickListener(_ -> runCommand());
        if (runnable.any(caller)) Narrow.unless(grid, this::ticking);
        tools.addClassName("tools");
        add(tools, grid, none, empty, menu);
        live.follow(this, this::refresh);
        refresh();
    }

    private static Button addNode() {
        var add = new Button(Texts.text("nodes.add"), Glyph.PLUS.draw());
        add.addClickListener(_ -> UI.getCurrent().navigate("activations", QueryParameters.of("create", "")));
        return add;
    }

    private Button seeAll() {
        return new Button(Texts.text("nodes.see-all"), _ -> {
            search.clear();
            statuses.choose(Optional.empty());
            search.focus();
        });
    }

    /** Ticks are for a command on many nodes; small screens have no room for them. */
    private void ticking(boolean wide) {
        grid.setSelectionMode(wide ? Grid.SelectionMode.MULTI : Grid.SelectionMode.NONE);
        tellTicked();
        if (!wide) return;
        grid.setSelectionPreservationMode(SelectionPreservationMode.PRESERVE_ALL);
        grid.asMultiSelect().addValueChangeListener(_ -> tellTicked());
    }

    private void tellTicked() {
        var ticked = grid.getSelectedItems().size();
        run.setVisible(ticked > 0);
        run.setText(Texts.text("nodes.run", ticked));
    }

    private void runCommand() {
        var ids = grid.getSelectedItems().stream()
                .map(row -> row.node().id().value())
                .toList();
        if (ids.size() > MOST_TICKED) Notices.problem(Texts.text("nodes.run.many", MOST_TICKED));
        else UI.getCurrent().navigate("commands/new", QueryParameters.of("nodes", String.join(",", ids)));
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Row>of("""
                        <div class="cell-node"><span class="dot dot-${item.status}" title="${item.statusText}"></span>
                        <div class="two"><a href="nodes/${item.id}" class="strong">${item.name}</a>
                        <span class="quiet mono">${item.id}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("status", row -> NodeLook.key(row.node().status()))
                        .withProperty(
                                "statusText", row -> NodeLook.status(row.node().status()))
                        .withProperty("name", row -> row.node().name())
                        .withProperty("id", row -> row.node().id().value())
                        .withProperty("more", this::more))
                .setHeader(Texts.text("nodes.node"))
                .setComparator(Comparator.comparing(Row::node, NodeLook.BY_NAME))
                .setFlexGrow(3)
                .setWidth("200px");
        var platform = grid.addColumn(LitRenderer.<Row>of("<span title=\"${item.platform}\">${item.platform}</span>")
                        .withProperty("platform", row -> NodeLook.platform(row.node())))
                .setHeader(Texts.text("nodes.platform"))
                .setComparator(Comparator.comparing(row -> NodeLook.platform(row.node())))
                .setFlexGrow(2)
                .setWidth("130px");
        var tags = grid.addColumn(LitRenderer.<Row>of("""
                        <div class="tags">${item.tags.map(tag => html`<button class="tag" title="${item.find}" @click="${() => find(tag)}">${tag}</button>`)}</div>""")
                        .withProperty("tags", row -> NodeLook.tags(row.node()))
                        .withProperty("find", _ -> Texts.text("nodes.tag.find"))
                        .withFunction("find", this::alsoTagged))
                .setHeader(Texts.text("nodes.tags"))
                .setFlexGrow(3)
                .setWidth("140px");
        var address = grid.addColumn(LitRenderer.<Row>of("<span class=\"mono\">${item.address}</span>")
                        .withProperty("address", row -> row.node().facts().address()))
                .setHeader(Texts.text("nodes.address"))
                .setFlexGrow(1)
                .setWidth("130px");
        var seen = grid.addColumn(LitRenderer.<Row>of("<span title=\"${item.exact}\">${item.seen}</span>")
                        .withProperty("seen", this::seen)
                        .withProperty("exact", row -> exact(row)))
                .setHeader(Texts.text("nodes.seen"))
                .setComparator(Comparator.comparing(
                        row -> row.node().lastSeen(), Comparator.nullsFirst(Comparator.naturalOrder())))
                .setFlexGrow(1)
                .setWidth("130px");
        var live = grid.addColumn(LitRenderer.<Row>of(
                                "${item.live > 0 ? html`<a class=\"count\" href=\"nodes/${item.id}\">${item.live}</a>` : html`<span class=\"quiet\">–</span>`}")
                        .withProperty("live", Row::live)
                        .withProperty("id", row -> row.node().id().value()))
                .setHeader(Texts.text("nodes.sessions"))
                .setComparator(Comparator.comparingLong(Row::live))
                .setTextAlign(ColumnTextAlign.CENTER)
                .setFlexGrow(0)
                .setWidth("100px");
        grid.addColumn(LitRenderer.<Row>of("""
                        <span class="connect-row" title="${item.why}"><vaadin-button class="connect" ?disabled="${!item.can}"
                        aria-description="${item.name} ${item.why}" @click="${connect}">${item.label}</vaadin-button>
                        <button class="connect-more" id="more-${item.id}" ?data-none="${!item.others}" aria-haspopup="dialog"
                        aria-label="${item.moreLabel}" title="${item.moreLabel}" @click="${more}"></button></span>""")
                        .withProperty("id", row -> row.node().id().value())
                        .withProperty("others", this::hasOthers)
                        .withProperty(
                                "moreLabel",
                                row -> Texts.text("connect.with", row.node().name()))
                        .withFunction(
                                "more", row -> menu.open("more-" + row.node().id(), row.node()))
                        .withProperty(
                                "can", row -> row.connectable() || !row.start().allowed())
                        .withProperty("why", this::whyNot)
                        .withProperty("name", row -> row.node().name())
                        .withProperty(
                                "label", row -> Texts.text(row.start().allowed() ? "nodes.connect" : "nodes.why-not"))
                        .withFunction("connect", this::connect))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("156px");
        Narrow.hide(grid, platform, tags, address, seen, live);
    }

    /** A click on a tag looks for it, within what is looked for already. */
    private void alsoTagged(Row row, JsonNode arguments) {
        var tag = arguments.get(0).asString();
        var wanted = search.getValue().strip();
        if (List.of(wanted.split("\\s+")).contains(tag)) return;
        search.setValue((wanted + " " + tag).strip());
    }

    private void refresh() {
        rows = nodes.of(caller);
        others = documents.all();
        show();
    }

    private boolean hasOthers(Row row) {
        return row.connectable()
                && others.stream().anyMatch(document -> documents.startable(caller, document, row.node()));
    }

    private void show() {
        var found = rows.stream()
                .filter(row -> search.isEmpty() || NodeLook.matches(row.node(), search.getValue()))
                .toList();
        statuses.choices(List.of(
                chip(found, Optional.empty(), "nodes.all"),
                chip(found, Optional.of(NodeStatus.ONLINE), "node.status.online"),
                chip(found, Optional.of(NodeStatus.CONNECTION_LOST), "node.status.lost"),
                chip(found, Optional.of(NodeStatus.NEVER_CONNECTED), "node.status.never")));
        var shown = found.stream().filter(row -> chosen(row, statuses.chosen())).toList();
        table.show(shown);
        grid.setVisible(!shown.isEmpty());
        none.setVisible(shown.isEmpty() && !rows.isEmpty());
        empty.setVisible(rows.isEmpty());
        tools.setVisible(!rows.isEmpty());
        about(rows.isEmpty() ? "" : Texts.text("nodes.about", count(rows, NodeStatus.ONLINE), rows.size()));
    }

    private static Chips.Choice<Optional<NodeStatus>> chip(List<Row> rows, Optional<NodeStatus> status, String key) {
        var count = rows.stream().filter(row -> chosen(row, status)).count();
        return new Chips.Choice<>(status, Texts.text(key), count);
    }

    private static boolean chosen(Row row, Optional<NodeStatus> status) {
        return status.map(wanted -> row.node().status() == wanted).orElse(true);
    }

    private static long count(List<Row> rows, NodeStatus status) {
        return rows.stream().filter(row -> row.node().status() == status).count();
    }

    private String seen(Row row) {
        if (row.node().status() == NodeStatus.ONLINE) return Texts.text("nodes.seen.now");
        var seen = row.node().lastSeen();
        return seen == null ? Texts.text("nodes.seen.never") : moments.relative(seen);
    }

    private String exact(Row row) {
        var seen = row.node().lastSeen();
        return seen == null ? "" : moments.hover(seen);
    }

    /** What the hidden columns say, in one line. */
    private String more(Row row) {
        var platform = NodeLook.platform(row.node());
        return platform.isEmpty() ? seen(row) : platform + " · " + seen(row);
    }

    /** Or says why not. */
    private void connect(Row row) {
        if (row.start() instanceof Decision.Denied denied) acting.sayWhyNot(caller, row.node(), denied);
        else acting.connect(caller, row.node().id());
    }

    private String whyNot(Row row) {
        if (!row.start().allowed()) return "";
        return switch (row.node().status()) {
            case ONLINE -> "";
            case CONNECTION_LOST -> Texts.text("connect.offline");
            case NEVER_CONNECTED -> Texts.text("connect.never");
        };
    }
}
