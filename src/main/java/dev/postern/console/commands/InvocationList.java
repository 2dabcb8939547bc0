package dev.postern.console.commands;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSingleSelectionModel;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.postern.commands.Commands.Glimpse;
import dev.postern.commands.Invocation;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command's nodes, each with where it stands; one of them is chosen. */
final class InvocationList extends Div {
    /** More than these want to be searched, and scroll by themselves. */
    private static final int FEW = 10;

    private final Runnable chosen;
    private final TextField search = new TextField();
    private final Chips<Of> which = new Chips<>(Of.ALL, this::show);
    private final Div tools = new Div(search, which);
    private final Grid<Invocation> grid = new Grid<>();
    private final Rows<Invocation> rows = new Rows<>(grid, Invocation::node);
    private List<Invocation> all = List.of();
    private Map<NodeId, Glimpse> glimpses = Map.of();
    /** Names that more than one of the nodes have. */
    private Set<String> shared = Set.of();

    private boolean picked;

    /** What the chips choose between. */
    private enum Of {
        ALL,
        UNDER_WAY,
        SUCCEEDED,
        NOT_SUCCEEDED;

        boolean fits(Invocation invocation) {
            var key = CommandLook.key(invocation.status());
            return switch (this) {
                case ALL -> true;
                case UNDER_WAY -> !invocation.status().over();
                case SUCCEEDED -> key.equals("done");
                case NOT_SUCCEEDED -> invocation.status().over() && !key.equals("done");
            };
        }
    }

    InvocationList(Runnable chosen) {
        this.chosen = chosen;
        addClassName("invocations");
        search.setPlaceholder(Texts.text("commands.nodes.search"));
        search.setAriaLabel(Texts.text("commands.nodes.search"));
        search.setPrefixComponent(Glyph.SEARCH.draw());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(_ -> show());
        search.setWidthFull();
        tools.addClassName("tools");
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassNames("list", "pick");
        grid.setSelectionMode(Grid.SelectionMode.SINGLE);
        if (grid.getSelectionModel() instanceof GridSingleSelectionModel<Invocation> model)
            model.setDeselectAllowed(false);
        grid.addColumn(LitRenderer.<Invocation>of("""
                        <div class="cell-node"><span class="dot dot-${item.state}"></span>
                        <div class="two"><span><span class="strong">${item.name}</span> <span class="quiet mono">${item.id}</span></span><span class="quiet mono">${item.said}</span></div>
                        <span class="badge badge-${item.state}">${item.words}</span></div>""")
                .withProperty("state", row -> CommandLook.key(row.status()))
                .withProperty("words", row -> CommandLook.words(row.status()))
                .withProperty("name", Invocation::nodeName)
                .withProperty(
                        "id",
                        row -> shared.contains(row.nodeName()) ? row.node().value() : "")
                .withProperty("said", this::said));
        grid.asSingleSelect().addValueChangeListener(change -> {
            if (!change.isFromClient()) return;
            picked = true;
            this.chosen.run();
        });
        add(tools, grid);
    }

    private String said(Invocation invocation) {
        var glimpse = glimpses.get(invocation.node());
        if (glimpse == null) return invocation.node().value();
        var code = glimpse.code();
        var line = CommandLook.firstLine(glimpse.beginning());
        if (code == null || code == 0) return line.isEmpty() ? invocation.node().value() : line;
        var exit = Texts.text("commands.exit", code);
        return line.isEmpty() ? exit : exit + " · " + line;
    }

    void show(List<Invocation> now, Map<NodeId, Glimpse> said) {
        all = now;
        glimpses = said;
        var seen = new HashSet<String>();
        shared = now.stream()
                .map(Invocation::nodeName)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
        tools.setVisible(now.size() > FEW);
        grid.setAllRowsVisible(now.size() <= FEW);
        show();
        if (!picked) mostTelling().ifPresent(grid::select);
    }

    /** What one opens the page for, as long as nobody picked another: what failed, else what says something. */
    private Optional<Invocation> mostTelling() {
        var now = chosen();
        if (now.filter(row -> glimpses.containsKey(row.node())).isPresent()) return now;
        return all.stream()
                .filter(row -> CommandLook.key(row.status()).equals("failed"))
                .findFirst()
                .or(() -> all.stream()
                        .filter(row -> glimpses.containsKey(row.node()))
                        .findFirst())
                .or(() -> now)
                .or(() -> all.stream().findFirst());
    }

    private void show() {
        var found = all.stream()
                .filter(row -> (row.nodeName() + " " + row.node())
                        .toLowerCase(Locale.ROOT)
                        .contains(search.getValue().toLowerCase(Locale.ROOT).strip()))
                .toList();
        which.choices(Stream.of(Of.values())
                .map(of -> new Chips.Choice<>(
                        of,
                        Texts.text("commands.of."
                                + of.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        found.stream().filter(of::fits).count()))
                .toList());
        rows.show(found.stream().filter(which.chosen()::fits).toList());
    }

    /** As it stands now. */
    Optional<Invocation> chosen() {
        return grid.getSelectedItems().stream()
                .findFirst()
                .flatMap(seen -> all.stream()
                        .filter(row -> row.node().equals(seen.node()))
                        .findFirst());
    }
}
