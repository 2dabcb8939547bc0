package dev.postern.console.sessions;

import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.documents.Documents;
import java.time.Duration;
import java.util.Map;

/** How a session is put into words. */
final class SessionLook {
    private SessionLook() {}

    /** Also a name in the stylesheet. */
    static String key(SessionState state) {
        return switch (state) {
            case SessionState.Waiting _ -> "turn";
            case SessionState.Connecting _ -> "connecting";
            case SessionState.Connected _ -> "connected";
            case SessionState.Disconnected gone ->
                switch (gone.missing()) {
                    case CLIENT -> "waiting";
                    case NODE -> "node-lost";
                };
            case SessionState.Ended ended -> ended.cause() instanceof EndCause.Failed ? "failed" : "ended";
        };
    }

    static String state(SessionState state) {
        return Texts.text("session.state." + key(state));
    }

    /** What it is: a shell or a command, by which document, or where its port leads. */
    static String what(Session session) {
        return switch (session.purpose()) {
            case Purpose.Shell() ->
                session.document().equals(Documents.PREFERENCES)
                        ? Texts.text("session.what.shell")
                        : Texts.text("session.what.shell.of", session.document());
            case Purpose.Command() -> Texts.text("session.what.command", session.document());
            case Purpose.Port(var host, var number) -> {
                var key = isWebApp(session) ? "session.what.webapp" : "session.what.port";
                if (number.isEmpty()) yield Texts.text(key + ".unknown");
                yield host.isEmpty() ? Texts.text(key, number) : Texts.text(key + ".of", host, number);
            }
        };
    }

    static String cause(EndCause cause, Purpose purpose) {
        return switch (cause) {
            case EndCause.ClosedByUser() -> Texts.text("session.end.closed");
            case EndCause.Exited(var status) ->
                Texts.text("session.end.exited." + purpose.word(), String.valueOf(status));
            case EndCause.Finished() -> Texts.text("session.end.finished." + purpose.word());
            case EndCause.Idle(var limit) -> Texts.text("session.end.idle", limit.toMinutes());
            case EndCause.MaximumDuration(var limit) -> Texts.text("session.end.maximum", limit.toMinutes());
            case EndCause.NodeLost() -> Texts.text("session.end.node-lost");
            case EndCause.NodeStopped() -> Texts.text("session.end.node-stopped");
            case EndCause.ClientLost() -> Texts.text("session.end.client-lost");
            case EndCause.Terminated(var by) ->
                Texts.text("session.end.terminated", by.substring(by.lastIndexOf('/') + 1));
            case EndCause.AccessEnded(var why) -> Texts.text("session.end.access", why);
            case EndCause.Draining() -> Texts.text("session.end.draining");
            case EndCause.Failed(var output) -> Texts.text("session.end.failed", output.strip());
        };
    }

    /** Why it ended; empty while it goes on. */
    static String end(Session session) {
        return session.state() instanceof SessionState.Ended ended ? cause(ended.cause(), session.purpose()) : "";
    }

    /** The same, and while it waits for its turn, how many are before it. */
    static String about(Session session, Map<SessionId, Integer> waiting) {
        var before = waiting.get(session.id());
        return session.state() instanceof SessionState.Waiting && before != null
                ? Texts.text("session.turn", before)
                : end(session);
    }

    static Duration duration(Session session, Moments moments) {
        var until = session.state() instanceof SessionState.Ended ended ? ended.at() : moments.now();
        return Duration.between(session.requestedAt(), until);
    }

    /** Whether it can be shown again in a browser: now, or what it said at its end. */
    static boolean opens(Session session) {
        return session.client() == Session.Client.BROWSER && session.state().live();
    }

    /** What shows it: a terminal, or a web app's own page. */
    static String address(Session session) {
        return (isWebApp(session) ? "/webapps/" : "/terminal/") + session.id();
    }

    /** No other port session has a browser for a client. */
    static boolean isWebApp(Session session) {
        return session.client() == Session.Client.BROWSER && session.purpose() instanceof Purpose.Port;
    }
}
