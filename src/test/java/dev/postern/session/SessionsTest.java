package dev.postern.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postern.access.Outcome;
import dev.postern.access.TestGate;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.TestInventory;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionRefused.Code;
import dev.postern.session.Sessions.Start;
import dev.postern.session.Sessions.Started;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.trail.Entry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@OnEveryDatabase
class SessionsTest {
    private static final SessionSettings SETTINGS = new SessionSettings(Duration.ofMinutes(20), null, 5, 3);

    private final HandClock clock = new HandClock();
    private final Trail trail;
    private final SessionRecords records;
    private final SessionLife life;
    private final NotedRelays relays;
    private final GatedSessions sessions;
    private final TestInventory inventory;
    private final List<SessionState> changes = new ArrayList<>();
    private final Caller admin;
    private final Caller alice;
    private final NodeId node;

    SessionsTest(Database database) {
        var store = database.fresh();
        var identity = new TestIdentity(store, clock);
        inventory = new TestInventory(store, clock);
        trail = TestTrail.in(store, clock);
        records = new SessionRecords(store.jdbc());
        var meters = new SimpleMeterRegistry();
        life = new SessionLife(
                records,
                trail,
                identity.account(),
                event -> changes.add(((SessionChanged) event).session().state()),
                meters,
                clock);
        relays = new NotedRelays(life);
        sessions = new GatedSessions(
                records,
                new SessionDocuments(SETTINGS),
                life,
                SETTINGS,
                TestGate.before(trail),
                identity.account(),
                inventory.nodes(),
                relays,
                relays,
                event -> changes.add(((SessionChanged) event).session().state()),
                meters,
                clock);
        admin = identity.administrator();
        alice = identity.caller("alice", Set.of());
        node = inventory.node("builder");
        relays.connected.add(node);
    }

    @Test
    void aStartIsWrittenThenKeptThenSentToTheNode() {
        var session = start(browser()).session();

        assertThat(session.id().value()).matches("admin-[0-9a-f]{17}");
        assertThat(session.document()).isEqualTo("SSM-SessionManagerRunShell");
        assertThat(session.nodeName()).isEqualTo("builder");
        assertThat(sessions.find(session.id())).contains(session);
        assertThat(relays.tasks).singleElement().satisfies(task -> {
            assertThat(task.sessionId()).isEqualTo(session.id().value());
            assertThat(task.maxPayload()).isEqualTo(16 * 1024);
            assertThat(task.documentContent().path("sessionType").asString()).isEqualTo("Standard_Stream");
        });
        assertThat(newest().event().action()).isEqualTo("StartSession");
        assertThat(newest().event().session()).isEqualTo(session.id().value());
    }

    @Test
    void aCommandLineClientGetsATokenThatIsKeptAsAHash() {
        var started = start(new Start(node, null, Map.of(), "", Client.COMMAND_LINE));
        assertThat(started.clientToken()).hasSize(43);
        assertThat(records.find(started.session().id()).orElseThrow().clientToken())
                .isEqualTo(TokenHash.of(started.clientToken()));
        assertThat(start(browser()).clientToken()).isEmpty();
    }

    @Test
    void whoMayNotStartIsRefusedAndNothingHappens() {
        assertThat(sessions.start(alice, browser())).isInstanceOf(Outcome.Refused.class);
        assertThat(relays.tasks).isEmpty();
        assertThat(records.live()).isEmpty();
    }

    @Test
    void aNodeThatIsNotConnectedIsNoTarget() {
        relays.connected.clear();
        assertRefused(browser(), Code.TARGET_NOT_CONNECTED, "is not connected");
        assertThat(newest().event().outcome()).isEqualTo(dev.postern.trail.Outcome.FAILED);
    }

