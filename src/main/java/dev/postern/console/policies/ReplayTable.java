package dev.postern.console.policies;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableSupplier;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.postern.access.Replayed;
import dev.postern.access.Replayed.Change;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Explained;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Texts;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What would be decided otherwise: a line for each, and behind it why. */
final class ReplayTable extends Div {
    /** With more of them the table has a height of its own. */
    private static final int MOST_AT_ONCE = 10;

    private static final int FORBIDDEN = 403;

    private final List<Change> changes;
    private final Replayed replayed;
    private final Moments moments;
    private final Grid<Change> grid = new Grid<>();
    private final TextField words = new TextField();
    private final Chips<Optional<Boolean>> outcomes = new Chips<>(Optional.empty(), this::filter);
    private final Paragraph none = new Paragraph(Texts.text("what-if.no-match"));

    /** @param open whether whoever looks may still have the sheet */
    ReplayTable(Replayed replayed, Moments moments, SerializableSupplier<Boolean> open) {
        this.changes = replayed.changes();
        this.replayed = replayed;
        this.moments = moments;
        addClassName("replay");
        words.setPlaceholder(Texts.text("what-if.search"));
        words.setAriaLabel(Texts.text("what-if.search"));
        words.setPrefixComponent(Glyph.SEARCH.draw());
        words.setClearButtonVisible(true);
        words.setValueChangeMode(ValueChangeMode.LAZY);
        words.addValueChangeListener(_ -> filter());
        words.addClassName("search");
        var sheet = ReplaySheet.of(replayed);
        var download = new Anchor(
                DownloadHandler.fromInputStream(_ -> open.get()
                        ? new DownloadResponse(new ByteArrayInputStream(sheet), "what-if.csv", "text/csv", sheet.length)
                        : DownloadResponse.error(FORBIDDEN)),
                Texts.text("what-if.download"));
        var tools = new Div(words, outcomes, download);
        tools.addClassName("tools");
        none.setVisible(false);
        columns();
        add(summary(), tools, grid, none);
        filter();
    }

    private Div summary() {
        var summary = new Div();
        summary.addClassName("gains-line");
        if (replayed.refused() > 0) summary.add(count("what-if.refused.count", "lost", replayed.refused()));
        if (replayed.allowed() > 0) summary.add(count("what-if.allowed.count", "gained", replayed.allowed()));
        return summary;
    }

    private static Span count(String text, String look, long times) {
        var count = new Span(Texts.text(text, times));
        count.addClassNames("badge", look);
        return count;
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Change>of("""
                        <div class="two"><span><span class="badge ${item.look}">${item.outcome}</span> <span class="strong">${item.who}</span></span>
                        <span class="quiet narrow-only">${item.more}</span></div>""")
                        .withProperty("look", change -> change.then().allowed() ? "gained" : "lost")
                        .withProperty("outcome", ReplayTable::outcome)
                        .withProperty("who", change -> change.who().name())
                        .withProperty(
                                "more", change -> change.action() + " · " + brief(change) + " · " + often(change)))
                .setHeader(Texts.text("what-if.who"))
                .setFlexGrow(2)
                .setWidth("290px");
        var action = grid.addColumn(Change::action)
                .setHeader(Texts.text("what-if.action"))
                .setFlexGrow(1)
                .setWidth("170px");
        var resource = grid.addColumn(
                        LitRenderer.<Change>of("<span class=\"mono quiet\" title=\"${item.what}\">${item.brief}</span>")
                                .withProperty("what", Change::resource)
                                .withProperty("brief", ReplayTable::brief))
                .setHeader(Texts.text("what-if.resource"))
                .setFlexGrow(2)
                .setWidth("200px");
        var times = grid.addColumn(ReplayTable::often)
                .setHeader(Texts.text("what-if.times"))
                .setFlexGrow(0)
                .setWidth("110px");
        var last = grid.addColumn(LitRenderer.<Change>of("<span title=\"${item.exact}\">${item.when}</span>")
                        .withProperty("when", change -> moments.relative(change.last()))
                        .withProperty("exact", change -> moments.hover(change.last())))
                .setHeader(Texts.text("what-if.last"))
                .setFlexGrow(0)
                .setWidth("150px");
        grid.setItemDetailsRenderer(new ComponentRenderer<>(this::details));
        Narrow.hide(grid, action, resource, times, last);
    }

    private Div details(Change change) {
        var facts = new Facts()
                .text("what-if.resource", resources(change))
                .text("what-if.last", moments.hover(change.last()))
                .text("what-if.answered", answer(change.answered()))
                .text("what-if.now", answer(change.now().allowed()));
        var panel = new Div(facts);
        panel.add(Explained.of(change.then()));
        if (!change.now().allowed())
            panel.add(new Paragraph(Texts.text("what-if.why-now")), Explained.of(change.now()));
        panel.addClassName("details");
        return panel;
    }

    private static String resources(Change change) {
        return String.join(
                ", ", change.legs().stream().map(leg -> leg.resource()).toList());
    }

    private static String answer(boolean allowed) {
        return Texts.text(allowed ? "simulator.allowed" : "simulator.denied");
    }

    private static String outcome(Change change) {
        return Texts.text(change.then().allowed() ? "what-if.allowed" : "what-if.refused");
    }

    private static String often(Change change) {
        return Texts.text("what-if.often", change.times());
    }

    /** The end of the ARN says enough in a row. */
    private static String brief(Change change) {
        return change.resource().substring(change.resource().lastIndexOf(':') + 1);
    }

    private void filter() {
        outcomes.choices(List.of(
                Chips.Choice.uncounted(Optional.<Boolean>empty(), Texts.text("what-if.all")),
                new Chips.Choice<>(Optional.of(false), Texts.text("what-if.refused"), lines(false)),
                new Chips.Choice<>(Optional.of(true), Texts.text("what-if.allowed"), lines(true))));
        var wanted = words.getValue().strip().toLowerCase(Locale.ROOT).split("\\s+");
        var shown = changes.stream()
                .filter(change -> outcomes.chosen().isEmpty()
                        || outcomes.chosen().get() == change.then().allowed())
                .filter(change -> fits(change, wanted))
                .toList();
        grid.setItems(shown);
        grid.setAllRowsVisible(shown.size() <= MOST_AT_ONCE);
        grid.setVisible(!shown.isEmpty());
        none.setVisible(shown.isEmpty());
    }

    private long lines(boolean allowed) {
        return changes.stream()
                .filter(change -> change.then().allowed() == allowed)
                .count();
    }

    private static boolean fits(Change change, String[] wanted) {
        var text = (change.who().name() + ' ' + change.action() + ' ' + resources(change)).toLowerCase(Locale.ROOT);
        for (var word : wanted) {
            if (!text.contains(word)) return false;
        }
        return true;
    }
}
