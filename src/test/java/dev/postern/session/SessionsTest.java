package dev.postern.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postern.access.AccessSettings;
import dev.postern.access.Outcome;
import dev.postern.access.TestGate;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.SignedOut;
import dev.postern.identity.Standing;
import dev.postern.identity.TestIdentity;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.TestInventory;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import dev.postern.keys.TestKmsKeys;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionRefused.Code;
import dev.postern.session.SessionSearch.Status;
import dev.postern.session.Sessions.Start;
import dev.postern.session.Sessions.Started;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Documents.NewDocument;
import dev.postern.session.documents.Documents.NewVersion;
import dev.postern.session.documents.TestDocuments;
import dev.postern.session.documents.VersionChoice;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OnEveryDatabase
class SessionsTest {
    private static final SessionSettings SETTINGS = settings(SessionSettings.Unrecorded.REFUSE);

    private final HandClock clock = new HandClock();
    private final Trail trail;
    private final TestKmsKeys kms;
    private final SessionRecords records;
    private final Documents documents;
    private final SessionLife life;
    private final NotedRelays relays;
    private final GatedSessions sessions;
    private final List<Starts> starts = new ArrayList<>();
    private final TestInventory inventory;
    private final List<SessionState> changes = new ArrayList<>();
    /** Why nothing can be recorded. */
    private @Nullable String full;

    private final Account account;
    private final Caller admin;
    private final Caller alice;
    private final NodeId node;

    SessionsTest(Database database) {
        var store = database.fresh();
        var identity = new TestIdentity(store, clock);
        inventory = new TestInventory(store, clock);
        trail = TestTrail.in(store, clock);
        records = new SessionRecords(store.jdbc());
        documents = TestDocuments.in(store, TestGate.before(trail), identity.account(), clock);
        var meters = new SimpleMeterRegistry();
        life = new SessionLife(records, trail, identity.account(), this::publish, meters, clock);
        relays = new NotedRelays(life);
        kms = new TestKmsKeys(store, clock);
        account = identity.account();
        sessions = sessions(SETTINGS);
        admin = identity.administrator();
        alice = identity.caller("alice", Set.of());
        node = inventory.node("builder");
        relays.connected.add(node);
    }

    private void publish(Object event) {
        if (!(event instanceof SessionChanged change)) throw new AssertionError(event);
        changes.add(change.session().state());
        starts.forEach(line -> line.on(change));
    }

    private static SessionSettings settings(SessionSettings.Unrecorded unrecorded) {
        return new SessionSettings(Duration.ofMinutes(20), null, 5, 3, 5, 5, unrecorded);
    }

    private GatedSessions sessions(SessionSettings settings) {
        var gate = TestGate.before(trail);
        var line = new Starts(settings, life, relays, relays, new SimpleMeterRegistry(), clock);
        starts.add(line);
        return new GatedSessions(
                records,
                new SessionDocuments(documents, settings),
                new SessionEncryption(kms.keys(), gate, account, settings),
                life,
                line,
                settings,
                gate,
                new SessionLegs(documents, account, new AccessSettings(List.of(), true, true, Duration.ofDays(90))),
                account,
                inventory.nodes(),
                relays,
                relays,
                () -> Optional.ofNullable(full),
                this::publish,
                new SimpleMeterRegistry(),
                clock);
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
    void onlyBrowsersAndPortsAreOfferedLargePayloads() {
        start(new Start(node, null, Map.of(), "", Client.COMMAND_LINE));
        start(with("AWS-StartSSHSession", Map.of()));
        assertThat(relays.tasks).extracting(task -> task.maxPayload()).containsExactly(1024, 16 * 1024);
    }

    @Test
    void whoMayNotStartIsRefusedAndNothingHappens() {
        assertThat(sessions.start(alice, browser())).isInstanceOf(Outcome.Refused.class);
        assertThat(relays.tasks).isEmpty();
        assertThat(records.live()).isEmpty();
    }

    @Test
    void nothingStartsThatCouldNotBeRecorded() {
        full = "The session cannot be recorded: the disk is full.";
        assertRefused(browser(), Code.NO_RECORDING, "the disk is full");
        assertThat(relays.tasks).isEmpty();
        assertThat(records.live()).isEmpty();

        full = null;
        start(browser());
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
                new Start(node, null, Map.of(), "\u202eevil", Client.BROWSER),
                Code.INVALID_PARAMETERS,
                "direction of text");
        assertRefused(
                new Start(node, "AWS-StartSSHSession", Map.of(), "", Client.BROWSER),
                Code.INVALID_PARAMETERS,
                "command-line");
    }

