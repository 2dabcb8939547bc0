package dev.postern.session.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postern.access.Outcome;
import dev.postern.access.TestGate;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.keys.Sha256;
import dev.postern.session.documents.DocumentRefused.Code;
import dev.postern.session.documents.Documents.NewDocument;
import dev.postern.session.documents.Documents.NewVersion;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class GatedDocumentsTest {
    private static final String SHELL = shell("a shell");

    private final Store store;
    private final HandClock clock = new HandClock();
    private final Trail trail;
    private final Documents documents;
    private final Caller admin;
    private final Caller alice;

    GatedDocumentsTest(Database database) {
        store = database.fresh();
        var identity = new TestIdentity(store, clock);
        trail = TestTrail.in(store, clock);
        documents = TestDocuments.in(store, TestGate.before(trail), identity.account(), clock);
        admin = identity.administrator();
        alice = identity.caller("alice", Set.of());
    }

    @Test
    void aDocumentIsKeptAsItWasWritten() {
        var yaml = "# mine\nschemaVersion: '1.0'\nsessionType: Standard_Stream\ninputs: {}\n";
        var made = done(documents.create(
                admin,
                new NewDocument(
                        "Web-Shell",
                        DocumentType.SESSION,
                        DocumentFormat.YAML,
                        yaml,
                        "first",
                        "For the web",
                        "/AWS::EC2::Instance",
                        Map.of("team", "web"))));

        assertThat(documents.find("Web-Shell")).contains(made);
        assertThat(made.createdAt()).isEqualTo(HandClock.START);
        assertThat(made.createdBy()).isEqualTo(admin.arn());
        assertThat(made.tags()).isEqualTo(Map.of("team", "web"));
        assertThat(made.targetType()).isEqualTo("/AWS::EC2::Instance");
        assertThat(made.shown().versionName()).isEqualTo("first");
        assertThat(made.shown().displayName()).isEqualTo("For the web");
        assertThat(made.shown().sha256()).isEqualTo(Sha256.of(yaml)).hasSize(64);
        assertThat(made.shown().outline().sessionType()).isEqualTo("Standard_Stream");
        var content = documents.content("Web-Shell", VersionChoice.DEFAULT).orElseThrow();
        assertThat(content.text()).isEqualTo(yaml);
        assertThat(content.in(DocumentFormat.YAML)).isEqualTo(yaml);
        assertThat(content.in(DocumentFormat.JSON)).contains("\"schemaVersion\" : \"1.0\"");
        assertThat(documents.arn("Web-Shell")).isEqualTo("arn:aws:ssm:local:000000000000:document/Web-Shell");
        assertThat(newest().event().action()).isEqualTo("CreateDocument");
        assertThat(newest().event().resource()).isEqualTo(documents.arn("Web-Shell"));
        assertThat(newest().event().details())
                .containsEntry("sha256", made.shown().sha256());
    }

    @Test
    void versionsFollowOneAnotherAndTheDefaultStaysUntilItIsMoved() {
        create("Mine");
        clock.forward(Duration.ofMinutes(1));
        var second = done(documents.update(admin, version("Mine", shell("another"), "second")));
        assertThat(second.number()).isEqualTo(2);
        assertThat(documents.find("Mine").orElseThrow().defaultVersion()).isEqualTo(1);
        assertThat(documents.find("Mine").orElseThrow().latest()).isEqualTo(2);
        assertThat(text("Mine", VersionChoice.DEFAULT)).isEqualTo(SHELL);
        assertThat(text("Mine", VersionChoice.LATEST)).isEqualTo(shell("another"));
        assertThat(text("Mine", new VersionChoice.Named("second"))).isEqualTo(shell("another"));
        assertThat(text("Mine", new VersionChoice.Numbered(1))).isEqualTo(SHELL);
        assertThat(documents.content("Mine", new VersionChoice.Numbered(3))).isEmpty();

        var moved = done(documents.makeDefault(admin, "Mine", new VersionChoice.Numbered(2)));
        assertThat(moved.defaultVersion()).isEqualTo(2);
        assertThat(text("Mine", VersionChoice.DEFAULT)).isEqualTo(shell("another"));
        assertThat(documents.versions("Mine"))
                .extracting(DocumentVersion::number)
                .containsExactly(2, 1);
        assertThat(documents.versions("Mine").getFirst().createdAt())
                .isEqualTo(HandClock.START.plus(Duration.ofMinutes(1)));
        assertRefused(
                () -> documents.makeDefault(admin, "Mine", new VersionChoice.Numbered(9)),
                Code.UNKNOWN_VERSION,
                "no version 9");
    }

    @Test
    void theNumberOfADeletedVersionNeverComesAgain() {
        create("Mine");
        done(documents.update(admin, version("Mine", shell("2"), "")));
        assertRefused(
                () -> documents.deleteVersion(admin, "Mine", new VersionChoice.Numbered(1)),
                Code.NOT_POSSIBLE,
                "is the default of Mine");
        done(documents.deleteVersion(admin, "Mine", VersionChoice.LATEST));
        assertThat(documents.find("Mine").orElseThrow().latest()).isEqualTo(1);
        assertThat(done(documents.update(admin, version("Mine", shell("3"), "")))
                        .number())
                .isEqualTo(3);
    }

    @Test
    void aVersionMustDifferFromTheLatestAndFollowIt() {
        create("Mine");
        assertRefused(
                () -> documents.update(admin, version("Mine", SHELL, "")), Code.DUPLICATE_CONTENT, "same content");
        done(documents.update(admin, version("Mine", shell("2"), "two")));
        assertRefused(
                () -> documents.update(admin, version("Mine", shell("3"), "two")),
                Code.DUPLICATE_VERSION_NAME,
                "is called two");
        assertRefused(
                () -> documents.update(
                        admin,
                        new NewVersion(
                                "Mine", new VersionChoice.Numbered(1), DocumentFormat.JSON, shell("3"), "", "", "")),
                Code.UNKNOWN_VERSION,
                "Only the latest version of Mine, 2");
        assertRefused(() -> documents.update(admin, version("Nobodys", SHELL, "")), Code.UNKNOWN, "does not exist");
    }

    @Test
    void namesAreNeitherTakenNorReserved() {
        create("Mine");
        assertRefused(() -> create("Mine"), Code.ALREADY_EXISTS, "exists already");
        for (var name : List.of("AWS-StartSSHSession", "AWS-Anything", "AmazonSSM-Mine", "aws-mine", "amznMine"))
            assertRefused(() -> create(name), Code.INVALID_NAME, "are kept for the documents that come with Postern");
        assertRefused(() -> create("no blanks"), Code.INVALID_NAME, "3 to 128");
    }

    @Test
    void whatBreaksARuleIsNotKept() {
        assertRefused(() -> create("Mine", "{"), Code.INVALID_CONTENT, "is no JSON");
        assertRefused(
                () -> create("Mine", SHELL.replace("1.0", "2.0")),
                Code.INVALID_SCHEMA_VERSION,
                "schemaVersion is \"2.0\"");
        assertRefused(
                () -> create("Mine", shell("x".repeat(Documents.MOST_BYTES))), Code.TOO_LARGE, "at most 65536 bytes");
        assertRefused(
                () -> create(
                        "Mine",
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\"99\"}}"),
                Code.INVALID_CONTENT,
                "inputs.idleSessionTimeout is \"99\", it must be minutes from 1 to 60. Write \"1\" to \"60\"");
        assertThat(documents.find("Mine")).isEmpty();
        assertThat(newest().event().outcome()).isEqualTo(dev.postern.trail.Outcome.FAILED);
    }

    @Test
    void thoseThatComeWithPosternAreThereAndStay() {
        assertThat(documents.all())
                .extracting(Document::name)
                .containsExactly(
                        "AWS-PasswordReset",
                        "AWS-RunPowerShellScript",
                        "AWS-RunShellScript",
                        "AWS-StartInteractiveCommand",
                        "AWS-StartNonInteractiveCommand",
                        "AWS-StartPortForwardingSession",
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        "AWS-StartPortForwardingSessionToSocket",
                        "AWS-StartSSHSession",
                        "SSM-SessionManagerRunShell");
        for (var document : documents.all()) {
            var content =
                    documents.content(document.name(), VersionChoice.LATEST).orElseThrow();
            if (document.type() == DocumentType.SESSION)
                assertThat(SessionDocument.of(content).type().word())
                        .isEqualTo(document.shown().outline().sessionType());
            assertThat(documents.content(document.name(), new VersionChoice.Numbered(2)))
                    .isEmpty();
            assertThat(documents.versions(document.name())).containsExactly(document.shown());
        }
        var ssh = "AWS-StartSSHSession";
        assertThat(documents.arn(ssh)).isEqualTo("arn:aws:ssm:local::document/AWS-StartSSHSession");
        assertThat(documents.nameOf(documents.arn(ssh))).isEqualTo(ssh);
        assertRefused(() -> documents.update(admin, version(ssh, SHELL, "")), Code.NOT_POSSIBLE, "stays as it is");
        assertRefused(() -> documents.delete(admin, ssh), Code.NOT_POSSIBLE, "stays as it is");
        assertRefused(() -> documents.tag(admin, ssh, Map.of("a", "b")), Code.NOT_POSSIBLE, "stays as it is");
        assertRefused(() -> documents.delete(admin, "Nobodys"), Code.UNKNOWN, "does not exist");
    }

    @Test
    void preferencesAreBuiltInUntilSomebodyMakesTheirOwn() {
        var name = Documents.PREFERENCES;
        assertThat(documents.find(name).orElseThrow().provided()).isTrue();
        assertThat(documents.arn(name)).startsWith("arn:aws:ssm:local:000000000000:");
        assertRefused(() -> documents.delete(admin, name), Code.NOT_POSSIBLE, "Create your own first");

        var created = done(documents.update(admin, version(name, SHELL, "")));
        assertThat(created.number()).isEqualTo(1);
        assertThat(text(name, VersionChoice.DEFAULT)).isEqualTo(SHELL);
        assertThat(documents.all()).hasSize(10);
        assertThat(done(documents.update(admin, version(name, shell("2"), ""))).number())
                .isEqualTo(2);
        assertThat(text(name, VersionChoice.DEFAULT)).isEqualTo(SHELL);
        assertRefused(() -> create(name), Code.ALREADY_EXISTS, "exists already");

        done(documents.delete(admin, name));
        assertThat(documents.find(name).orElseThrow().provided()).isTrue();
        assertThat(done(documents.create(admin, document(name, SHELL))).provided())
                .isFalse();
    }

    @Test
    void preferencesAreForShellsThatNeedNoParameter() {
        assertRefused(
                () -> create(
                        Documents.PREFERENCES,
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Port\",\"properties\":{\"portNumber\":\"22\"}}"),
                Code.INVALID_CONTENT,
                "preferences are for shells");
        assertRefused(
                () -> create(
                        Documents.PREFERENCES,
                        "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{},\"parameters\":{\"p\":{\"type\":\"String\"}}}"),
                Code.INVALID_CONTENT,
                "parameters.p has no default");
    }

    @Test
    void tagsAreAddedReplacedAndTakenAway() {
        create("Mine");
        done(documents.tag(admin, "Mine", Map.of("a", "1", "b", "2")));
        done(documents.tag(admin, "Mine", Map.of("a", "3")));
        done(documents.untag(admin, "Mine", List.of("b", "never there")));
        assertThat(documents.find("Mine").orElseThrow().tags()).isEqualTo(Map.of("a", "3"));
        var fifty = IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, _ -> "v"));
        assertRefused(() -> documents.tag(admin, "Mine", fifty), Code.TOO_MANY_TAGS, "at most 50");
        assertRefused(() -> documents.tag(admin, "Mine", Map.of("", "v")), Code.INVALID_TAG, "a tag's key is 1–128");
        assertRefused(
                () -> documents.tag(admin, "Mine", Map.of("k", "v".repeat(257))),
                Code.INVALID_TAG,
                "the value of tag k");
        assertThat(documents.all().stream().filter(one -> one.name().equals("Mine")))
                .singleElement()
                .extracting(Document::tags)
                .isEqualTo(Map.of("a", "3"));
    }

    @Test
    void aDeletedDocumentIsGoneWithItsVersions() {
        create("Mine");
        done(documents.update(admin, version("Mine", shell("2"), "")));
        done(documents.delete(admin, "Mine"));
        assertThat(documents.find("Mine")).isEmpty();
        assertThat(documents.versions("Mine")).isEmpty();
        assertThat(done(documents.create(admin, document("Mine", SHELL))).latest())
                .isEqualTo(1);
    }

    @Test
    void whoMayNotChangesNothing() {
        assertThat(documents.create(alice, document("Mine", SHELL))).isInstanceOf(Outcome.Refused.class);
        create("Mine");
        assertThat(documents.update(alice, version("Mine", shell("2"), ""))).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.makeDefault(alice, "Mine", VersionChoice.LATEST)).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.delete(alice, "Mine")).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.deleteVersion(alice, "Mine", VersionChoice.LATEST)).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.tag(alice, "Mine", Map.of())).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.untag(alice, "Mine", List.of())).isInstanceOf(Outcome.Refused.class);
        assertThat(documents.find("Mine").orElseThrow().latest()).isEqualTo(1);
    }

    @Test
    void thereIsALimitToDocumentsAndToVersions() {
        create("Mine");
        fill(
                "insert into document select 'D' || x, type, target_type, default_version, latest_version, last_version, created_at, created_by"
                        + " from document, numbers where name = 'Mine' and x between 1 and 499");
        fill(
                "insert into document_version select 'D' || x, version, version_name, display_name, format, content, hash, schema_version,"
                        + " description, session_type, platforms, created_at, created_by from document_version, numbers"
                        + " where document = 'Mine' and x between 1 and 499");
        assertThat(documents.all()).hasSize(510);
        assertRefused(() -> create("One-More"), Code.TOO_MANY, "500 documents");

        fill(
                "insert into document_version select document, version + x, version_name, display_name, format, content, hash, schema_version,"
                        + " description, session_type, platforms, created_at, created_by from document_version, numbers"
                        + " where document = 'Mine' and x between 1 and 999");
        fill("update document set latest_version = 1000, last_version = 1000 where name = 'Mine'");
        assertRefused(
                () -> documents.update(admin, version("Mine", shell("1001"), "")),
                Code.TOO_MANY_VERSIONS,
                "1000 versions");
    }

    @Test
    void versionsMadeAtTheSameTimeGetNumbersOfTheirOwn() throws Exception {
        create("Mine");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(i ->
                            () -> done(documents.update(admin, version("Mine", shell("by " + i), "")))
                                    .number())
                    .toList();
            var numbers = threads.invokeAll(tasks).stream()
                    .map(one -> one.resultNow())
                    .toList();
            assertThat(numbers).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    private void fill(String sql) {
        store.jdbc()
                .sql(sql.replace(
                        "numbers",
                        "(select a.n + 10 * b.n + 100 * c.n as x from " + digits("a") + ", " + digits("b") + ", "
                                + digits("c") + ") as numbers"))
                .update();
    }

    private static String digits(String name) {
        return "(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as " + name + " (n)";
    }

    private void create(String name) {
        create(name, SHELL);
    }

    private void create(String name, String text) {
        done(documents.create(admin, document(name, text)));
    }

    private String text(String name, VersionChoice choice) {
        return documents.content(name, choice).orElseThrow().text();
    }

    private static NewDocument document(String name, String text) {
        return new NewDocument(name, DocumentType.SESSION, DocumentFormat.JSON, text, "", "", "", Map.of());
    }

    private static NewVersion version(String name, String text, String versionName) {
        return new NewVersion(name, VersionChoice.LATEST, DocumentFormat.JSON, text, versionName, "", "");
    }

    private static String shell(String description) {
        return "{\"schemaVersion\":\"1.0\",\"description\":\"" + description
                + "\",\"sessionType\":\"Standard_Stream\",\"inputs\":{}}";
    }

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) outcome).value();
    }

    private static void assertRefused(ThrowingCallable call, Code code, String words) {
        assertThatThrownBy(call)
                .asInstanceOf(type(DocumentRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .extracting(DocumentRefused::text)
                .asString()
                .contains(words);
    }

    private Entry newest() {
        return trail.latest(Long.MAX_VALUE, 1).getFirst();
    }
}
