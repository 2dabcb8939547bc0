package dev.postern.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.postern.access.AccessSettings;
import dev.postern.access.Outcome;
import dev.postern.access.TestGate;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.TestInventory;
import dev.postern.keys.TestKmsKeys;
import dev.postern.protocol.SessionTask;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionRecords.Beginning;
import dev.postern.session.SessionRefused.Code;
import dev.postern.session.SessionSearch.Status;
import dev.postern.session.Sessions.Start;
import dev.postern.session.Sessions.Started;
import dev.postern.session.documents.TestDocuments;
import dev.postern.session.spi.Fleet;
import dev.postern.session.spi.RelayPlan;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One session may be starting at once, and two may wait. */
@OnEveryDatabase
class StartsTest {
    private static final SessionSettings SETTINGS =
            new SessionSettings(Duration.ofMinutes(20), null, 50, 50, 1, 2, SessionSettings.Unrecorded.REFUSE);

    private final HandClock clock = new HandClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Trail trail;
    private final SessionRecords records;
    private final SessionLife life;
    private final NotedRelays relays;
    private final Starts starts;
    private final GatedSessions sessions;
    private final Caller admin;
    private final NodeId node;
    private final NodeId other;

    StartsTest(Database database) {
        var store = database.fresh();
        var identity = new TestIdentity(store, clock);
        var inventory = new TestInventory(store, clock);
        trail = TestTrail.in(store, clock);
        records = new SessionRecords(store.jdbc());
        life = new SessionLife(records, trail, identity.account(), this::publish, meters, clock);
        relays = new NotedRelays(life);
        starts = new Starts(SETTINGS, life, relays, relays, meters, clock);
        var gate = TestGate.before(trail);
        var documents = TestDocuments.in(store, gate, identity.account(), clock);
        sessions = new GatedSessions(
                records,
                new SessionDocuments(documents, SETTINGS),
                new SessionEncryption(new TestKmsKeys(store, clock).keys(), gate, identity.account(), SETTINGS),
                life,
                starts,
                SETTINGS,
                gate,
                new SessionLegs(
                        documents, identity.account(), new AccessSettings(List.of(), true, true, Duration.ofDays(90))),
                identity.account(),
                inventory.nodes(),
                relays,
                relays,
                Optional::empty,
                this::publish,
                meters,
                clock);
        admin = identity.administrator();
        node = inventory.node("builder");
        other = inventory.node("other");
        relays.connected.addAll(List.of(node, other));
    }

    private void publish(Object event) {
        switch (event) {
            case SessionChanged change -> starts.on(change);
            case NodeCame came -> starts.on(came);
            default -> throw new AssertionError(event);
        }
    }

    @Test
    void whoComesSecondWaitsUntilTheFirstOnesNodeIsThere() {
        var first = start();
        clock.forward(Duration.ofSeconds(1));
        var second = start();

        assertThat(state(first)).isInstanceOf(SessionState.Connecting.class);
        assertThat(state(second)).isEqualTo(new SessionState.Waiting(second.requestedAt()));
        assertThat(second.state()).isEqualTo(state(second));
        assertThat(sent()).containsExactly(first.id());
        assertThat(sessions.waiting()).isEqualTo(Map.of(second.id(), 0));

        clock.forward(Duration.ofSeconds(3));
        life.nodeCame(first.id());
        awaitSent(first, second);
        assertThat(state(second)).isEqualTo(new SessionState.Connecting(clock.instant()));
        assertThat(sessions.waiting()).isEmpty();
    }

    @Test
    void aPlaceIsFreeWhenItsSessionIsOver() {
        var slow = start();
        var second = start();
        var third = start();
        life.ended(slow.id(), new EndCause.Failed("The node did not answer within 15 s."));
        awaitSent(slow, second);
        sessions.terminate(admin, second.id());
        awaitSent(slow, second, third);
        life.connected(third.id());
        assertThat(start().state()).isInstanceOf(SessionState.Connecting.class);
    }

    @Test
    void thoseThatWaitAreToldTheirPlaces() {
        var first = start();
        var second = start();
        var third = start();
        assertThat(relays.places.getLast()).isEqualTo(Map.of(second.id(), 0, third.id(), 1));
        life.nodeCame(first.id());
        assertThat(relays.places.getLast()).isEqualTo(Map.of(third.id(), 0));
        awaitSent(first, second);
    }

    @Test
    void whoWaitsCanBeEndedAndIsNeverStarted() {
        var first = start();
        var second = start();
        var third = start();
        sessions.terminate(admin, second.id());
        assertThat(cause(second)).isEqualTo(new EndCause.ClosedByUser());
        assertThat(sessions.waiting()).isEqualTo(Map.of(third.id(), 0));
        life.nodeCame(first.id());
        awaitSent(first, third);
    }

    @Test
    void aNodeThatLeftMeanwhileEndsTheSessionAtItsTurnAndTheNextOneStarts() {
        var first = start();
        var second = start(other);
        var third = start();
        relays.connected.remove(other);
        life.nodeCame(first.id());
        await().untilAsserted(() -> assertThat(state(second)).isInstanceOf(SessionState.Ended.class));
        assertThat(cause(second))
                .isEqualTo(new EndCause.Failed(other + " is not connected. It left while the session waited."));
        await().until(() -> sent().contains(third.id()));
    }

    @Test
    void aDeregisteredNodesSessionsWaitNoMore() {
        start();
        var second = start(other);
        sessions.on(new NodeChanged(other, NodeChanged.What.DEREGISTERED));
        assertThat(cause(second)).isEqualTo(new EndCause.AccessEnded("The node was deregistered."));
        assertThat(sessions.waiting()).isEmpty();
    }

