package dev.postern.console.commands;

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
import dev.postern.commands.Command;
import dev.postern.commands.CommandStatus;
import dev.postern.commands.Commands;
import dev.postern.commands.Commands.Query;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.RunnableDocuments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What was run on which nodes, newest first, and how far it is. */
@Route("commands")
@PermitAll
class CommandsView extends Page {
    private final Commands commands;
    private final Moments moments;
    private final Caller caller;
    private final boolean mayRun;
    private final TextField search = new TextField();
    private final Chips<Of> which = new Chips<>(Of.ALL, this::show);
    private final Grid<Command> grid = new Grid<>();
    private final Rows<Command> rows = new Rows<>(grid, Command::id);
    private final Div tools = new Div(search, which);
    private final Button run;
    private final Div none;
    private final Div noMatch =
            nothing(Glyph.SEARCH, Texts.text("commands.no-match"), Texts.text("commands.no-match.how"), seeAll());
    private List<Command> all = List.of();

    /** What the chips choose between. */
    private enum Of {
        ALL,
        UNDER_WAY,
        SUCCEEDED,
        NOT_SUCCEEDED;

        boolean fits(Command command) {
            return switch (this) {
                case ALL -> true;
                case UNDER_WAY -> !command.status().over();
                case SUCCEEDED -> command.status() == CommandStatus.SUCCESS;
                case NOT_SUCCEEDED -> command.status().over() && command.status() != CommandStatus.SUCCESS;
            };
        }
    }

    CommandsView(Commands commands, RunnableDocuments runnable, Acting acting, Moments moments, Live live) {
        super(Texts.text("commands.title"));
        this.commands = commands;
        this.moments = moments;
        this.caller = acting.caller();
        var whyNot = runnable.whyNone(caller);
        this.mayRun = whyNot.isEmpty();
        this.run = run();
        this.none = nothing(Glyph.COMMANDS, Texts.text("commands.none"), Texts.text("commands.none.how"), run());
        addClassName("page-grid");
        all = commands.visibleTo(caller, Query.ANY);
        if (!mayRun && all.isEmpty()) {
            whyNot.map(DeniedPanel::new).ifPresent(this::add);
            return;
        }
        searchField();
        columns();
        tools.addClassName("tools");
        add(tools, grid, none, noMatch);
        if (mayRun) actions(run);
        live.followCommands(this, this::refresh);
        show();
    }

    private Button run() {
        var run = new Button(Texts.text("commands.run"), Glyph.PLUS.draw());
        run.addThemeVariants(ButtonVariant.PRIMARY);
        run.addClickListener(_ -> UI.getCurrent().navigate(RunCommandView.class));
        run.setVisible(mayRun);
        return run;
    }

    private Button seeAll() {
        return new Button(Texts.text("commands.see-all"), _ -> {
            search.clear();
            which.choose(Of.ALL);
            search.focus();
        });
    }

    private void searchField() {
        search.setPlaceholder(Texts.text("commands.search"));
        search.setAriaLabel(Texts.text("commands.search"));
        search.setPrefixComponent(Glyph.SEARCH.draw());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(_ -> show());
        search.addClassName("search");
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Command>of("""
                        <div class="cell-node"><span class="dot dot-${item.state}" title="${item.words}"></span>
                        <div class="two"><a href="commands/${item.id}" class="strong" title="${item.title}">${item.title}</a>
                        <span class="quiet">${item.document}</span><span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("state", command -> CommandLook.key(command.status()))
                        .withProperty("words", command -> CommandLook.words(command.status()))
                        .withProperty("id", command -> command.id().value())
                        .withProperty("title", CommandLook::title)
                        .withProperty("document", CommandLook::document)
                        .withProperty("more", this::more))
                .setHeader(Texts.text("commands.command"))
                .setFlexGrow(4)
                .setWidth("240px");
        var status = grid.addColumn(
                        LitRenderer.<Command>of("<span class=\"badge badge-${item.state}\">${item.words}</span>")
                                .withProperty("state", command -> CommandLook.key(command.status()))
                                .withProperty("words", command -> CommandLook.words(command.status())))
                .setHeader(Texts.text("commands.status"))
                .setFlexGrow(0)
                .setWidth("150px");
        var nodes = grid.addColumn(TallyBar.<Command>renderer(Command::tally))
                .setHeader(Texts.text("commands.nodes"))
                .setFlexGrow(2)
                .setWidth("190px");
        var by = grid.addColumn(Command::ownerName)
                .setHeader(Texts.text("commands.by"))
                .setSortable(true)
                .setFlexGrow(1)
                .setWidth("110px");
        var sent = grid.addColumn(LitRenderer.<Command>of("<span title=\"${item.exact}\">${item.sent}</span>")
                        .withProperty("sent", command -> moments.relative(command.requestedAt()))
                        .withProperty("exact", command -> moments.hover(command.requestedAt())))
                .setHeader(Texts.text("commands.sent"))
                .setComparator(Comparator.comparing(Command::requestedAt))
                .setFlexGrow(1)
                .setWidth("130px");
        Narrow.hide(grid, status, nodes, by, sent);
    }

    private void refresh() {
        all = commands.visibleTo(caller, Query.ANY);
        show();
    }

    private void show() {
        var found = all.stream().filter(this::matches).toList();
        which.choices(Stream.of(Of.values())
                .map(of -> new Chips.Choice<>(
                        of,
                        Texts.text("commands.of."
                                + of.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        found.stream().filter(of::fits).count()))
                .toList());
        var shown = found.stream().filter(which.chosen()::fits).toList();
        rows.show(shown);
        grid.setVisible(!shown.isEmpty());
        tools.setVisible(!all.isEmpty());
        none.setVisible(all.isEmpty());
        noMatch.setVisible(shown.isEmpty() && !all.isEmpty());
        run.setVisible(!all.isEmpty());
        about(all.size() < Commands.MOST_SHOWN ? "" : Texts.text("commands.newest", Commands.MOST_SHOWN));
    }

    /** Every typed word occurs somewhere in what the row says, or in the script. */
    private boolean matches(Command command) {
        if (search.isEmpty()) return true;
        var known = String.join(
                        "\n",
                        command.id().value(),
                        command.comment(),
                        command.document(),
                        command.ownerName(),
                        CommandLook.words(command.status()),
                        CommandLook.targets(command),
                        command.parameters().toString())
                .toLowerCase(Locale.ROOT);
        return Stream.of(search.getValue().toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(known::contains);
    }

    /** What the hidden columns say, in one line. */
    private String more(Command command) {
        return CommandLook.words(command.status()) + " · " + CommandLook.progress(command.tally()) + " · "
                + moments.relative(command.requestedAt());
    }
}