    @Test
    void documentsAndParametersAreChecked() {
        assertRefused(with("Nobody-Knows-It", Map.of()), Code.INVALID_DOCUMENT, "does not exist");
        assertRefused(with("AWS-StartInteractiveCommand", Map.of()), Code.INVALID_PARAMETERS, "command is required");
        assertRefused(
                with("AWS-StartSSHSession", Map.of("portNumber", List.of("22; reboot"))),
                Code.INVALID_PARAMETERS,
                "must match");
        assertRefused(
                with("AWS-StartSSHSession", Map.of("port", List.of("22"))), Code.INVALID_PARAMETERS, "not defined");
        assertRefused(
                with("AWS-StartSSHSession", Map.of("portNumber", List.of("22", "23"))),
                Code.INVALID_PARAMETERS,
                "one value");
        assertRefused(
                new Start(node, null, Map.of(), "two\nlines", Client.BROWSER), Code.INVALID_PARAMETERS, "one line");
        assertRefused(
                new Start(node, "AWS-StartSSHSession", Map.of(), "", Client.BROWSER),
                Code.INVALID_PARAMETERS,
                "command-line");
    }

    @Test
    void eachBuiltInDocumentMakesItsKindOfSession() {
        start(with("AWS-StartNonInteractiveCommand", Map.of("command", List.of("uptime"))));
        start(with("AWS-StartPortForwardingSession", Map.of()));
        start(with(
                "AWS-StartPortForwardingSessionToRemoteHost",
                Map.of("host", List.of("db.internal"), "portNumber", List.of("5432"))));
        assertThat(relays.live.values())
                .extracting(RelayPlan::kind)
                .containsExactlyInAnyOrder(Kind.COMMAND, Kind.PORT, Kind.PORT);
        assertThat(relays.tasks.getLast().parameters().get("portNumber")).hasToString("\"5432\"");
    }

    @Test
    void aKeyForATerminalMakesItWaitForAHandshake() {
        var document = JsonMapper.shared();
        assertThat(SessionDocuments.kind(document.readTree("""
                {"sessionType": "Standard_Stream", "inputs": {"kmsKeyId": "alias/sessions"}}"""))).isEqualTo(Kind.KEYED_TERMINAL);
        assertThat(SessionDocuments.kind(document.readTree("""
                {"sessionType": "InteractiveCommands", "inputs": {"kmsKeyId": ""}}"""))).isEqualTo(Kind.TERMINAL);
        assertThat(SessionDocuments.kind(document.readTree("""
                {"sessionType": "Port", "inputs": {"kmsKeyId": "alias/sessions"}}"""))).isEqualTo(Kind.PORT);
    }

    @Test
    void capsAreNamedWhenTheyAreReached() {
        for (var i = 0; i < 3; i++) start(browser());
        assertRefused(browser(), Code.LIMIT_EXCEEDED, "max-per-node");
        var other = inventory.node("other");
        relays.connected.add(other);
        for (var i = 0; i < 2; i++) start(new Start(other, null, Map.of(), "", Client.BROWSER));
        assertRefused(new Start(other, null, Map.of(), "", Client.BROWSER), Code.LIMIT_EXCEEDED, "max-live");
    }

    @Test
    void statesAreKeptAndToldAndAnEndIsForEver() {
        var id = start(browser()).session().id();
        life.connected(id);
        assertThat(state(id)).isInstanceOf(SessionState.Connected.class);
        life.disconnected(id, SessionState.End.NODE);
        assertThat(state(id))
                .asInstanceOf(type(SessionState.Disconnected.class))
                .satisfies(gone -> assertThat(gone.missing()).isEqualTo(SessionState.End.NODE));
        life.ended(id, new EndCause.Exited(3));
        life.connected(id);
        life.ended(id, new EndCause.NodeLost());

        assertThat(state(id)).isEqualTo(new SessionState.Ended(clock.instant(), new EndCause.Exited(3)));
        assertThat(changes).hasSize(4);
        assertThat(trail.latest(Long.MAX_VALUE, 10).stream()
                        .filter(entry -> entry.event().action().equals("SessionEnded")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().details())
                        .containsEntry("cause", "EXITED")
                        .containsEntry("status", "3"));
    }

    @Test
    void everyCauseComesBackAsItWasKept() {
        for (var cause : List.of(
                new EndCause.ClosedByUser(),
                new EndCause.Idle(Duration.ofMinutes(5)),
                new EndCause.MaximumDuration(Duration.ofHours(1)),
                new EndCause.NodeStopped(),
                new EndCause.ClientLost(),
                new EndCause.Terminated("arn:bob"),
                new EndCause.AccessEnded("shift over"),
                new EndCause.Draining(),
                new EndCause.Failed("no such user"))) {
            var id = start(browser()).session().id();
            life.ended(id, cause);
            assertThat(state(id)).isEqualTo(new SessionState.Ended(clock.instant(), cause));
        }
    }

