package dev.postern.session;

import dev.postern.identity.Account;
import dev.postern.session.spi.Relays;
import dev.postern.session.spi.SessionLedger;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Moves a session through its states: the trail first where it ends, then the table, then whoever listens. */
@Component
class SessionLife implements SessionLedger {
    private static final Logger log = LoggerFactory.getLogger(SessionLife.class);

    private final SessionRecords records;
    private final Trail trail;
    private final Account account;
    private final ApplicationEventPublisher events;
    private final MeterRegistry meters;
    private final InstantSource clock;

    SessionLife(
            SessionRecords records,
            Trail trail,
            Account account,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            InstantSource clock) {
        this.records = records;
        this.trail = trail;
        this.account = account;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return records.find(id).map(SessionRecords.Kept::session);
    }

    /** Its turn has come. False when it has ended. */
    boolean starting(SessionId id) {
        return move(id, new SessionState.Connecting(clock.instant()));
    }

    @Override
    public void nodeCame(SessionId id) {
        events.publishEvent(new NodeCame(id));
    }

    @Override
    public void connected(SessionId id) {
        move(id, new SessionState.Connected(clock.instant()));
    }

    @Override
    public void disconnected(SessionId id, SessionState.End missing) {
        move(id, new SessionState.Disconnected(clock.instant(), missing));
    }

    @Override
    public void ended(SessionId id, EndCause cause) {
        var session = find(id).filter(found -> found.state().live());
        if (session.isEmpty()) return;
        var facts = CauseColumns.of(cause);
        trail.append(entry(session.get(), facts));
        if (!move(id, new SessionState.Ended(clock.instant(), cause))) return;
        meters.counter("postern.sessions.ended", "cause", facts.name().toLowerCase(Locale.ROOT))
                .increment();
        log.atInfo()
                .addKeyValue("session", id)
                .addKeyValue("node", session.get().node())
                .addKeyValue("principal", session.get().owner())
                .addKeyValue("cause", facts.name())
                .addKeyValue("detail", facts.detail().isEmpty() ? facts.number() : facts.detail())
                .log("session ended");
    }

    /** Ends it where its bytes are, and here where they are nowhere. */
    void cut(Relays relays, SessionId id, EndCause cause) {
        if (!relays.cut(id, cause)) ended(id, cause);
    }

    private NewEntry entry(Session session, CauseColumns cause) {
        var entry = NewEntry.of("SessionEnded", Actor.SYSTEM, Outcome.NOTED)
                .on(account.session(session.id().value()))
                .node(session.node().value())
                .session(session.id().value())
                .with("owner", session.owner())
                .with("cause", cause.name());
        if (!cause.detail().isEmpty()) entry = entry.with("detail", cause.detail());
        return switch (cause.cause()) {
            case EndCause.Exited(var status) -> entry.with("status", Integer.toString(status));
            case EndCause.Idle(var limit) -> entry.with("limit", text(limit));
            case EndCause.MaximumDuration(var limit) -> entry.with("limit", text(limit));
            case EndCause.Terminated _,
                    EndCause.AccessEnded _,
                    EndCause.Failed _,
                    EndCause.ClosedByUser _,
                    EndCause.Finished _,
                    EndCause.NodeLost _,
                    EndCause.NodeStopped _,
                    EndCause.ClientLost _,
                    EndCause.Draining _ -> entry;
        };
    }

    private static String text(Duration limit) {
        return limit.toString();
    }

    private boolean move(SessionId id, SessionState state) {
        var moved = records.move(id, state);
        if (moved) find(id).ifPresent(session -> events.publishEvent(new SessionChanged(session)));
        return moved;
    }
}