    @Test
    void aForwardedPortInTheBrowserHasAToken() {
        var started = start(new Start(
                node, "AWS-StartPortForwardingSession", Map.of("portNumber", List.of("8080")), "", Client.BROWSER));
        assertThat(plan(started.session()).kind()).isEqualTo(Kind.PORT);
        assertThat(plan(started.session()).clientToken())
                .isNotNull()
                .satisfies(
                        hash -> assertThat(hash.matches(started.clientToken())).isTrue());
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

    /** Scripts made for AWS write either; stock agents read both. */
    @Test
    void whetherACommandsStreamsAreKeptApartIsSaidInEitherSpelling() {
        for (var flag : List.of("false", "True", "False"))
            start(with(
                    "AWS-StartNonInteractiveCommand",
                    Map.of("command", List.of("uptime"), "separateOutputStream", List.of(flag))));
        assertThat(relays.tasks)
                .extracting(task -> String.valueOf(task.parameters().get("separateOutputStream")))
                .containsExactly("\"false\"", "\"True\"", "\"False\"");
    }

    @Test
    void aSessionKeepsWhatItsDocumentMadeOfIt() {
        assertThat(purpose(browser())).isEqualTo(new Purpose.Shell());
        assertThat(purpose(with("AWS-StartInteractiveCommand", Map.of("command", List.of("top")))))
                .isEqualTo(new Purpose.Command());
        assertThat(purpose(with("AWS-StartNonInteractiveCommand", Map.of("command", List.of("uptime")))))
                .isEqualTo(new Purpose.Command());
        assertThat(purpose(with("AWS-StartPortForwardingSession", Map.of("portNumber", List.of("3000")))))
                .isEqualTo(new Purpose.Port("", "3000"));
        assertThat(purpose(with("AWS-StartSSHSession", Map.of()))).isEqualTo(new Purpose.Port("", "22"));
        assertThat(purpose(with(
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Map.of("host", List.of("db.internal"), "portNumber", List.of("5432")))))
                .isEqualTo(new Purpose.Port("db.internal", "5432"));
    }

    private Purpose purpose(Start start) {
        var session = sessions.find(start(start).session().id()).orElseThrow();
        life.ended(session.id(), new EndCause.ClosedByUser());
        return session.purpose();
    }

    @Test
    void anEndWithoutAStatusStaysOne() {
        var id = start(browser()).session().id();
        life.ended(id, new EndCause.Finished());
        assertThat(state(id)).isEqualTo(new SessionState.Ended(clock.instant(), new EndCause.Finished()));
    }

    @Test
    void aStartGoesByTheDefaultVersionOfItsDocument() {
        var mine =
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\"5\","
                        + "\"maxSessionDuration\":\"60\",\"kmsKeyId\":\"alias/k\",\"runAsEnabled\":true,\"runAsDefaultUser\":\"web\","
                        + "\"s3BucketName\":\"b\",\"shellProfile\":{\"linux\":\"cd /srv\"}}}";
        documents.create(
                admin, new NewDocument("Mine", DocumentType.SESSION, DocumentFormat.JSON, mine, "", "", "", Map.of()));
        documents.update(
                admin,
                new NewVersion(
                        "Mine", VersionChoice.LATEST, DocumentFormat.JSON, mine.replace("\"5\"", "\"6\""), "", "", ""));

        kms.keys().createAlias("alias/k", kms.keys().create("").id());
        var first = start(inBrowser("Mine")).session();
        var plan = plan(first);
        assertThat(plan.idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.maximum()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.kmsKeyId()).isEqualTo("alias/k");
        assertThat(plan.kind()).as("its ends agree on a key first").isEqualTo(Kind.KEYED_TERMINAL);
        assertThat(first.document()).isEqualTo("Mine");
        assertThat(event("StartSession").details())
                .containsEntry("document", "Mine")
                .containsEntry("documentVersion", "1");
        assertThat(records.find(first.id()).orElseThrow().documentVersion()).isEqualTo(1);
        var inputs = relays.tasks.getLast().documentContent().path("inputs");
        assertThat(inputs.path("runAsDefaultUser").asString()).isEqualTo("web");
        assertThat(inputs.path("shellProfile").path("linux").asString()).isEqualTo("cd /srv");
        assertThat(inputs.path("s3BucketName").asString()).isEmpty();

        documents.makeDefault(admin, "Mine", VersionChoice.LATEST);
        var second = start(inBrowser("Mine")).session();
        assertThat(second.idle()).isEqualTo(Duration.ofMinutes(6));
        assertThat(records.find(second.id()).orElseThrow().documentVersion()).isEqualTo(2);
    }

    @Test
    void aBrowserSessionWithAKeyTakesTheRightToUseThatKey() {
        var key = encrypted("alias/sessions");
        var session = start(inBrowser("Encrypted")).session();
        assertThat(session.kmsKeyId()).isEqualTo("alias/sessions");
        assertThat(session.unrecorded()).isFalse();
        assertThat(plan(session).kind()).isEqualTo(Kind.KEYED_TERMINAL);
        assertThat(plan(session).kmsKeyId()).isEqualTo("alias/sessions");
        assertThat(sessions.find(session.id())).contains(session);
        var event = event("GenerateDataKey");
        assertThat(event.resource()).isEqualTo(key.arn());
        assertThat(event.session()).isEqualTo(session.id().value());
        assertThat(event.details())
                .containsEntry(
                        "encryptionContext.aws:ssm:SessionId", session.id().value())
                .containsEntry("encryptionContext.aws:ssm:TargetId", node.value());
    }

    @Test
    void aKeyThatIsNotThereOrMayNotBeUsedIsNamed() {
        var key = encrypted("alias/sessions");
        kms.keys().setEnabled(key.id(), false);
        assertRefused(inBrowser("Encrypted"), Code.INVALID_DOCUMENT, "alias/sessions, which is disabled");
        kms.keys().scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        assertRefused(inBrowser("Encrypted"), Code.INVALID_DOCUMENT, "is to be deleted");
        kms.keys().deleteAlias("alias/sessions");
        assertRefused(inBrowser("Encrypted"), Code.INVALID_DOCUMENT, "does not exist here");
        assertThat(relays.tasks).isEmpty();
    }

    @Test
    void aKeyThatIsLostMeanwhileEndsTheStart() {
        encrypted("alias/sessions");
        relays.refuses = new SessionKeyUnavailable("The key is gone.");
        assertRefused(inBrowser("Encrypted"), Code.INVALID_DOCUMENT, "The key is gone.");
        assertThat(sessions.visibleTo(admin, true, 10)).isEmpty();
    }

    @Test
    void aSessionThatNobodyCouldRecordIsRefused() {
        encrypted("alias/sessions");
        assertRefused(with("Encrypted", Map.of()), Code.NOT_PERMITTED, "postern.session.unrecorded");
        assertThat(relays.tasks).isEmpty();
    }

    @Test
    void unlessThatIsAllowedAndTheCallerMayAndThenItIsMarked() {
        var key = encrypted("alias/sessions");
        var allowing = sessions(settings(SessionSettings.Unrecorded.ALLOW));
        var session = ((Outcome.Done<Started>) allowing.start(admin, with("Encrypted", Map.of())))
                .value()
                .session();
        assertThat(session.unrecorded()).isTrue();
        assertThat(sessions.find(session.id()).orElseThrow().unrecorded()).isTrue();
        var event = event("StartUnrecordedSession");
        assertThat(event.node()).isEqualTo(node.value());
        assertThat(event.session()).isEqualTo(session.id().value());
        assertThat(event.details())
                .containsEntry("permission", "postern:StartUnrecordedSession")
                .containsEntry("key", key.arn());
    }

    /** The document Encrypted, whose sessions this alias's key encrypts. */
    private KmsKey encrypted(String alias) {
        var key = kms.keys().create("");
        kms.keys().createAlias(alias, key.id());
        documents.create(
                admin,
                new NewDocument(
                        "Encrypted",
                        DocumentType.SESSION,
                        DocumentFormat.JSON,
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"kmsKeyId\":\""
                                + alias + "\"}}",
                        "",
                        "",
                        "",
                        Map.of()));
        return key;
    }

    @Test
    void ownPreferencesAreWhatAPlainStartGoesBy() {
        var mine =
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\"7\"}}";
        assertThat(start(browser()).session().idle()).isEqualTo(Duration.ofMinutes(20));
        documents.update(
                admin,
                new NewVersion(Documents.PREFERENCES, VersionChoice.LATEST, DocumentFormat.JSON, mine, "", "", ""));
        assertThat(start(browser()).session().idle()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void portSessionsAreNeverEncrypted() {
        documents.create(
                admin,
                new NewDocument(
                        "Port-Mine",
                        DocumentType.SESSION,
                        DocumentFormat.JSON,
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Port\",\"inputs\":{\"kmsKeyId\":\"alias/k\"},\"properties\":{\"portNumber\":\"22\"}}",
                        "",
                        "",
                        "",
                        Map.of()));
        var session = start(with("Port-Mine", Map.of())).session();
        assertThat(plan(session).kmsKeyId()).isEmpty();
        assertThat(plan(session).kind()).isEqualTo(Kind.PORT);
    }

    @Test
    void aListOfValuesReachesTheNodeAsAList() {
        documents.create(
                admin,
                new NewDocument(
                        "List-Mine",
                        DocumentType.SESSION,
                        DocumentFormat.JSON,
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"InteractiveCommands\",\"parameters\":{\"files\":{\"type\":\"StringList\",\"maxItems\":2}},"
                                + "\"properties\":{\"linux\":{\"commands\":\"cat {{ files }}\"}}}",
                        "",
                        "",
                        "",
                        Map.of()));
        start(with("List-Mine", Map.of("files", List.of("a", "b"))));
        assertThat(relays.tasks.getLast().parameters().get("files")).hasToString("[\"a\",\"b\"]");
        assertRefused(
                with("List-Mine", Map.of("files", List.of("a", "b", "c"))), Code.INVALID_PARAMETERS, "0 to 2 values");
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
    void whoIsGivenANameLaterSeesNothingOfItsLastBearers() {
        var session = start(browser()).session();
        var namesake = new Caller(
                admin.arn(), admin.name(), Set.of(), null, null, new Standing.Own("AIDANEXT", new TreeMap<>()));
        assertThat(sessions.visibleTo(namesake, true, 10)).isEmpty();
        assertThat(session.isOf(namesake)).isFalse();
        assertThat(session.isOf(admin)).isTrue();
        sessions.terminate(admin, session.id());
        assertThat(sessions.visibleTo(namesake, false, 10)).isEmpty();
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
    void sessionsAreFoundByWhatIsKnownOfThem() {
        var failed = start(browser()).session();
        life.ended(failed.id(), new EndCause.Failed("no such user"));
        clock.forward(Duration.ofMinutes(1));
        var closed = start(browser()).session();
        life.ended(closed.id(), new EndCause.ClosedByUser());
        clock.forward(Duration.ofMinutes(1));
        var waiting = start(browser()).session();
        var running = start(browser()).session();
        life.connected(running.id());

        var at = closed.requestedAt();
        assertThat(found(search(false, null, null, null, null, null))).containsExactly(closed.id(), failed.id());
        assertThat(found(search(false, at, null, null, null, null))).containsExactly(closed.id());
        assertThat(found(search(false, null, at, null, null, null))).containsExactly(failed.id());
        assertThat(found(search(false, null, null, node.value(), admin.arn(), null)))
                .hasSize(2);
        assertThat(found(search(false, null, null, "mi-nothing", null, null))).isEmpty();
        assertThat(found(search(false, null, null, null, alice.arn(), null))).isEmpty();
        assertThat(found(search(false, null, null, null, null, Status.FAILED))).containsExactly(failed.id());
        assertThat(found(search(false, null, null, null, null, Status.TERMINATED)))
                .containsExactly(closed.id());
        assertThat(found(search(true, null, null, null, null, Status.CONNECTING)))
                .containsExactly(waiting.id());
        assertThat(found(search(true, null, null, null, null, Status.CONNECTED)))
                .containsExactly(running.id());
        assertThat(found(search(true, null, null, null, null, Status.DISCONNECTED)))
                .isEmpty();
        assertThat(found(new SessionSearch(
                        false, null, null, null, null, null, failed.id().value(), null)))
                .containsExactly(failed.id());
    }

    @Test
    void aListGoesOnBehindTheLastThatWasSeen() {
        start(browser());
        start(browser()); // at the same instant
        clock.forward(Duration.ofMinutes(1));
        start(browser());
        var all = found(SessionSearch.all(true));
        assertThat(all).hasSize(3);
        var last = sessions.visibleTo(admin, true, 2).getLast();
        var rest = new SessionSearch(
                true, null, null, null, null, null, null, new SessionSearch.Place(last.requestedAt(), last.id()));
        assertThat(found(rest)).containsExactly(all.getLast());
    }

    private List<SessionId> found(SessionSearch search) {
        return sessions.visibleTo(admin, search, 10).stream().map(Session::id).toList();
    }

    private static SessionSearch search(
            boolean live,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String node,
            @Nullable String owner,
            @Nullable Status status) {
        return new SessionSearch(live, from, until, node, owner, status, null, null);
    }

    @Test
    void sessionsOfADeregisteredNodeAreCut() {
        var id = start(browser()).session().id();
        sessions.on(new NodeChanged(node, NodeChanged.What.DEREGISTERED));
        assertThat(cause(id)).isEqualTo(new EndCause.AccessEnded("The node was deregistered."));
    }

    @Test
    void aSignOutThatIsToEndTerminalsEndsTheBrowserSessionsOfThatUser() {
        var shell = start(browser()).session().id();
        var waiting = start(browser()).session().id();
        life.connected(shell);
        var commandLine = start(with("AWS-StartSSHSession", Map.of())).session().id();

        sessions.on(new SignedOut(alice.arn(), SignedOut.Terminals.IMMEDIATE));
        assertThat(state(shell).live()).isTrue();

        sessions.on(new SignedOut(admin.arn(), SignedOut.Terminals.IMMEDIATE));
        assertThat(cause(shell)).isEqualTo(new EndCause.AccessEnded("The user signed out."));
        assertThat(cause(waiting)).isEqualTo(new EndCause.AccessEnded("The user signed out."));
        assertThat(state(commandLine).live()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = SignedOut.Terminals.class, names = "IMMEDIATE", mode = EnumSource.Mode.EXCLUDE)
    void anyOtherSignOutEndsNoSession(SignedOut.Terminals terminals) {
        var id = start(browser()).session().id();
        sessions.on(new SignedOut(admin.arn(), terminals));
        assertThat(state(id).live()).isTrue();
        assertThat(relays.live).containsKey(id);
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

    private RelayPlan plan(Session session) {
        return Optional.ofNullable(relays.live.get(session.id())).orElseThrow();
    }

    private Start browser() {
        return new Start(node, null, Map.of(), "", Client.BROWSER);
    }

    private Start inBrowser(String document) {
        return new Start(node, document, Map.of(), "", Client.BROWSER);
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

    /** The newest of this name. */
    private NewEntry event(String action) {
        return trail.latest(Long.MAX_VALUE, 20).stream()
                .map(Entry::event)
                .filter(event -> event.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private Entry newest() {
        return trail.latest(Long.MAX_VALUE, 1).getFirst();
    }
}
