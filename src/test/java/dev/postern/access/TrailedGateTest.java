package dev.postern.access;

import static dev.postern.trail.Outcome.ALLOWED;
import static dev.postern.trail.Outcome.DENIED;
import static dev.postern.trail.Outcome.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.access.Outcome.Done;
import dev.postern.access.Outcome.Refused;
import dev.postern.identity.Caller;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import dev.postern.trail.TrailUnwritable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class TrailedGateTest {
    private static final String NODE = "mi-0123456789abcdef0";
    private static final String NODE_ARN = "arn:aws:ssm:local:000000000000:managed-instance/" + NODE;
    private static final Caller ADMIN = caller("admin", Set.of(Caller.ADMINISTRATORS));
    private static final Caller ALICE = caller("alice", Set.of("operators"));

    private final Store store;
    private final Trail trail;
    private final Gate gate;
    private final List<String> effects = new ArrayList<>();

    TrailedGateTest(Database database) {
        store = database.fresh();
        trail = TestTrail.in(store, new HandClock());
        gate = TestGate.before(trail);
    }

    @Test
    void anAllowedEffectIsWrittenBeforeItHappens() {
        var outcome = gate.perform(start(ADMIN), () -> {
            effects.add("entries by now: " + events().size());
            return 7;
        });
        assertThat(outcome).isEqualTo(new Done<>(7));
        assertThat(effects).containsExactly("entries by now: 1");
    }

    @Test
    void theEventSaysWhoWhatOnWhatAndWhy() {
        gate.perform(start(ADMIN), () -> 7);
        assertThat(events()).singleElement().satisfies(entry -> {
            var event = entry.event();
            assertThat(event.action()).isEqualTo("StartSession");
            assertThat(event.actor()).isEqualTo(ADMIN.actor());
            assertThat(event.outcome()).isEqualTo(ALLOWED);
            assertThat(event.resource()).isEqualTo(NODE_ARN);
            assertThat(event.node()).isEqualTo(NODE);
            assertThat(event.session()).isEqualTo("admin-1");
            assertThat(event.details())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "reason", "a test",
                            "permission", "ssm:StartSession",
                            "because", "allowed by the Allow statement number 1 of Everything"));
        });
    }

    @Test
    void aDenialIsWrittenAndNothingHappens() {
        var outcome = gate.perform(start(ALICE), () -> effects.add("happened"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.decision().because())
                                .isEqualTo("alice may not ssm:StartSession on " + NODE_ARN
                                        + ": no identity-based policy allows the ssm:StartSession action"));
        assertThat(effects).isEmpty();
        assertThat(events()).extracting(entry -> entry.event().outcome()).containsExactly(DENIED);
    }

    @Test
    void anEffectThatFailsWritesASecondEventThatNamesTheFirst() {
        assertThatThrownBy(() -> gate.perform(start(ADMIN), () -> {
                    throw new IllegalStateException("the node is gone");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the node is gone");
        var events = events();
        assertThat(events).extracting(entry -> entry.event().outcome()).containsExactly(FAILED, ALLOWED);
        assertThat(events.getFirst().event().follows())
                .isEqualTo(events.getLast().id());
        assertThat(events.getFirst().event().details())
                .containsEntry("failure", "IllegalStateException: the node is gone");
    }

    @Test
    void whatCannotBeWrittenDoesNotHappen() {
        store.jdbc().sql("DROP TABLE trail_entry").update();
        assertThatThrownBy(() -> gate.perform(start(ADMIN), () -> effects.add("happened")))
                .isInstanceOf(TrailUnwritable.class);
        assertThat(effects).isEmpty();
    }

    @Test
    void theEffectLearnsWhichEntryAnnouncedIt() {
        var outcome = gate.perform(start(ADMIN), (Entry entry) -> entry.id());
        assertThat(outcome).isEqualTo(new Done<>(events().getFirst().id()));
    }

    @Test
    void aBareDecisionWritesNothing() {
        assertThat(gate.decide(start(ADMIN)).allowed()).isTrue();
        assertThat(gate.decide(start(ALICE)).allowed()).isFalse();
        assertThat(events()).isEmpty();
    }

    private static AccessRequest start(Caller caller) {
        return AccessRequest.of(caller, "ssm:StartSession", NODE_ARN)
                .node(NODE)
                .session("admin-1")
                .with(Map.of("reason", "a test"));
    }

    private static Caller caller(String name, Set<String> groups) {
        return new Caller("arn:aws:iam::000000000000:user/" + name, name, groups, null, "192.0.2.7");
    }

    private List<Entry> events() {
        return trail.latest(Long.MAX_VALUE, 100);
    }
}
