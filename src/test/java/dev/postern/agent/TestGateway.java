package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.AgentJobReplyAck;
import dev.postern.protocol.AgentTaskAcknowledge;
import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.protocol.InteractiveShell;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenControlChannel;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.protocol.SessionTask;
import dev.postern.sigv4.KeySource;
import dev.postern.sigv4.SigV4Verifier;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.Verification;
import dev.postern.sigv4.Verification.Verified;
import dev.postern.sigv4.VerificationKey;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server side of the wire, played over real TLS and real WebSockets: checks every signature, hands out tokens, and has the client's end of each
 * session in its hands.
 */
public final class TestGateway implements AutoCloseable {

    static final String ACTIVATION_ID = "11111111-2222-3333-4444-555555555555";
    static final String ACTIVATION_CODE = "a-code-of-a-test-only";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final TestTls tls;
    private final Server server = new Server();
    private final ServerConnector connector;
    private final SigV4Verifier verifier = new SigV4Verifier();

    /** What outlives a restart of the server. */
    private final State state;

    private volatile @Nullable Session control;

    /** What the server would keep in its database. */
    static final class State {
        final Map<String, PublicKey> registered = new ConcurrentHashMap<>();
        final Map<String, VerificationKey> accessKeys = new ConcurrentHashMap<>();
        final Map<String, TestClient> sessions = new ConcurrentHashMap<>();
        final List<String> refusals = new CopyOnWriteArrayList<>();
        final List<JsonNode> heartbeats = new CopyOnWriteArrayList<>();
        final List<AgentTaskComplete> completes = new CopyOnWriteArrayList<>();
        final List<AgentJobAck> jobAcks = new CopyOnWriteArrayList<>();
        final List<AgentJobReply> jobReplies = new CopyOnWriteArrayList<>();
        final List<OpenControlChannel> controlOpens = new CopyOnWriteArrayList<>();
        final AtomicInteger tokensIssued = new AtomicInteger();
        volatile boolean acknowledgesTasks = true;
        volatile boolean acknowledgesReplies = true;
        volatile boolean wantsNewKey;
        volatile Duration tokenLife = Duration.ofHours(1);
    }

    TestGateway() {
        this(TestTls.fresh(), new State(), 0);
    }

    private TestGateway(TestTls tls, State state, int port) {
        this.tls = tls;
        this.state = state;
        var ssl = new SslContextFactory.Server();
        ssl.setKeyStore(tls.server());
        ssl.setKeyStorePassword(new String(TestTls.PASSWORD));
        var http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        connector =
                new ServerConnector(server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        var sockets = WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxBinaryMessageSize(Frame.MAX_CONTROL_BYTES);
            container.setIdleTimeout(Duration.ofMinutes(5));
            container.addMapping("/v1/*", (request, response, callback) -> {
                var path = request.getHttpURI().getPath();
                if (!(verified(request, new byte[0]) instanceof Verified)) {
                    Response.writeError(request, response, callback, 403);
                    return null;
                }
                return path.startsWith("/v1/control-channel/")
                        ? new Control()
                        : new Data(path.substring("/v1/data-channel/".length()));
            });
        });
        sockets.setHandler(new Calls());
        server.setHandler(sockets);
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Kills this one and starts another on the same port, with the same memory. */
    TestGateway restarted() {
        int port = connector.getLocalPort();
        kill();
        return new TestGateway(tls, state, port);
    }

    /** Ends without good-byes. */
    void kill() {
        for (var session : state.sessions.values()) session.cut();
        var open = control;
        if (open != null) open.disconnect();
        close();
    }

