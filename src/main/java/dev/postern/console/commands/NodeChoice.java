package dev.postern.console.commands;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.shared.SelectionPreservationMode;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.postern.console.nodes.NodeLook;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Nodes to be ticked, found by what is known of them. What is ticked stays so, whatever is searched next. */
final class NodeChoice extends Div {
    private final Runnable changed;
    private final TextField search = new TextField();
    private final Chips<Of> which = new Chips<>(Of.ALL, this::show);
    private final Grid<Node> grid = new Grid<>();
    private final Rows<Node> rows = new Rows<>(grid, Node::id);
    private final Span nothing = new Span();
    private List<Node> nodes = List.of();

    /** What the chips choose between. */
    private enum Of {
        ALL,
        ONLINE,
        CHOSEN
    }

    NodeChoice(Runnable changed) {
        this.changed = changed;
        addClassName("node-choice");
        search.setPlaceholder(Texts.text("nodes.search"));
        search.setAriaLabel(Texts.text("nodes.search"));
        search.setPrefixComponent(Glyph.SEARCH.draw());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(_ -> show());
        search.addClassName("search");
        nothing.addClassName("quiet");
        columns();
        var tools = new Div(search, which);
        tools.addClassName("tools");
        add(tools, grid, nothing);
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.MULTI);
        grid.setSelectionPreservationMode(SelectionPreservationMode.PRESERVE_ALL);
        if (grid.getSelectionModel() instanceof GridMultiSelectionModel<Node> model) model.setDragSelect(true);
        grid.addColumn(LitRenderer.<Node>of("""
                        <div class="cell-node"><span class="dot dot-${item.status}" title="${item.words}"></span>
                        <div class="two"><span class="strong">${item.name}</span><span class="quiet mono">${item.id}</span></div></div>""")
                        .withProperty("status", node -> NodeLook.key(node.status()))
                        .withProperty("words", node -> NodeLook.status(node.status()))
                        .withProperty("name", Node::name)
                        .withProperty("id", node -> node.id().value()))
                .setHeader(Texts.text("nodes.node"))
                .setFlexGrow(3)
                .setWidth("180px");
        var platform = grid.addColumn(NodeLook::platform)
                .setHeader(Texts.text("nodes.platform"))
                .setFlexGrow(2)
                .setWidth("130px");
        var tags = grid.addColumn(LitRenderer.<Node>of(
                                "<div class=\"tags\">${item.tags.map(tag => html`<span class=\"tag\">${tag}</span>`)}</div>")
                        .withProperty("tags", NodeLook::tags))
                .setHeader(Texts.text("nodes.tags"))
                .setFlexGrow(3)
                .setWidth("140px");
        Narrow.hide(grid, platform, tags);
        grid.asMultiSelect().addValueChangeListener(_ -> {
            show();
            changed.run();
        });
    }

    void show(List<Node> now) {
        nodes = now;
        show();
    }

    private void show() {
        var found = nodes.stream()
                .filter(node -> search.isEmpty() || NodeLook.matches(node, search.getValue()))
                .toList();
        var chosen = chosen().stream().map(Node::id).collect(Collectors.toSet());
        which.choices(List.of(
                new Chips.Choice<>(Of.ALL, Texts.text("nodes.all"), found.size()),
                new Chips.Choice<>(Of.ONLINE, Texts.text("node.status.online"), count(found, Of.ONLINE, chosen)),
                new Chips.Choice<>(Of.CHOSEN, Texts.text("commands.nodes.chosen"), count(nodes, Of.CHOSEN, chosen))));
        var listed = which.chosen() == Of.CHOSEN ? nodes : found;
        var shown = listed.stream()
                .filter(node -> fits(node, which.chosen(), chosen))
                .toList();
        rows.show(shown);
        grid.setVisible(!shown.isEmpty());
        nothing.setText(Texts.text(nodes.isEmpty() ? "commands.nodes.none" : "nodes.no-match"));
        nothing.setVisible(shown.isEmpty());
    }

    private static long count(List<Node> of, Of which, Set<NodeId> chosen) {
        return of.stream().filter(node -> fits(node, which, chosen)).count();
    }

    private static boolean fits(Node node, Of which, Set<NodeId> chosen) {
        return switch (which) {
            case ALL -> true;
            case ONLINE -> node.status() == NodeStatus.ONLINE;
            case CHOSEN -> chosen.contains(node.id());
        };
    }

    /** Those that are still there, as they stand now. */
    List<Node> chosen() {
        var ids = grid.getSelectedItems().stream().map(Node::id).collect(Collectors.toSet());
        return nodes.stream().filter(node -> ids.contains(node.id())).toList();
    }

    void choose(Collection<NodeId> ids) {
        grid.asMultiSelect()
                .setValue(nodes.stream().filter(node -> ids.contains(node.id())).collect(Collectors.toSet()));
    }
}
