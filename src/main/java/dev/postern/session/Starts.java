package dev.postern.session;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.protocol.SessionTask;
import dev.postern.session.SessionRecords.Kept;
import dev.postern.session.SessionRefused.Code;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.Relays;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Hands sessions to their nodes, as many at once as a fleet takes; the others wait their turn. A start has its place until the node's end is
 * there or the session is over, which the gateway sees to within the first pairing time: so a node that is slow delays others, and stops nobody.
 */
@Component
class Starts {
    private static final Logger log = LoggerFactory.getLogger(Starts.class);

    private final SessionSettings settings;
    private final SessionLife life;
    private final NodeBackend backend;
    private final Relays relays;
    private final InstantSource clock;

    /** Guards the two below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final StartQueue queue;
    /** What those that wait will send; who is in the queue and not in here is being opened still. */
    private final Map<SessionId, Start> waiting = new HashMap<>();

    /** A session that can be handed to its node as soon as it is its turn. */
    private record Start(Session session, SessionTask task) {}

    Starts(
            SessionSettings settings,
            SessionLife life,
            NodeBackend backend,
            Relays relays,
            MeterRegistry meters,
            InstantSource clock) {
        this.settings = settings;
        this.life = life;
        this.backend = backend;
        this.relays = relays;
        this.clock = clock;
        this.queue = new StartQueue(settings.maxWaiting());
        Gauge.builder("postern.sessions.starting", this, Starts::countStarting)
                .description("Sessions handed to a node that is not there yet")
                .register(meters);
        Gauge.builder("postern.sessions.waiting", this, Starts::countWaiting)
                .description("Sessions that wait for their turn to start")
                .register(meters);
    }

    /**
     * Takes a place for a session that is about to be made: the state it begins in. Whoever does not {@link #begin} it then must {@link #leave}.
     *
     * @throws SessionRefused when as many wait as may
     */
    SessionState enter(SessionId id, NodeId node, Instant now) {
        var fleet = backend.fleet(node);
        var most = Math.min(fleet.startsAtOnce(), settings.startingAtOnce());
        lock.lock();
        try {
            return switch (queue.enter(id, fleet.name(), most)) {
                case STARTS -> new SessionState.Connecting(now);
                case WAITS -> new SessionState.Waiting(now);
                case NONE -> throw full();
            };
        } finally {
            lock.unlock();
        }
    }

    private SessionRefused full() {
        return new SessionRefused(
                Code.LIMIT_EXCEEDED,
                settings.maxWaiting()
                        + " sessions wait for their turn to start, as many as postern.session.max-waiting allows. Try again in a moment.");
    }

    /** Lets both ends come, and hands the task to the node: now, or when it is its turn. */
    void begin(Kept kept, SessionTask task) {
        openRelay(kept);
        var session = kept.session();
        if (!isDue(new Start(session, task))) return;
        if (!send(session, task)) throw notConnected(session.node());
    }

    /** Recording is mandatory: no spool, no session. */
    private void openRelay(Kept kept) {
        try {
            relays.open(kept.plan());
        } catch (UncheckedIOException e) {
            var why = "The session cannot be recorded: the server's disk takes nothing.";
            log.atError()
                    .addKeyValue("session", kept.session().id())
                    .setCause(e)
                    .log("session not opened");
            life.ended(kept.session().id(), new EndCause.Failed(why));
            throw new SessionRefused(Code.NO_RECORDING, why);
        } catch (SessionKeyUnavailable e) {
            var why = "The session cannot be encrypted: " + e.getMessage();
            life.ended(kept.session().id(), new EndCause.Failed(why));
            throw new SessionRefused(Code.INVALID_DOCUMENT, why);
        }
    }

    /** Its turn may have come while it was being opened; else it is kept until then. */
    private boolean isDue(Start start) {
        var session = start.session();
        int before;
        lock.lock();
        try {
            if (queue.isStarting(session.id())) return true;
            var places = queue.before();
            // over before it was its turn
            if (!places.containsKey(session.id())) return false;
            before = places.get(session.id());
            waiting.put(session.id(), start);
            relays.waiting(places);
        } finally {
            lock.unlock();
        }
        log.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("node", session.node())
                .addKeyValue("before", before)
                .log("session waits for its turn");
        return false;
    }

    /** False when the node is not there (any more): then the session has ended. */
    private boolean send(Session session, SessionTask task) {
        var waited = session.state() instanceof SessionState.Waiting;
        // over meanwhile, or left to the next server since this one stops
        if (!relays.begin(session.id()) || (waited && !life.starting(session.id()))) return true;
        if (backend.open(session.node(), task)) return true;
        var why = notConnected(session.node()).getMessage() + (waited ? " It left while the session waited." : "");
        relays.cut(session.id(), new EndCause.Failed(why));
        return false;
    }

    /** In AWS's words. */
    static SessionRefused notConnected(NodeId node) {
        return new SessionRefused(Code.TARGET_NOT_CONNECTED, node + " is not connected.");
    }

    /** Of each session that waits, how many wait before it. */
    Map<SessionId, Integer> before() {
        lock.lock();
        try {
            return queue.before();
        } finally {
            lock.unlock();
        }
    }

    // ── a place becomes free

    @EventListener
    void on(NodeCame came) {
        leave(came.session());
    }

    /** Before all others: whatever becomes of them, the place is free. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void on(SessionChanged change) {
        switch (change.session().state()) {
            case SessionState.Waiting _, SessionState.Connecting _ -> {}
            case SessionState.Connected _, SessionState.Disconnected _, SessionState.Ended _ ->
                leave(change.session().id());
        }
    }

    void leave(SessionId id) {
        for (var start : dueAfter(id)) {
            // whoever told us of the end is not to wait for another session's beginning
            Thread.ofVirtual().name("start-" + start.session().id()).start(() -> takeTurn(start));
        }
    }

    private List<Start> dueAfter(SessionId id) {
        var due = new ArrayList<Start>();
        lock.lock();
        try {
            waiting.remove(id);
            for (var next : queue.leave(id)) {
                var start = waiting.remove(next);
                if (start != null) due.add(start);
            }
            if (!waiting.isEmpty()) relays.waiting(queue.before());
        } finally {
            lock.unlock();
        }
        return due;
    }

    private void takeTurn(Start start) {
        var session = start.session();
        log.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("node", session.node())
                .addKeyValue("waited", Duration.between(session.requestedAt(), clock.instant()))
                .log("session's turn has come");
        try {
            send(session, start.task());
        } catch (RuntimeException e) {
            log.atError().addKeyValue("session", session.id()).setCause(e).log("session not started");
            giveUp(session);
        }
    }

    private void giveUp(Session session) {
        var why = new EndCause.Failed("The session could not be started when it was its turn.");
        try {
            if (!relays.cut(session.id(), why)) life.ended(session.id(), why);
        } finally {
            leave(session.id());
        }
    }

    private int countStarting() {
        lock.lock();
        try {
            return queue.starting();
        } finally {
            lock.unlock();
        }
    }

    private int countWaiting() {
        lock.lock();
        try {
            return queue.waiting();
        } finally {
            lock.unlock();
        }
    }
}
