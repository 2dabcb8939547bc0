package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeCredentials;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests of the stock agent 3.3, the stock plugin and the AWS CLI byte for byte as they were seen on the wire, at the time they were
 * sent. Their keys were made for the recording and open nothing.
 */
class StockClientsReplayTest {
    private static final NodeId NODE = new NodeId("mi-0d521e3b1f94dc258");
    /** What the recorded command line asked for. */
    private static final NodeId TARGET = new NodeId("mi-0d704ee1d452d0551");

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    private static final Map<String, JsonNode> RECORDED = new HashMap<>();
    private static final RecordedTime CLOCK = new RecordedTime();
    private static @Nullable ApiUnderTest api;

    @BeforeAll
    static void start() throws IOException {
        try (var file = StockClientsReplayTest.class.getResourceAsStream("/sigv4/captured.jsonl")) {
            for (var line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                var row = JsonMapper.shared().readTree(line);
                RECORDED.put(row.path("name").asString(), row);
            }
        }
        api = new ApiUnderTest(
                CLOCK,
                beans -> {
                    beans.registerBean(
                            "recordedNodeKeys",
                            NodeCredentials.class,
                            RecordedNodeKeys::new,
                            definition -> definition.setPrimary(true));
                    beans.registerBean(
                            "recordedUserKeys",
                            AccessKeys.class,
                            RecordedUserKeys::new,
                            definition -> definition.setPrimary(true));
                },
                "postern.region=us-east-1",
                "postern.api.poll=1ms");
        insert(NODE);
        insert(TARGET);
        api.relays.connected.add(TARGET);
    }

    private static void insert(NodeId node) {
        api().bean(JdbcClient.class)
                .sql("""
                        INSERT INTO node (id, given_name, computer_name, address, platform_type, platform_name,
                            platform_version, agent_name, agent_version, activation_id, iam_role, fingerprint,
                            public_key, registered_at)
                        VALUES (?, '', '', '', '', '', '', '', '', '', '', ?, ?, CURRENT_TIMESTAMP)""")
                .params(
                        node.value(),
                        "9c2e1e03-5a0f-4f89-b999-2ea2c99ed22c",
                        Base64.getDecoder()
                                .decode(recorded("agent role token, RSA-PSS, chunked")
                                        .path("publicKey")
                                        .asString()))
                .update();
    }

    @AfterAll
    static void stop() {
        api().close();
    }

    @Test
    void theAgentGetsItsRoleTokenByItsRegisteredKeyAndAChunkedBody() throws IOException {
        var answer = replay("agent role token, RSA-PSS, chunked");
        assertThat(answer).startsWith("HTTP/1.1 200");
        var token = json(answer);
        assertThat(token.propertyNames())
                .containsExactlyInAnyOrder(
                        "AccessKeyId", "SecretAccessKey", "SessionToken", "TokenExpirationDate", "UpdateKeyPair");
        assertThat(token.path("UpdateKeyPair").isBoolean()).isTrue();
        assertThat(token.path("TokenExpirationDate").isNumber()).isTrue();
    }

    @Test
    void bothHeartbeatsAreTaken() throws IOException {
        assertThat(replay("agent first heartbeat")).startsWith("HTTP/1.1 200").endsWith("{}");
        assertThat(replay("agent full heartbeat")).startsWith("HTTP/1.1 200").endsWith("{}");
        var node = api().bean(Nodes.class).find(NODE).orElseThrow();
        assertThat(node.facts().platformName()).isEqualTo("Debian GNU/Linux");
        assertThat(node.facts().agentVersion()).isEqualTo("3.3.0.0");
    }

    @Test
    void thereAreNoAssociationsAndNoMessages() throws IOException {
        assertThat(replay("agent asks for associations")).endsWith("{\"Associations\":[]}");
        var messages = json(replay("agent polls ec2messages"));
        assertThat(messages.path("Destination").asString()).isEqualTo(NODE.value());
        assertThat(messages.path("MessagesRequestId").asString()).isEqualTo("0072ac58-00e7-431b-a069-5a72a92c003b");
        assertThat(messages.path("Messages").isArray()).isTrue();
    }

    @Test
    void theControlChannelIsHandedOnWithItsNode() throws IOException {
        assertThat(replay("agent opens its control channel")).contains("node=" + NODE + " caller=null");
        assertThat(replay("agent control channel WebSocket")).contains("node=" + NODE + " caller=null");
    }

    @Test
    void theCommandLineStartsResumesAndTerminatesASession() throws IOException {
        var started = json(replay("CLI start-session"));
        assertThat(started.path("TokenValue").asString()).isNotBlank();
        assertThat(started.path("StreamUrl").asString())
                .isEqualTo("wss://127.0.0.1:21443/v1/data-channel/"
                        + started.path("SessionId").asString() + "?role=publish_subscribe");
        assertThat(json(replay("plugin resume-session")).path("TokenValue").asString("?"))
                .isEmpty();
        assertThat(replay("CLI terminate-session")).startsWith("HTTP/1.1 200");
    }

