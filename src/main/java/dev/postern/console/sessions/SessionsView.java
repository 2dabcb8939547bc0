package dev.postern.console.sessions;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** One's own sessions, and everybody's for those who may see them. */
@Route("sessions")
@PermitAll
class SessionsView extends Page {
    /** Newest of each kind; what is older is in the trail. */
    private static final int SHOWN = 500;

    private final Sessions sessions;
    private final Caller caller;
    private final Tab mine = new Tab(Texts.text("sessions.mine"));
    private final Tab all = new Tab(Texts.text("sessions.all"));
    private final Tabs whose = new Tabs(mine, all);
    private final Chips<Boolean> when = new Chips<>(true, this::refresh);
    private final SessionTable own;
    private final SessionTable everybodys;
    private final Div noneLive =
            nothing(Glyph.SESSIONS, Texts.text("sessions.none.live"), Texts.text("sessions.none.how"), toTheNodes());
    private final Div noneOver =
            nothing(Glyph.SESSIONS, Texts.text("sessions.none.over"), Texts.text("sessions.none.over.how"));

    SessionsView(Sessions sessions, Acting acting, Moments moments, Live live) {
        super(Texts.text("sessions.title"));
        this.sessions = sessions;
        this.caller = acting.caller();
        this.own = new SessionTable(acting, moments, caller, SessionTable.Of.MINE);
        this.everybodys = new SessionTable(acting, moments, caller, SessionTable.Of.EVERYBODY);
        addClassName("page-grid");
        var account = acting.account();
        whose.setVisible(acting.may(caller, "postern:ListAllSessions", account.session("*")));
        whose.addSelectedChangeListener(_ -> refresh());
        var tools = new Div(whose, when);
        tools.addClassName("tools");
        add(tools, own, everybodys, noneLive, noneOver);
        live.follow(this, this::refresh);
        refresh();
    }

    private static Button toTheNodes() {
        return new Button(Texts.text("not-found.nodes"), _ -> UI.getCurrent().navigate(""));
    }

    private void refresh() {
        var everybody = whose.isVisible() && all.isSelected();
        var running = seen(true, everybody);
        var over = seen(false, everybody);
        when.choices(List.of(
                new Chips.Choice<>(true, Texts.text("sessions.live"), running.size()),
                new Chips.Choice<>(false, Texts.text("sessions.over"), over.size())));
        var shown = when.chosen() ? running : over;
        var waiting = sessions.waiting();
        own.show(everybody ? List.of() : shown, waiting);
        everybodys.show(everybody ? shown : List.of(), waiting);
        noneLive.setVisible(shown.isEmpty() && when.chosen());
        noneOver.setVisible(shown.isEmpty() && !when.chosen());
    }

    private List<Session> seen(boolean live, boolean everybody) {
        return sessions.visibleTo(caller, live, SHOWN).stream()
                .filter(session -> everybody || session.isOf(caller))
                .toList();
    }
}