    @Test
    void noMoreWaitThanMayAndTheRefusalNamesTheSetting() {
        start();
        start();
        start();
        assertThatThrownBy(this::start)
                .asInstanceOf(type(SessionRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.LIMIT_EXCEEDED))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("2 sessions wait", "postern.session.max-waiting");
        assertThat(records.live()).hasSize(3);
        assertThat(trail.latest(Long.MAX_VALUE, 1).getFirst().event().outcome())
                .isEqualTo(dev.postern.trail.Outcome.FAILED);
    }

    @Test
    void aFleetHasALineAndALimitOfItsOwn() {
        var account = new Fleet("an account", 1);
        relays.fleets.put(other, account);
        var own = start();
        var theirs = start(other);
        var waits = start(other);
        assertThat(sent()).containsExactly(own.id(), theirs.id());
        life.nodeCame(own.id());
        assertThat(state(waits)).isInstanceOf(SessionState.Waiting.class);
        life.nodeCame(theirs.id());
        awaitSent(own, theirs, waits);
    }

    @Test
    void aStartThatFailsKeepsNoPlace() {
        relays.refuses = new UncheckedIOException("full", new IOException());
        assertThatThrownBy(this::start).isInstanceOf(SessionRefused.class);
        relays.refuses = null;
        assertThatThrownBy(() ->
                        sessions.start(admin, new Start(node, "Nobody-Knows-It", Map.of(), "", Client.COMMAND_LINE)))
                .isInstanceOf(SessionRefused.class);
        assertThat(start().state()).isInstanceOf(SessionState.Connecting.class);
    }

    @Test
    void whoseTurnComesWhileItIsBeingMadeIsStartedAtOnce() {
        var first = start();
        var id = new SessionId("admin-0123456789abcdef0");
        var state = starts.enter(id, node, clock.instant());
        assertThat(state).isInstanceOf(SessionState.Waiting.class);
        life.nodeCame(first.id());
        assertThat(sent()).containsExactly(first.id());

        var second = new Session(
                id,
                admin.arn(),
                admin.name(),
                admin.userId(),
                node,
                "builder",
                first.document(),
                first.purpose(),
                "",
                Client.BROWSER,
                clock.instant(),
                first.idle(),
                null,
                "",
                state);
        var kept = new SessionRecords.Kept(
                second, RelayPlan.Kind.TERMINAL, 1, null, new Beginning(null, new TreeMap<>(), false));
        records.add(kept);
        var like = relays.tasks.getFirst();
        starts.begin(
                kept,
                new SessionTask(
                        like.documentName(),
                        like.documentContent(),
                        id.value(),
                        like.parameters(),
                        like.runAsUser(),
                        like.sessionOwner(),
                        like.maxPayload()));
        assertThat(sent()).containsExactly(first.id(), id);
        assertThat(state(second)).isInstanceOf(SessionState.Connecting.class);
    }

    @Test
    void aClientThatWaitsHasItsTokenAndMayAskForAnother() {
        start();
        var started = done(sessions.start(admin, new Start(node, null, Map.of(), "", Client.COMMAND_LINE)));
        assertThat(started.session().state()).isInstanceOf(SessionState.Waiting.class);
        assertThat(started.clientToken()).isNotEmpty();
        var id = started.session().id();
        assertThat(((Outcome.Done<Optional<String>>) sessions.resume(admin, id)).value())
                .isPresent();
    }

    @Test
    void whoWaitsIsFoundAmongTheConnecting() {
        var first = start();
        clock.forward(Duration.ofSeconds(1));
        var second = start();
        var connecting = new SessionSearch(true, null, null, null, null, Status.CONNECTING, null, null);
        assertThat(sessions.visibleTo(admin, connecting, 10))
                .extracting(Session::id)
                .containsExactly(second.id(), first.id());
    }

    @Test
    void aRestartEndsWhatWaitedAndSaysSo() {
        var first = start();
        var second = start();
        sessions.afterSingletonsInstantiated();
        assertThat(relays.takenUp).containsExactly(first.id());
        assertThat(cause(second))
                .isEqualTo(new EndCause.Failed(
                        "The server was restarted while the session waited for its turn. Start it again."));
    }

    @Test
    void howManyStartAndWaitIsCounted() {
        start();
        start();
        start();
        assertThat(meters.get("postern.sessions.starting").gauge().value()).isEqualTo(1);
        assertThat(meters.get("postern.sessions.waiting").gauge().value()).isEqualTo(2);
    }

    private Session start() {
        return start(node);
    }

    private Session start(NodeId on) {
        return done(sessions.start(admin, new Start(on, null, Map.of(), "", Client.BROWSER)))
                .session();
    }

    private static Started done(Outcome<Started> outcome) {
        return ((Outcome.Done<Started>) outcome).value();
    }

    private List<SessionId> sent() {
        return relays.tasks.stream()
                .map(SessionTask::sessionId)
                .map(SessionId::new)
                .toList();
    }

    private void awaitSent(Session... inOrder) {
        var ids = List.of(inOrder).stream().map(Session::id).toList();
        await().untilAsserted(() -> assertThat(sent()).isEqualTo(ids));
    }

    private SessionState state(Session session) {
        return sessions.find(session.id()).orElseThrow().state();
    }

    private EndCause cause(Session session) {
        return ((SessionState.Ended) state(session)).cause();
    }
}