    @Test
    void thePluginsKmsKeyMustBeHere() throws IOException {
        assertThat(json(replay("plugin asks KMS for a data key")).path("__type").asString())
                .isEqualTo("NotFoundException");
    }

    @Test
    void theSameRequestTooLateIsExpired() throws IOException {
        var row = recorded("agent first heartbeat");
        CLOCK.now = sentAt(row).plusSeconds(400);
        assertThat(json(exchange(row)).path("Message").asString()).contains("Signature expired");
    }

    private static String replay(String name) throws IOException {
        var row = recorded(name);
        CLOCK.now = sentAt(row);
        return exchange(row);
    }

    /** Over a bare socket: an HTTP client would change what it sends. */
    private static String exchange(JsonNode row) throws IOException {
        var body = row.path("body").asString();
        var request = new StringBuilder(
                row.path("method").asString() + " " + row.path("path").asString());
        if (!row.path("query").asString().isEmpty())
            request.append('?').append(row.path("query").asString());
        request.append(" HTTP/1.1\r\n");
        boolean chunked = false;
        for (var header : row.path("headers")) {
            var name = header.get(0).asString();
            chunked |= name.equals("Transfer-Encoding");
            request.append(name).append(": ").append(header.get(1).asString()).append("\r\n");
        }
        request.append("\r\n");
        if (chunked)
            request.append(Integer.toHexString(body.length()))
                    .append("\r\n")
                    .append(body)
                    .append("\r\n0\r\n\r\n");
        else request.append(body);
        try (var socket = new Socket("localhost", api().url("/").getPort())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return answer(socket);
        }
    }

    private static String answer(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var text = new StringBuilder();
        int length = -1;
        while (length < 0 || text.length() < text.indexOf("\r\n\r\n") + 4 + length) {
            int next = in.read();
            if (next < 0) break;
            text.append((char) next);
            if (length < 0 && text.indexOf("\r\n\r\n") >= 0) {
                var header = text.toString().toLowerCase(Locale.ROOT);
                int at = header.indexOf("content-length: ");
                length = at < 0 ? 0 : Integer.parseInt(header.substring(at + 16, header.indexOf("\r\n", at)));
            }
        }
        return text.toString();
    }

    private static JsonNode json(String answer) {
        return JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private static JsonNode recorded(String name) {
        var row = RECORDED.get(name);
        if (row == null) throw new IllegalArgumentException("not recorded: " + name);
        return row;
    }

    private static Instant sentAt(JsonNode row) {
        for (var header : row.path("headers"))
            if (header.get(0).asString().equals("X-Amz-Date"))
                return Instant.from(AMZ_DATE.parse(header.get(1).asString()));
        throw new IllegalArgumentException("no date");
    }

    private static ApiUnderTest api() {
        if (api == null) throw new IllegalStateException("not started");
        return api;
    }

    private static Optional<JsonNode> signedWith(String key) {
        return RECORDED.values().stream()
                .filter(row -> row.path("keyId").asString().equals(key) && row.has("secret"))
                .findFirst();
    }

    /** The time at which a request was recorded. */
    private static final class RecordedTime extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T05:54:19Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class RecordedNodeKeys implements NodeCredentials {
        @Override
        public RoleToken issue(NodeId node) {
            return new RoleToken(node, "TMPLABNEXT", "made up", "made up too", CLOCK.now.plusSeconds(3600));
        }

        @Override
        public Optional<RoleToken> find(String key) {
            return signedWith(key)
                    .filter(row -> !row.path("sessionToken").asString("").isEmpty())
                    .map(row -> new RoleToken(
                            NODE,
                            key,
                            row.path("secret").asString(),
                            row.path("sessionToken").asString(),
                            CLOCK.now.plusSeconds(3600)));
        }
    }

    private static final class RecordedUserKeys implements AccessKeys {
        @Override
        public Optional<Secret> find(String key) {
            return signedWith(key)
                    .filter(row -> row.path("sessionToken").asString("").isEmpty())
                    .map(row -> new Secret(
                            new AccessKey(key, "alice", true, CLOCK.now, null, null),
                            row.path("secret").asString()));
        }

        @Override
        public Optional<Caller> callerFor(AccessKey key, @Nullable String address) {
            return Optional.of(new Caller(
                    "arn:aws:iam::000000000000:user/alice", "alice", Set.of(Caller.ADMINISTRATORS), key.id(), address));
        }

        @Override
        public void used(String key, AccessKey.LastUse use) {}

        @Override
        public String newId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Secret create(String id, String user, @Nullable Instant expiresAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Secret adopt(String user, String key, String secret) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<AccessKey> of(String user) {
            return List.of();
        }

        @Override
        public void setEnabled(String key, boolean enabled) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String key) {
            throw new UnsupportedOperationException();
        }
    }
}
