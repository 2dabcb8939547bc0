package dev.postern.console.sessions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.recording.Recordings;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session: who, where, under what limits, and what became of it. */
@Route("sessions/:id")
@PermitAll
class SessionView extends Page implements BeforeEnterObserver {
    private final Sessions sessions;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final RecordingPanel recording;
    private final Div state = new Div();
    private final Facts facts = new Facts();
    private final Button open = new Button(Texts.text("sessions.open"));
    private final Button terminate = new Button(Texts.text("sessions.terminate"));
    private @Nullable Session session;

    SessionView(Sessions sessions, Recordings recordings, Acting acting, Moments moments, Live live) {
        super("");
        this.sessions = sessions;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.recording = new RecordingPanel(recordings, acting, moments, caller);
        back("sessions", Texts.text("navigation.sessions"));
        state.addClassName("state-line");
        open.addThemeVariants(ButtonVariant.PRIMARY);
        open.addClickListener(_ -> SessionTable.open(shown()));
        terminate.addThemeVariants(ButtonVariant.ERROR);
        terminate.addClickListener(_ -> SessionTable.confirmEnd(acting, caller, shown()));
        actions(open, terminate);
        var panel = new Div(new H2(Texts.text("session.facts")), facts);
        panel.addClassName("panel");
        add(state, recording, panel);
        live.follow(this, this::refresh);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var id = event.getRouteParameters().get("id").orElse("");
        session = visible(id).orElseThrow(() -> new NotFoundException(id));
        show(session);
    }

    private Optional<Session> visible(String id) {
        if (!SessionId.isValid(id)) return Optional.empty();
        return sessions.find(new SessionId(id))
                .filter(found -> found.isOf(caller) || acting.may(caller, "postern:ViewSession", found));
    }

    private Session shown() {
        var now = session;
        if (now == null) throw new IllegalStateException("no session shown yet");
        return now;
    }

    private void refresh() {
        var was = session;
        if (was == null) return;
        visible(was.id().value()).ifPresent(found -> {
            session = found;
            show(found);
        });
    }

    private void show(Session shown) {
        title(Texts.text("session.title", shown.ownerName(), shown.nodeName()));
        var badge = new Span(SessionLook.state(shown.state()));
        badge.addClassNames("badge", "badge-" + SessionLook.key(shown.state()));
        state.removeAll();
        state.add(badge, new Span(SessionLook.about(shown, sessions.waiting())));
        if (shown.unrecorded()) {
            var unrecorded = new Span(Texts.text("session.unrecorded"));
            unrecorded.addClassNames("badge", "badge-waiting");
            state.add(unrecorded, new Span(Texts.text("session.unrecorded.why")));
        }

        open.setVisible(shown.isOf(caller) && SessionLook.opens(shown));
        terminate.setVisible(shown.state().live() && SessionTable.mayEnd(acting, caller, shown));

        recording.show(shown);
        var maximum = shown.maximum();
        facts.show()
                .id("session.id", shown.id().value())
                .fact("session.node", new Anchor("nodes/" + shown.node(), shown.nodeName()))
                .text("session.user", shown.ownerName())
                .id("session.owner", shown.owner())
                .text(
                        "session.client",
                        Texts.text("session.client." + shown.client().name()))
                .text("session.what", SessionLook.what(shown))
                .text("session.document", shown.document())
                .text("session.key", shown.kmsKeyId())
                .text("session.reason", shown.reason())
                .text("session.started", moments.exact(shown.requestedAt()))
                .text(
                        "session.ended",
                        shown.state() instanceof SessionState.Ended ended ? moments.exact(ended.at()) : "")
                .text("session.duration", moments.span(SessionLook.duration(shown, moments)))
                .text("session.idle", moments.span(shown.idle()))
                .text("session.maximum", maximum == null ? "" : moments.span(maximum));
    }
}
