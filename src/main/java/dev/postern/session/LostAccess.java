package dev.postern.session;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.DecisionsChanged;
import dev.postern.access.Gate;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.CurrentCallers;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.Nodes;
import dev.postern.session.SessionRecords.Kept;
import dev.postern.session.spi.Relays;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends live sessions that would not be allowed to start now: when policies, principals, keys or a node's tags change at once, and each second for
 * what comes by itself, such as the end of a time that a condition names. What held for the start, such as the address it came from, is taken as
 * it was.
 */
@Component
class LostAccess {
    private static final Logger log = LoggerFactory.getLogger(LostAccess.class);

    private final SessionRecords records;
    private final SessionLife life;
    private final SessionLegs legs;
    private final CurrentCallers callers;
    private final Nodes nodes;
    private final Gate gate;
    private final Relays relays;
    private final Timer rounds;
    /** With the tags that nodes and documents had when it was put together. */
    private final Map<SessionId, AccessRequest> asked = new ConcurrentHashMap<>();

    LostAccess(
            SessionRecords records,
            SessionLife life,
            SessionLegs legs,
            CurrentCallers callers,
            Nodes nodes,
            Gate gate,
            Relays relays,
            MeterRegistry meters) {
        this.records = records;
        this.life = life;
        this.legs = legs;
        this.callers = callers;
        this.nodes = nodes;
        this.gate = gate;
        this.relays = relays;
        this.rounds = Timer.builder("postern.sessions.decided.again")
                .description("time to decide all live sessions again")
                .register(meters);
    }

    /** Whoever changed something has done so: what fails here is done by the next round, a second later. */
    @EventListener(DecisionsChanged.class)
    void decisionsChanged() {
        try {
            anew();
        } catch (DataAccessException e) {
            log.atWarn().setCause(e).log("live sessions not decided again at once");
        }
    }

    /** Tags of documents change without a word: as long as that may go unnoticed. */
    @Scheduled(fixedDelayString = "PT1M")
    void anew() {
        asked.clear();
        again();
    }

    @EventListener
    void on(NodeChanged change) {
        if (change.what() != NodeChanged.What.UPDATED) return;
        var live = records.liveOn(change.id());
        for (var kept : live) asked.remove(kept.session().id());
        check(live);
    }

    /** What was asked before, at this moment: nothing is looked up but who the owners are by now. */
    @Scheduled(fixedDelayString = "PT1S")
    void again() {
        rounds.record(() -> {
            var live = records.live();
            asked.keySet()
                    .retainAll(live.stream().map(kept -> kept.session().id()).collect(Collectors.toSet()));
            check(live);
        });
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
        var request = asked.computeIfAbsent(session.id(), _ -> request(owner.get(), kept));
        if (gate.allows(request)) return Optional.empty();
        return gate.decide(request) instanceof Decision.Denied denied
                ? Optional.of(sentence(denied))
                : Optional.empty();
    }

    private AccessRequest request(Caller owner, Kept kept) {
        var session = kept.session();
        var document = kept.beginning().documentNamed() ? session.document() : null;
        var start = nodes.find(session.node())
                .map(node -> legs.start(owner, node, document))
                .orElseGet(() -> legs.start(owner, session.node(), document));
        return start.where(kept.beginning().circumstances());
    }

    private static String sentence(Decision.Denied denied) {
        var reason = denied.reason();
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + " on "
                + denied.leg().resource() + ".";
    }
}
