package dev.postern.session;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts, resumes, ends and lists sessions. Every effect passes the gate inside. */
public interface Sessions {
    /** @param document null for the account's preferences, SSM-SessionManagerRunShell */
    record Start(
            NodeId node,
            @Nullable String document,
            Map<String, List<String>> parameters,
            String reason,
            Session.Client client) {}

    /** @param clientToken what the client's first frame must carry; empty for what a browser shows in a terminal */
    record Started(Session session, String clientToken) {}

    /** @throws SessionRefused TargetNotConnected, InvalidDocument, InvalidParameters, LimitExceeded */
    Outcome<Started> start(Caller caller, Start start);

    /** A new client token; empty when the session is over or unknown (that is how the wire says so). */
    Outcome<Optional<String>> resume(Caller caller, SessionId id);

    /** Idempotent. Own sessions: ClosedByUser; others': Terminated. */
    Outcome<SessionId> terminate(Caller caller, SessionId id);

    /** Without a decision: callers filter by {@link dev.postern.access.Gate#decide}. */
    Optional<Session> find(SessionId id);

    /** What the caller may see: own, and all for those permitted more; newest first; limit 1–1,000. */
    List<Session> visibleTo(Caller caller, SessionSearch search, int limit);

    /** Of each session that waits for its turn to start, how many wait before it. Without a decision, as {@link #find}. */
    Map<SessionId, Integer> waiting();

    /** The same, whatever they are. */
    default List<Session> visibleTo(Caller caller, boolean live, int limit) {
        return visibleTo(caller, SessionSearch.all(live), limit);
    }
}
