package dev.postern.agent;

import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server as an agent sees it: each method is one call, protocol.md §1–3. An answer that is an error is {@link CallRefused}; any other
 * IOException means that the server could not be reached or was not understood.
 */
final class Endpoint implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final int MAX_REASON = 256;
    private static final Pattern TOKEN = Pattern.compile("<TokenValue>([^<]+)</TokenValue>");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final String region;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SSLContext tls;
    private final HttpClient http;

    /** @param trusted as {@link AgentSettings#trusted} */
    Endpoint(URI base, String region, List<X509Certificate> trusted, InstantSource clock) {
        this.base = base;
        this.region = region;
        this.clock = clock;
        this.tls = tls(trusted);
        this.http = HttpClient.newBuilder()
                .executor(threads)
                .version(HttpClient.Version.HTTP_1_1) // WebSockets need it, and one connection more is no loss
                .connectTimeout(CONNECT)
                .sslContext(tls)
                .build();
    }

    /** Registers this machine; returns the instance id it is to have. Anonymous: the code is the proof. */
    String register(AgentSettings.Activation activation, String fingerprint, PublicKey key)
            throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("ActivationCode", activation.code())
                .put("ActivationId", activation.id())
                .put("Fingerprint", fingerprint)
                .put("PublicKey", NodeIdentity.encoded(key))
                .put("PublicKeyType", "Rsa");
        return text(post("/", json("AmazonSSM.RegisterManagedInstance"), body, null, 200), "InstanceId");
    }

    /** Credentials for a while, asked for with the node's key. */
    RoleToken roleToken(NodeIdentity node) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("Fingerprint", node.fingerprint());
        var signer = SigV4Signer.registered(node.instanceId(), node.privateKey(), node.region());
        var asked = clock.instant();
        var answer = post("/", json("AmazonSSM.RequestManagedInstanceRoleToken"), body, signer, 200);
        var expires = answer.path("TokenExpirationDate").asDouble(0); // epoch seconds, may have a fraction
        if (expires <= 0) throw new IOException("a role token without TokenExpirationDate");
        return new RoleToken(
                new Credentials(
                        text(answer, "AccessKeyId"), text(answer, "SecretAccessKey"), text(answer, "SessionToken")),
                asked,
                Instant.ofEpochMilli((long) (expires * 1000)),
                answer.path("UpdateKeyPair").asBoolean(false));
    }

    /** Tells the server the node's next key, in the name of the present one. */
    void changeKey(NodeIdentity node, KeyPair next) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("NewPublicKey", NodeIdentity.encoded(next.getPublic()))
                .put("NewPublicKeyType", "Rsa");
        var signer = SigV4Signer.registered(node.instanceId(), node.privateKey(), node.region());
        post("/", json("AmazonSSM.UpdateManagedInstancePublicKey"), body, signer, 200);
    }

    void heartbeat(Credentials credentials, ObjectNode facts) throws IOException, InterruptedException {
        post("/", json("AmazonSSM.UpdateInstanceInformation"), facts, signer(credentials, "ssm"), 200);
    }

    /** The data key in a session's blob. */
    byte[] decrypt(Credentials credentials, String keyId, byte[] blob, Map<String, String> context)
            throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("CiphertextBlob", Base64.getEncoder().encodeToString(blob))
                .put("KeyId", keyId);
        var inContext = body.putObject("EncryptionContext");
        context.forEach(inContext::put);
        var answer = post("/", json("TrentService.Decrypt"), body, signer(credentials, "kms"), 200);
        try {
            return Base64.getDecoder().decode(text(answer, "Plaintext"));
        } catch (IllegalArgumentException notBase64) {
            throw new IOException("Plaintext is not base64", notBase64);
        }
    }

    /** The token that opens the control channel. */
    String controlChannelToken(Credentials credentials, String instanceId) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("MessageSchemaVersion", "1.0")
                .put("RequestId", UUID.randomUUID().toString());
        return channelToken(controlPath(instanceId), body, credentials);
    }

    /** The token that opens the data channel of a session. */
    String dataChannelToken(Credentials credentials, String sessionId) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("MessageSchemaVersion", "1.0")
                .put("RequestId", UUID.randomUUID().toString())
                .put("ClientId", ""); // empty from the stock agent too
        return channelToken(dataPath(sessionId), body, credentials);
    }

    ChannelSocket openControlChannel(Credentials credentials, String instanceId, ChannelSocket.Receiver receiver)
            throws IOException, InterruptedException {
        return open(controlPath(instanceId) + "?role=subscribe&stream=input", credentials, receiver);
    }

    ChannelSocket openDataChannel(Credentials credentials, String sessionId, ChannelSocket.Receiver receiver)
            throws IOException, InterruptedException {
        return open(dataPath(sessionId) + "?role=publish_subscribe", credentials, receiver);
    }

    /** Ends what is under way; sockets that are still open are dropped. */
    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private ChannelSocket open(String pathAndQuery, Credentials credentials, ChannelSocket.Receiver receiver)
            throws IOException {
        var uri = base.resolve(pathAndQuery);
        var request = SignableRequest.to("GET", uri, List.of(), new byte[0]);
        return ChannelSocket.open(
                tls, uri, signer(credentials, "ssmmessages").sign(request, clock.instant()), receiver, clock);
    }

    private String channelToken(String path, ObjectNode body, Credentials credentials)
            throws IOException, InterruptedException {
        var headers = List.of(new Header("Content-Type", "application/json"));
        var answer = send(path, headers, body, signer(credentials, "ssmmessages"));
        if (answer.statusCode() != 201) throw refused(answer.statusCode(), answer.body());
        var token = TOKEN.matcher(answer.body());
        if (!token.find()) throw new IOException("the answer to " + path + " has no TokenValue");
        return token.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private JsonNode post(
            String path, List<Header> headers, ObjectNode body, @Nullable SigV4Signer signer, int expectedStatus)
            throws IOException, InterruptedException {
        var answer = send(path, headers, body, signer);
        if (answer.statusCode() != expectedStatus) throw refused(answer.statusCode(), answer.body());
        return parsed(answer.body());
    }

    private HttpResponse<String> send(String path, List<Header> headers, ObjectNode body, @Nullable SigV4Signer signer)
            throws IOException, InterruptedException {
        var uri = base.resolve(path);
        var bytes = JSON.writeValueAsBytes(body);
        var all = new ArrayList<>(headers);
        if (signer != null) all.addAll(signer.sign(SignableRequest.to("POST", uri, headers, bytes), clock.instant()));
        var request = HttpRequest.newBuilder(uri).timeout(CALL).POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        for (var header : all) request.header(header.name(), header.value());
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Errors are JSON with a type that may have a namespace before it, or, from the channels, any text. */
    static CallRefused refused(int status, String body) {
        try {
            var json = parsed(body);
            var type = json.path("__type").asString("");
            var message = json.path("message").asString(json.path("Message").asString(""));
            return new CallRefused(status, type.substring(type.indexOf('#') + 1), message);
        } catch (IOException _) {
            var text = body.replaceAll("\\s+", " ").strip();
            return new CallRefused(status, "", text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text);
        }
    }

    private static JsonNode parsed(String body) throws IOException {
        try {
            var json = JSON.readTree(body);
            if (!json.isObject()) throw new IOException("not a JSON object where one was due");
            return json;
        } catch (JacksonException broken) {
            throw new IOException("not JSON where it was due: " + broken.getOriginalMessage(), broken);
        }
    }

    private static String text(JsonNode json, String name) throws IOException {
        var value = json.path(name).asString("");
        if (value.isEmpty()) throw new IOException("an answer without " + name);
        return value;
    }

    private SigV4Signer signer(Credentials credentials, String service) {
        return SigV4Signer.with(credentials, region, service);
    }

    private static List<Header> json(String target) {
        return List.of(new Header("Content-Type", "application/x-amz-json-1.1"), new Header("X-Amz-Target", target));
    }

    private static String controlPath(String instanceId) {
        return "/v1/control-channel/" + encoded(instanceId);
    }

    private static String dataPath(String sessionId) {
        return "/v1/data-channel/" + encoded(sessionId);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static SSLContext tls(List<X509Certificate> trusted) {
        try {
            if (trusted.isEmpty()) return SSLContext.getDefault();
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) store.setCertificateEntry("ca-" + i, trusted.get(i));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "certificates that cannot be trusted: " + unusable.getMessage(), unusable);
        }
    }
}