    @Override
    public void close() {
        try {
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    URI uri() {
        return URI.create("https://127.0.0.1:" + connector.getLocalPort());
    }

    State state() {
        return state;
    }

    AgentSettings settings(java.nio.file.Path directory) {
        return AgentSettings.of(uri(), directory)
                .trusting(List.of(tls.ca()))
                .registeringWith(ACTIVATION_ID, ACTIVATION_CODE);
    }

    void awaitControlChannel() {
        await().atMost(PATIENCE).until(() -> control != null);
    }

    void awaitNoControlChannel() {
        await().atMost(PATIENCE).until(() -> control == null);
    }

    /** Sends a task and returns the client's end of its session. */
    TestClient start(JsonNode document, int maxPayload) {
        return start(document, Map.of(), "", maxPayload);
    }

    TestClient start(JsonNode document, Map<String, JsonNode> parameters, String runAs, int maxPayload) {
        var id = "test-" + UUID.randomUUID().toString().substring(0, 13).replace("-", "");
        var client = new TestClient(id);
        state.sessions.put(id, client);
        var task = new SessionTask("test", document, id, parameters, runAs, "", maxPayload);
        sendControl(new InteractiveShell(task).toFrame(UUID.randomUUID(), Instant.now()));
        return client;
    }

    /** Terminates as TerminateSession does. */
    void terminate(TestClient client) {
        sendControl(ChannelClosed.of(UUID.randomUUID(), "mi", client.id(), "", Instant.now())
                .toFrame(UUID.randomUUID(), Instant.now()));
    }

    void sendControl(Frame frame) {
        awaitControlChannel();
        var open = control;
        assertThat(open).isNotNull();
        open.sendBinary(frame.wire(), org.eclipse.jetty.websocket.api.Callback.NOOP);
    }

    AgentTaskComplete awaitComplete(TestClient client) {
        await().atMost(PATIENCE).until(() -> completeOf(client).isPresent());
        return completeOf(client).orElseThrow();
    }

    private Optional<AgentTaskComplete> completeOf(TestClient client) {
        return state.completes.stream()
                .filter(each -> each.taskId().equals(client.id()))
                .findFirst();
    }

    private Verification verified(Request request, byte[] body) {
        var headers = request.getHeaders().stream()
                .map(field -> new SignableRequest.Header(
                        field.getName(), Optional.ofNullable(field.getValue()).orElse("")))
                .toList();
        var uri = request.getHttpURI();
        var signable = new SignableRequest(
                request.getMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                headers,
                SignableRequest.hash(body));
        KeySource keys = id -> {
            var registered = state.registered.get(id);
            return registered == null
                    ? Optional.ofNullable(state.accessKeys.get(id))
                    : Optional.of(new VerificationKey.Registered(registered));
        };
        var verification = verifier.verify(signable, keys, Instant.now());
        if (verification instanceof Verification.Refused refused)
            state.refusals.add(request.getMethod() + " " + uri.getPath() + ": " + refused.message());
        return verification;
    }

    private final class Calls extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var body = new byte[0];
            try (var in = Content.Source.asInputStream(request)) {
                body = in.readAllBytes();
            }
            var target = Optional.ofNullable(request.getHeaders().get("X-Amz-Target"))
                    .orElse("");
            var verification = target.endsWith("RegisterManagedInstance") ? null : verified(request, body);
            if (verification instanceof Verification.Refused(var reason, var message)) {
                answer(
                        response,
                        callback,
                        400,
                        "{\"__type\":\"" + reason.jsonCode() + "\",\"message\":\"" + message + "\"}");
                return true;
            }
            var path = request.getHttpURI().getPath();
            if (path.startsWith("/v1/")) {
                channel(path, response, callback);
                return true;
            }
            var json = JSON.readTree(body);
            switch (target.substring(target.indexOf('.') + 1)) {
                case "RegisterManagedInstance" -> register(json, response, callback);
                case "RequestManagedInstanceRoleToken" -> roleToken(response, callback);
                case "UpdateManagedInstancePublicKey" -> {
                    if (verification instanceof Verified node)
                        state.registered.put(
                                node.keyId(), key(json.get("NewPublicKey").asString()));
                    answer(response, callback, 200, "{}");
                }
                case "UpdateInstanceInformation" -> {
                    state.heartbeats.add(json);
                    answer(response, callback, 200, "{}");
                }
                default -> answer(response, callback, 400, "{\"__type\":\"UnknownOperationException\"}");
            }
            return true;
        }

        private void register(JsonNode json, Response response, Callback callback) throws GeneralSecurityException {
            boolean known = json.get("ActivationId").asString().equals(ACTIVATION_ID)
                    && json.get("ActivationCode").asString().equals(ACTIVATION_CODE);
            if (!known) {
                answer(
                        response,
                        callback,
                        400,
                        "{\"__type\":\"com.amazonaws.ssm#InvalidActivation\",\"message\":\"no such activation\"}");
                return;
            }
            assertThat(json.get("PublicKey").asString()).hasSize(392);
            var id = "mi-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
            state.registered.put(id, key(json.get("PublicKey").asString()));
            answer(response, callback, 200, "{\"InstanceId\":\"" + id + "\"}");
        }

        private void roleToken(Response response, Callback callback) {
            int number = state.tokensIssued.incrementAndGet();
            var expires = Instant.now().plus(state.tokenLife);
            state.accessKeys.put(
                    "ASIATEST" + number,
                    new VerificationKey.Secret("not-a-secret-" + number, "token-" + number, expires));
            answer(
                    response,
                    callback,
                    200,
                    JSON.createObjectNode()
                            .put("AccessKeyId", "ASIATEST" + number)
                            .put("SecretAccessKey", "not-a-secret-" + number)
                            .put("SessionToken", "token-" + number)
                            .put("TokenExpirationDate", expires.toEpochMilli() / 1000.0)
                            .put("UpdateKeyPair", state.wantsNewKey && number == 1)
                            .toString());
        }

        private void channel(String path, Response response, Callback callback) {
            var session = state.sessions.get(path.substring(path.lastIndexOf('/') + 1));
            if (path.startsWith("/v1/data-channel/") && (session == null || session.isOver())) {
                answer(response, callback, 400, "Session is already terminated");
                return;
            }
            answer(
                    response,
                    callback,
                    201,
                    "<Answer><MessageSchemaVersion>1.0</MessageSchemaVersion><TokenValue>opens-a-channel</TokenValue></Answer>");
        }

        private void answer(Response response, Callback callback, int status, String body) {
            response.setStatus(status);
            Content.Sink.write(response, true, body, callback);
        }
    }

