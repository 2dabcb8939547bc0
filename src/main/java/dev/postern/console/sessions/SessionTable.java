package dev.postern.console.sessions;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.Sessions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Sessions in rows: where, whose, how long, and how they ended. */
public final class SessionTable extends Grid<Session> {
    /** Rows a node's own page shows. */
    public static final int RECENT = 20;

    /** What all rows have in common need not be said in each. */
    public enum Of {
        MINE,
        EVERYBODY,
        ONE_NODE
    }

    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Column<Session> end;
    private final Column<Session> actions;
    private Map<SessionId, Integer> waiting = Map.of();
    private final Rows<Session> rows = new Rows<>(this, Session::id);

    public SessionTable(Acting acting, Moments moments, Caller caller, Of of) {
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        addThemeVariants(GridVariant.NO_BORDER);
        addClassName("list");
        setSelectionMode(SelectionMode.NONE);
        var narrow = new ArrayList<Column<?>>();

        addColumn(LitRenderer.<Session>of("""
                        <div class="cell-node"><span class="dot dot-${item.state}" title="${item.words}"></span>
                        <div class="two"><span><a href="sessions/${item.id}" class="strong">${item.name}</a>
                        ${item.unrecorded ? html`<span class="badge badge-waiting" title="${item.why}">${item.unrecordedLabel}</span>` : ''}</span>
                        <span class="what">${item.what}</span><span class="quiet mono">${item.id}</span><span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("state", session -> SessionLook.key(session.state()))
                        .withProperty("words", session -> SessionLook.state(session.state()))
                        .withProperty("name", session -> name(session, of))
                        .withProperty("what", SessionLook::what)
                        .withProperty("unrecorded", Session::unrecorded)
                        .withProperty("unrecordedLabel", _ -> Texts.text("session.unrecorded"))
                        .withProperty("why", _ -> Texts.text("session.unrecorded.why"))
                        .withProperty("id", session -> session.id().value())
                        .withProperty("more", session -> more(session, of)))
                .setHeader(Texts.text(of == Of.ONE_NODE ? "sessions.session" : "sessions.node"))
                .setFlexGrow(3)
                .setWidth("200px");
        narrow.add(addColumn(LitRenderer.<Session>of("<span class=\"badge badge-${item.state}\">${item.words}</span>")
                        .withProperty("state", session -> SessionLook.key(session.state()))
                        .withProperty("words", session -> SessionLook.state(session.state())))
                .setHeader(Texts.text("sessions.state"))
                .setFlexGrow(0)
                .setWidth("180px"));
        if (of == Of.EVERYBODY) {
            narrow.add(addColumn(Session::ownerName)
                    .setHeader(Texts.text("sessions.user"))
                    .setSortable(true)
                    .setFlexGrow(1)
                    .setWidth("110px"));
        }
        narrow.add(addColumn(LitRenderer.<Session>of("<span title=\"${item.exact}\">${item.started}</span>")
                        .withProperty("started", session -> moments.relative(session.requestedAt()))
                        .withProperty("exact", session -> moments.hover(session.requestedAt())))
                .setHeader(Texts.text("sessions.started"))
                .setComparator(Comparator.comparing(Session::requestedAt))
                .setFlexGrow(1)
                .setWidth("130px"));
        narrow.add(addColumn(session -> moments.span(SessionLook.duration(session, moments)))
                .setHeader(Texts.text("sessions.duration"))
                .setComparator(Comparator.comparing(session -> SessionLook.duration(session, moments)))
                .setFlexGrow(0)
                .setWidth("120px"));
        end = addColumn(LitRenderer.<Session>of("<span class=\"quiet\" title=\"${item.end}\">${item.end}</span>")
                        .withProperty("end", session -> SessionLook.about(session, waiting)))
                .setFlexGrow(3)
                .setWidth("150px");
        narrow.add(end);
        actions = addColumn(LitRenderer.<Session>of("""
                        <div class="row-actions">${item.opens ? html`<vaadin-button theme="primary" @click="${open}">${item.openLabel}</vaadin-button>` : ''}
                        ${item.ends ? html`<vaadin-button theme="error" @click="${end}">${item.endLabel}</vaadin-button>` : ''}</div>""")
                        .withProperty("opens", session -> mine(session) && SessionLook.opens(session))
                        .withProperty("ends", this::mayEnd)
                        .withProperty("openLabel", _ -> Texts.text("sessions.open"))
                        .withProperty("endLabel", _ -> Texts.text("sessions.terminate"))
                        .withFunction("open", SessionTable::open)
                        .withFunction("end", session -> confirmEnd(acting, caller, session)))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("200px");
        Narrow.hide(this, narrow.toArray(Column[]::new));
        Narrow.shrink(this, actions, "200px", "132px");
    }

    /**
     * Shows these. Where all are over there is nothing to do, and its column gives way.
     *
     * @param waiting see {@link Sessions#waiting}
     */
    public void show(List<Session> sessions, Map<SessionId, Integer> waiting) {
        this.waiting = waiting;
        setVisible(!sessions.isEmpty());
        actions.setVisible(sessions.stream().anyMatch(session -> session.state().live()));
        end.setHeader(sessions.stream().allMatch(session -> session.state().live()) ? "" : Texts.text("sessions.end"));
        rows.show(sessions);
    }

    /** On a node's own page its name says nothing. */
    private static String name(Session session, Of of) {
        return of == Of.ONE_NODE ? Texts.text("sessions.of", session.ownerName()) : session.nodeName();
    }

    private boolean mine(Session session) {
        return session.isOf(caller);
    }

    private boolean mayEnd(Session session) {
        return session.state().live() && mayEnd(acting, caller, session);
    }

    static boolean mayEnd(Acting acting, Caller caller, Session session) {
        return acting.may(caller, "ssm:TerminateSession", session);
    }

    static void open(Session session) {
        var page = UI.getCurrent().getPage();
        if (SessionLook.isWebApp(session)) page.open(SessionLook.address(session), "_blank");
        else page.setLocation(SessionLook.address(session));
    }

    static void confirmEnd(Acting acting, Caller caller, Session session) {
        Confirmation.ask(
                Texts.text("sessions.terminate.sure"),
                Texts.text("sessions.terminate.what", session.ownerName(), session.nodeName()),
                Texts.text("sessions.terminate"),
                () -> {
                    if (acting.terminate(caller, session)) Notices.done(Texts.text("sessions.terminated"));
                });
    }

    /** What the hidden columns say, in one line. */
    private String more(Session session, Of of) {
        var about = SessionLook.about(session, waiting);
        var how = about.isEmpty() ? SessionLook.state(session.state()) : about;
        var words = how + " · " + moments.relative(session.requestedAt());
        return of == Of.MINE ? words : session.ownerName() + " · " + words;
    }
}
