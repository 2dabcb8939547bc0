package dev.postern.session;

import dev.postern.access.Decision;
import dev.postern.access.DecisionsChanged;
import dev.postern.access.Gate;
import dev.postern.identity.roles.CurrentCallers;
import dev.postern.inventory.NodeChanged;
import dev.postern.session.SessionRecords.Kept;
import dev.postern.session.spi.Relays;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends live sessions that would not be allowed to start now: when policies, principals, keys or a node's tags change at once, and each second for
 * what comes by itself, such as the end of a time that a condition names. What held for the start, such as the address it came from, is taken as
 * it was.
 */
@Component
class LostAccess {
    private final SessionRecords records;
    private final SessionLife life;
    private final SessionLegs legs;
    private final CurrentCallers callers;
    private final Gate gate;
    private final Relays relays;
    private final Timer rounds;

    LostAccess(
            SessionRecords records,
            SessionLife life,
            SessionLegs legs,
            CurrentCallers callers,
            Gate gate,
            Relays relays,
            MeterRegistry meters) {
        this.records = records;
        this.life = life;
        this.legs = legs;
        this.callers = callers;
        this.gate = gate;
        this.relays = relays;
        this.rounds = Timer.builder("postern.sessions.decided.again")
                .description("time to decide all live sessions again")
                .register(meters);
    }

    @EventListener(DecisionsChanged.class)
    void decisionsChanged() {
        all();
    }

    @EventListener
    void on(NodeChanged change) {
        if (change.what() == NodeChanged.What.UPDATED) check(records.liveOn(change.id()));
    }

    @Scheduled(fixedDelayString = "PT1S")
    void all() {
        rounds.record(() -> check(records.live()));
    }

    private void check(List<Kept> live) {
        for (var kept : live) lost(kept).ifPresent(why -> end(kept.session(), why));
    }

    /** Each in a thread of its own: a node that does not read must not keep the others' sessions open. */
    private void end(Session session, String why) {
        Thread.ofVirtual()
                .name("cut-" + session.id())
                .start(() -> life.cut(relays, session.id(), new EndCause.AccessEnded(why)));
    }

    private Optional<String> lost(Kept kept) {
        var session = kept.session();
        // from before there were policies: whose it is by now, nobody can say
        if (session.ownerId().isEmpty()) return Optional.empty();
        var beginning = kept.beginning();
        var owner = callers.now(session.owner(), beginning.key(), null)
                .filter(caller -> caller.userId().equals(session.ownerId()));
        if (owner.isEmpty())
            return Optional.of(
                    beginning.key() == null
                            ? "The user who started it is disabled or gone."
                            : "The access key that started it, or whoever it speaks for, is disabled or gone.");
        var request = legs.start(owner.get(), session.node(), beginning.documentNamed() ? session.document() : null)
                .where(beginning.circumstances());
        if (gate.allows(request)) return Optional.empty();
        return gate.decide(request) instanceof Decision.Denied denied
                ? Optional.of(sentence(denied))
                : Optional.empty();
    }

    private static String sentence(Decision.Denied denied) {
        var reason = denied.reason();
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + " on "
                + denied.leg().resource() + ".";
    }
}