    private static PublicKey key(String base64) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** Public, since Jetty wants to call it. */
    public final class Control implements Session.Listener.AutoDemanding {
        private @Nullable Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String text) {
            var open = OpenControlChannel.parse(text);
            assertThat(open.token()).isEqualTo("opens-a-channel");
            state.controlOpens.add(open);
            control = session;
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            var frame = Frame.decode(copy(payload));
            callback.succeed();
            if (frame.type().equals(MessageType.AGENT_TASK_COMPLETE)) {
                var complete = AgentTaskComplete.parse(frame);
                state.completes.add(complete);
                if (state.acknowledgesTasks)
                    sendControl(AgentTaskAcknowledge.of(frame).toFrame(UUID.randomUUID(), Instant.now()));
            }
            if (frame.type().equals(MessageType.AGENT_JOB_ACK)) state.jobAcks.add(AgentJobAck.parse(frame));
            if (frame.type().equals(MessageType.AGENT_JOB_REPLY)) {
                state.jobReplies.add(AgentJobReply.parse(frame));
                if (state.acknowledgesReplies)
                    sendControl(AgentJobReplyAck.of(frame).toFrame(UUID.randomUUID(), Instant.now()));
            }
        }

        @Override
        public void onWebSocketClose(int status, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
            callback.succeed();
            if (Objects.equals(control, session)) control = null;
        }
    }

    /** Public, since Jetty wants to call it. */
    public final class Data implements Session.Listener.AutoDemanding {
        private final TestClient client;
        private @Nullable Session session;

        Data(String sessionId) {
            client = Optional.ofNullable(state.sessions.get(sessionId)).orElseThrow();
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String text) {
            var open = OpenDataChannel.parse(text);
            assertThat(open.token()).isEqualTo("opens-a-channel");
            assertThat(open.isFromAgent()).isTrue();
            if (session != null) client.connected(session);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            var frame = Frame.decode(copy(payload));
            callback.succeed();
            if (session != null) client.received(session, frame);
        }

        @Override
        public void onWebSocketClose(int status, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
            callback.succeed();
            if (session != null) client.disconnected(session);
        }
    }

    static ByteBuffer copy(ByteBuffer payload) {
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