    @Test
    void aResumeGivesANewTokenWhileTheSessionLives() {
        var started = start(new Start(node, null, Map.of(), "", Client.COMMAND_LINE));
        var id = started.session().id();
        var token = ((Outcome.Done<Optional<String>>) sessions.resume(admin, id)).value();
        assertThat(token).isPresent().isNotEqualTo(Optional.of(started.clientToken()));
        assertThat(relays.tokens).containsEntry(id, TokenHash.of(token.orElseThrow()));

        sessions.terminate(admin, id);
        assertThat(sessions.resume(admin, id)).isEqualTo(new Outcome.Done<>(Optional.empty()));
        assertThat(sessions.resume(admin, new SessionId("nobody-1"))).isEqualTo(new Outcome.Done<>(Optional.empty()));
    }

    @Test
    void theOwnerClosesAndOthersTerminate() {
        var own = start(browser()).session().id();
        sessions.terminate(admin, own);
        assertThat(cause(own)).isEqualTo(new EndCause.ClosedByUser());
        assertThat(sessions.terminate(admin, own)).isEqualTo(new Outcome.Done<>(own));

        var second = start(browser()).session().id();
        assertThat(sessions.terminate(alice, second)).isInstanceOf(Outcome.Refused.class);
        assertThat(state(second).live()).isTrue();
        var otherAdmin =
                new Caller("arn:aws:iam::000000000000:user/root", "root", Set.of(Caller.ADMINISTRATORS), null, null);
        sessions.terminate(otherAdmin, second);
        assertThat(cause(second)).isEqualTo(new EndCause.Terminated(otherAdmin.arn()));
    }

    @Test
    void oneSeesOnesOwnAndAdministratorsAll() {
        var first = start(browser()).session();
        clock.forward(Duration.ofSeconds(1));
        var second = start(browser()).session();
        assertThat(sessions.visibleTo(admin, true, 10)).containsExactly(second, first);
        assertThat(sessions.visibleTo(admin, true, 1)).containsExactly(second);
        assertThat(sessions.visibleTo(alice, true, 10)).isEmpty();
        assertThat(sessions.visibleTo(admin, false, 10)).isEmpty();
    }

    @Test
    void sessionsOfADeregisteredNodeAreCut() {
        var id = start(browser()).session().id();
        sessions.on(new NodeChanged(node, NodeChanged.What.DEREGISTERED));
        assertThat(cause(id)).isEqualTo(new EndCause.AccessEnded("The node was deregistered."));
    }

    @Test
    void afterARestartLiveSessionsAreTakenUpAgain() {
        var live = start(new Start(node, null, Map.of(), "", Client.COMMAND_LINE));
        var over = start(browser()).session().id();
        sessions.terminate(admin, over);
        var before = relays.live.get(live.session().id());
        relays.live.clear();

        sessions.afterSingletonsInstantiated();
        assertThat(relays.takenUp).containsExactly(live.session().id());
        assertThat(relays.live.get(live.session().id())).isEqualTo(before);
    }

    @Test
    void whatNoRelayKnowsEndsAllTheSame() {
        var id = start(browser()).session().id();
        relays.live.clear();
        sessions.terminate(admin, id);
        assertThat(cause(id)).isEqualTo(new EndCause.ClosedByUser());
    }

    private Start browser() {
        return new Start(node, null, Map.of(), "", Client.BROWSER);
    }

    private Start with(@Nullable String document, Map<String, List<String>> parameters) {
        return new Start(node, document, parameters, "", Client.COMMAND_LINE);
    }

    private Started start(Start start) {
        return ((Outcome.Done<Started>) sessions.start(admin, start)).value();
    }

    private void assertRefused(Start start, Code code, String words) {
        assertThatThrownBy(() -> sessions.start(admin, start))
                .asInstanceOf(type(SessionRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .extracting(Throwable::getMessage)
                .asString()
                .contains(words);
    }

    private SessionState state(SessionId id) {
        return sessions.find(id).orElseThrow().state();
    }

    private EndCause cause(SessionId id) {
        return ((SessionState.Ended) state(id)).cause();
    }

    private Entry newest() {
        return trail.latest(Long.MAX_VALUE, 1).getFirst();
    }
}
