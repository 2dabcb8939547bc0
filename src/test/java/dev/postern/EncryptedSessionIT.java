package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.access.Outcome;
import dev.postern.gateway.AttachRequest;
import dev.postern.gateway.NodeLeg;
import dev.postern.gateway.Terminals;
import dev.postern.gateway.Viewer;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.inventory.ApiAddress;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import dev.postern.testing.Api;
import dev.postern.testing.SessionClient;
import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Trail;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * The whole server with its own node: a document names a KMS key, the agent opens the data key with its role token at the server's KMS, and a
 * shell works, in the browser and for a client that holds its own key.
 */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncryptedSessionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DOCUMENT = "Encrypted-Shell";

    @TempDir
    private static Path home;

    private ConfigurableApplicationContext server;
    private Api api;
    private KmsClient kms;
    private SsmClient ssm;
    private Node node;

    @BeforeAll
    void aServerWithANodeAndAnEncryptedDocument() throws Exception {
        server = SpringApplication.run(
                PosternApplication.class,
                "--postern.home=" + home,
                "--postern.local-node.enabled=true",
                "--postern.session.unrecorded=allow",
                "--postern.bootstrap.admin-password=no real password, only a long one");
        var accessKey = server.getBean(AccessKeys.class).create("admin");
        api = new Api(
                server.getBean(ApiAddress.class).url(),
                home.resolve("tls/ca.pem"),
                accessKey.key().id(),
                accessKey.secretAccessKey());
        kms = api.aim(KmsClient.builder());
        ssm = api.ssm();
        var nodes = server.getBean(Nodes.class);
        await().atMost(PATIENCE)
                .until(() -> nodes.all().stream().anyMatch(found -> found.status() == NodeStatus.ONLINE));
        node = nodes.all().getFirst();

        var key = kms.createKey(request -> request.description("for sessions"))
                .keyMetadata()
                .keyId();
        kms.createAlias(request -> request.aliasName("alias/sessions").targetKeyId(key));
        ssm.createDocument(request ->
                request.name(DOCUMENT).documentType(DocumentType.SESSION).content("""
                    {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": {"kmsKeyId": "alias/sessions"}}\
                    """));
    }

    @AfterAll
    void stop() {
        if (server != null) server.close();
    }

    @Test
    void aShellInTheBrowserIsEncryptedUpToTheServerAndRecorded() throws Exception {
        var session = ((Outcome.Done<Sessions.Started>) server.getBean(Sessions.class)
                        .start(admin(), new Sessions.Start(node.id(), DOCUMENT, Map.of(), "", Session.Client.BROWSER)))
                .value()
                .session();
        var page = new Page();
        try (var attachment = server.getBean(Terminals.class)
                .attach(
                        session.id(),
                        page,
                        new AttachRequest("arn:aws:iam::000000000000:user/alice", "tab", -1, 80, 24))
                .orElseThrow()) {
            attachment.typed(ByteBuffer.wrap("echo $((6*7))-typed; exit 3\r".getBytes(StandardCharsets.US_ASCII)), 0);
            await().atMost(PATIENCE).until(() -> page.text().contains("42-typed"));
            await().atMost(PATIENCE).until(() -> page.ended != null);
        }
        assertThat(Files.readString(output(session.id()), StandardCharsets.ISO_8859_1))
                .contains("42-typed");
        assertThat(session.unrecorded()).isFalse();

        var made = event("GenerateDataKey", session.id());
        assertThat(made.actor().name()).isEqualTo("admin");
        var opened = event("Decrypt", session.id());
        assertThat(opened.actor().name()).isEqualTo(node.id().value());
        assertThat(opened.details())
                .containsEntry("encryptionContext.aws:ssm:TargetId", node.id().value());
    }

    @Test
    void aClientThatHoldsTheKeyReadsWhatTheServerCannot() throws Exception {
        var started =
                ssm.startSession(request -> request.target(node.id().value()).documentName(DOCUMENT));
        var id = new SessionId(started.sessionId());
        var text = new ByteArrayOutputStream();
        var encryption = new ClientHandshake.Encryption(
                new KmsDataKeys(kms), new SecureRandom(), id.value(), node.id().value(), true);
        try (var client =
                SessionClient.dial(started, api.tls(), encryption, (_, payload) -> text.writeBytes(payload))) {
            client.awaitReady();
            client.type("echo $((6*7))-typed; exit\r");
            await().atMost(PATIENCE)
                    .until(() -> text.toString(StandardCharsets.ISO_8859_1).contains("42-typed"));
        }
        assertThat(Files.readString(output(id), StandardCharsets.ISO_8859_1))
                .isNotEmpty()
                .doesNotContain("42-typed");
        var session = server.getBean(Sessions.class).find(id).orElseThrow();
        assertThat(session.unrecorded()).isTrue();
        assertThat(event("StartUnrecordedSession", id).actor().name()).isEqualTo("admin");
    }

    @Test
    void aDisabledKeyStartsNothing() {
        kms.disableKey(request -> request.keyId(kms.describeKey(named -> named.keyId("alias/sessions"))
                .keyMetadata()
                .keyId()));
        try {
            assertThatThrownBy(() -> ssm.startSession(
                            request -> request.target(node.id().value()).documentName(DOCUMENT)))
                    .isInstanceOf(SsmException.class)
                    .hasMessageContaining("alias/sessions, which is disabled");
        } finally {
            kms.enableKey(request -> request.keyId(kms.describeKey(named -> named.keyId("alias/sessions"))
                    .keyMetadata()
                    .keyId()));
        }
    }

    private Caller admin() {
        var users = server.getBean(Users.class);
        return users.callerFor(users.find("admin").orElseThrow(), "127.0.0.1");
    }

    private Path output(SessionId id) {
        return home.resolve("spool").resolve(id.value()).resolve("output");
    }

    private NewEntry event(String action, SessionId session) {
        return server.getBean(Trail.class).latest(Long.MAX_VALUE, 100).stream()
                .map(Entry::event)
                .filter(event ->
                        event.action().equals(action) && session.value().equals(event.session()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + action + " of " + session));
    }

    /** A client's data keys, from KMS by AWS's own SDK. */
    private record KmsDataKeys(KmsClient kms) implements SessionKeySource {
        @Override
        public DataKey generate(String keyId, Map<String, String> context) {
            var made = kms.generateDataKey(request ->
                    request.keyId(keyId).numberOfBytes(SessionCipher.KEY_BYTES).encryptionContext(context));
            return new DataKey(
                    made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
        }

        @Override
        public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
            throw new SessionKeyUnavailable("the agent's to open");
        }
    }

    /** Keeps what it is shown. */
    private static final class Page implements Viewer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile SessionState.Ended ended;

        synchronized String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void opened(long outputOffset, long inputReceived, long shownBefore, boolean resumedExactly) {}

        @Override
        public synchronized void output(ByteBuffer chunk) {
            var copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void outputAtOnce(ByteBuffer chunk) {
            output(chunk);
        }

        @Override
        public void accepted(long inputOffset) {}

        @Override
        public void leg(NodeLeg node) {}

        @Override
        public void ended(SessionState.Ended state) {
            ended = state;
        }

        @Override
        public void replaced() {}
    }
}
