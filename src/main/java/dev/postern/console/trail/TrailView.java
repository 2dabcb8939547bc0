package dev.postern.console.trail;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;
import dev.postern.trail.Entry;
import dev.postern.trail.Trail;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happened, newest first, and whether the chain that proves it is whole. */
@Route("trail")
@PermitAll
class TrailView extends Page {
    private static final int PAGE = 100;

    private final Trail trail;
    private final Moments moments;
    private final Grid<Entry> grid = new Grid<>();
    private final Button newer = new Button(Texts.text("trail.newer"), _ -> back());
    private final Button older = new Button(Texts.text("trail.older"), _ -> on());
    private final Span range = new Span();
    private final Span verdict = new Span();
    /** Where each page one has turned begins; the newest is at the bottom. */
    private final Deque<Long> pages = new ArrayDeque<>(List.of(Long.MAX_VALUE));

    private List<Entry> shown = List.of();

    TrailView(Trail trail, Acting acting, Moments moments) {
        super(Texts.text("trail.title"));
        this.trail = trail;
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
        add(grid, pager);
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
                        .withProperty("when", entry -> moments.brief(entry.at()))
                        .withProperty("exact", entry -> moments.exact(entry.at())))
                .setHeader(Texts.text("trail.when"))
                .setFlexGrow(0)
                .setWidth("190px");
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
                .text("trail.when", moments.exact(entry.at()))
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
        return entry.event().outcome().name().toLowerCase(Locale.ROOT);
    }

    /** The end of the ARN says enough in a row. */
    private static String resource(Entry entry) {
        var arn = entry.event().resource();
        return arn.startsWith("arn:") ? arn.substring(arn.lastIndexOf(':') + 1) : arn;
    }

    private void show() {
        shown = trail.latest(pages.getLast(), PAGE);
        grid.setItems(shown);
        newer.setEnabled(pages.size() > 1);
        older.setEnabled(shown.size() == PAGE && shown.getLast().sequence() > 1);
        range.setText(
                shown.isEmpty()
                        ? Texts.text("trail.none")
                        : Texts.text(
                                "trail.range",
                                shown.getLast().sequence(),
                                shown.getFirst().sequence()));
    }

    private void on() {
        pages.addLast(shown.getLast().sequence());
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
