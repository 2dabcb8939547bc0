package dev.postern.gateway;

import dev.postern.inventory.NodeId;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.spi.SessionLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what was reported. */
final class KeptLedger implements SessionLedger {
    private final InstantSource clock;
    private final Map<SessionId, Session> sessions = new ConcurrentHashMap<>();
    private final List<SessionId> cameFirst = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    KeptLedger(InstantSource clock) {
        this.clock = clock;
    }

    void add(SessionId id, NodeId node, Session.Client client) {
        add(id, node, client, "");
    }

    void add(SessionId id, NodeId node, Session.Client client, String kmsKeyId) {
        var now = clock.instant();
        sessions.put(
                id,
                new Session(
                        id,
                        "arn:aws:iam::000000000000:user/alice",
                        "alice",
                        "AIDAALICE",
                        node,
                        "builder",
                        "SSM-SessionManagerRunShell",
                        new Purpose.Shell(),
                        "",
                        client,
                        now,
                        Duration.ofMinutes(20),
                        null,
                        kmsKeyId,
                        new SessionState.Connecting(now)));
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public synchronized void nodeCame(SessionId id) {
        cameFirst.add(id);
    }

    /** Whose node came, as often as it was said. */
    synchronized List<SessionId> cameFirst() {
        return List.copyOf(cameFirst);
    }

    @Override
    public void connected(SessionId id) {
        report(id, "connected", new SessionState.Connected(clock.instant()));
    }

    @Override
    public void disconnected(SessionId id, SessionState.End missing) {
        report(id, "disconnected " + missing, new SessionState.Disconnected(clock.instant(), missing));
    }

    @Override
    public void ended(SessionId id, EndCause cause) {
        report(id, "ended " + cause, new SessionState.Ended(clock.instant(), cause));
    }

    private synchronized void report(SessionId id, String what, SessionState state) {
        reports.add(what);
        sessions.computeIfPresent(
                id,
                (_, was) -> new Session(
                        was.id(),
                        was.owner(),
                        was.ownerName(),
                        was.ownerId(),
                        was.node(),
                        was.nodeName(),
                        was.document(),
                        was.purpose(),
                        was.reason(),
                        was.client(),
                        was.requestedAt(),
                        was.idle(),
                        was.maximum(),
                        was.kmsKeyId(),
                        state));
    }

    synchronized List<String> reports() {
        return List.copyOf(reports);
    }
}
