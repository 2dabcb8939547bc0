package dev.postern.console.trail;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.console.trail.TrailSearch.Found;
import dev.postern.console.trail.TrailSearch.Wanted;
import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened, newest first, and whether the chain that proves it is whole. */
@Route("trail")
@PermitAll
class TrailView extends Page {
    private final Trail trail;
    private final TrailSearch search;
    private final Moments moments;
    private final Grid<Entry> grid = new Grid<>();
    private final Button newer = new Button(Texts.text("trail.newer"), _ -> back());
    private final Button older = new Button(Texts.text("trail.older"), _ -> on());
    private final Span range = new Span();
    private final TextField words = new TextField();
    private final Chips<Optional<Outcome>> outcomes = new Chips<>(Optional.empty(), this::filter);
    private final Rows<Entry> rows = new Rows<>(grid, Entry::sequence);
    private final Div none = nothing(Glyph.SEARCH, Texts.text("trail.no-match"), Texts.text("trail.no-match.how"));
    private final Span verdict = new Span();
    /** Where each page one has turned begins; the newest is at the bottom. */
    private final Deque<Long> pages = new ArrayDeque<>(List.of(Long.MAX_VALUE));

    private Found found = new Found(List.of(), Long.MAX_VALUE, false);

    TrailView(Trail trail, Acting acting, Moments moments) {
        super(Texts.text("trail.title"));
        this.trail = trail;
        this.search = new TrailSearch(trail);
        this.moments = moments;
        addClassName("page-grid");
        var denied = acting.whyNot(
                acting.caller(), "cloudtrail:LookupEvents", acting.account().any("*"));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("trail.about"));
        var verify = new Button(Texts.text("trail.verify"), Glyph.CHECK.draw(), click -> {
            verify();
            click.getSource().setEnabled(true);
        });
        verify.setDisableOnClick(true); // it reads every entry: one at a time is enough
        verdict.addClassName("verdict");
        verdict.getElement().setAttribute("role", "status");
        actions(verdict, verify);
        columns();
        var pager = new Div(range, newer, older);
        pager.addClassName("pager");
        add(tools(), grid, none, pager);
        filter();
    }

    private Div tools() {
        words.setPlaceholder(Texts.text("trail.search"));
        words.setAriaLabel(Texts.text("trail.search"));
        words.setPrefixComponent(Glyph.SEARCH.draw());
        words.setClearButtonVisible(true);
        words.setValueChangeMode(ValueChangeMode.LAZY);
        words.addValueChangeListener(_ -> filter());
        words.addClassName("search");
        var tools = new Div(words, outcomes);
        tools.addClassName("tools");
        return tools;
    }

    /** From the newest on. */
    private void filter() {
        outcomes.choices(Stream.concat(
                        Stream.of(Chips.Choice.uncounted(Optional.<Outcome>empty(), Texts.text("trail.outcome.all"))),
                        Stream.of(Outcome.values())
                                .map(outcome -> Chips.Choice.uncounted(
                                        Optional.of(outcome), Texts.text("trail.outcome." + look(outcome)))))
                .toList());
        pages.clear();
        pages.add(Long.MAX_VALUE);
        show();
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        var sequence = grid.addColumn(LitRenderer.<Entry>of("<span class=\"quiet mono\">${item.number}</span>")
                        .withProperty("number", Entry::sequence))
                .setHeader(Texts.text("trail.number"))
                .setFlexGrow(0)
                .setWidth("80px");
        var when = grid.addColumn(LitRenderer.<Entry>of("<span title=\"${item.exact}\">${item.when}</span>")
                        .withProperty("when", entry -> moments.second(entry.at()))
                        .withProperty("exact", entry -> moments.hover(entry.at())))
                .setHeader(Texts.text("trail.when"))
                .setFlexGrow(0)
                .setWidth("230px");
        grid.addColumn(LitRenderer.<Entry>of("""
                        <div class="two"><span><span class="badge badge-${item.look}">${item.outcome}</span> <span class="strong">${item.action}</span></span>
                        <span class="quiet narrow-only">${item.more}</span></div>""")
                        .withProperty("look", TrailView::look)
                        .withProperty("outcome", entry -> Texts.text("trail.outcome." + look(entry)))
                        .withProperty("action", entry -> entry.event().action())
                        .withProperty(
                                "more", entry -> entry.event().actor().name() + " · " + moments.brief(entry.at())))
                .setHeader(Texts.text("trail.event"))
                .setFlexGrow(2)
                .setWidth("240px");
        var who = grid.addColumn(LitRenderer.<Entry>of("<span title=\"${item.arn}\">${item.name}</span>")
                        .withProperty("name", entry -> entry.event().actor().name())
                        .withProperty("arn", entry -> entry.event().actor().arn()))
                .setHeader(Texts.text("trail.who"))
                .setFlexGrow(1)
                .setWidth("110px");
        var what = grid.addColumn(
                        LitRenderer.<Entry>of("<span class=\"mono quiet\" title=\"${item.what}\">${item.brief}</span>")
                                .withProperty("what", entry -> entry.event().resource())
                                .withProperty("brief", TrailView::resource))
                .setHeader(Texts.text("trail.resource"))
                .setFlexGrow(3)
                .setWidth("200px");
        grid.setItemDetailsRenderer(new ComponentRenderer<>(this::details));
        Narrow.hide(grid, sequence, when, who, what);
    }

    private Div details(Entry entry) {
        var event = entry.event();
        var facts = new Facts()
                .text("trail.when", moments.hover(entry.at()))
                .text("trail.actor", event.actor().arn())
                .text("trail.address", orNothing(event.actor().address()))
                .id("trail.resource", event.resource())
                .id("trail.node", orNothing(event.node()))
                .id("trail.session", orNothing(event.session()));
        event.details().forEach(facts::named);
        facts.id("trail.id", entry.id().toString()).id("trail.hash", entry.hash());
        var panel = new Div(facts);
        panel.addClassName("details");
        return panel;
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String look(Entry entry) {
        return look(entry.event().outcome());
    }

    /** Also the end of a text's key, and a name in the stylesheet. */
    private static String look(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** The end of the ARN says enough in a row. */
    private static String resource(Entry entry) {
        var arn = entry.event().resource();
        if (arn.isEmpty()) return call(entry.event());
        return arn.startsWith("arn:") ? arn.substring(arn.lastIndexOf(':') + 1) : arn;
    }

    /** Of a call that never became one: what was asked for, and from where. */
    private static String call(NewEntry event) {
        var address = orNothing(event.actor().address());
        var call = event.details().getOrDefault("call", "");
        if (address.isEmpty()) return call;
        return call.isEmpty() ? Texts.text("trail.from", address) : Texts.text("trail.call", call, address);
    }

    private void show() {
        var wanted = new Wanted(words.getValue(), outcomes.chosen());
        found = search.before(pages.getLast(), wanted);
        var entries = found.entries();
        rows.show(entries);
        grid.setVisible(!entries.isEmpty());
        none.setVisible(entries.isEmpty());
        newer.setEnabled(pages.size() > 1);
        older.setEnabled(found.more());
        range.setText(range(wanted));
    }

    private String range(Wanted wanted) {
        var entries = found.entries();
        if (wanted.everything()) {
            return entries.isEmpty()
                    ? Texts.text("trail.none")
                    : Texts.text(
                            "trail.range",
                            entries.getLast().sequence(),
                            entries.getFirst().sequence());
        }
        return found.more()
                ? Texts.text("trail.found.back-to", entries.size(), found.next())
                : Texts.text("trail.found", entries.size());
    }

    private void on() {
        pages.addLast(found.next());
        show();
    }

    private void back() {
        pages.removeLast();
        show();
    }

    private void verify() {
        verdict.removeClassNames("good", "bad");
        switch (trail.verify()) {
            case Trail.Verification.Intact(var entries, var head) -> {
                verdict.setText(Texts.text("trail.intact", entries));
                verdict.setTitle(head);
                verdict.addClassName("good");
            }
            case Trail.Verification.Broken(var sequence, var why) -> {
                verdict.setText(Texts.text("trail.broken", sequence, why));
                verdict.addClassName("bad");
            }
        }
    }
}
