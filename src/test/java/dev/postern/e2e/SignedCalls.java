package dev.postern.e2e;

import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls as the recorded ends made them: the body as it is given, signed for the service that is called. */
final class SignedCalls implements AutoCloseable {
    private static final String REGION = "local";
    private static final String JSON = "application/x-amz-json-1.1";
    /** Agents and their WebSockets. */
    private static final String CHANNELS = "ssmmessages";

    private static final Map<String, String> SERVICES = Map.of(
            "AmazonSSM", "ssm",
            "EC2WindowsMessageDeliveryService", "ec2messages",
            "TrentService", "kms");

    private final URI endpoint;
    private final SSLContext tls;
    private final HttpClient client;

    record Answer(int status, String body) {}

    /** Something to sign with. */
    sealed interface Key {
        SigV4Signer signer(String service);
    }

    record AccessKey(Credentials credentials) implements Key {
        @Override
        public SigV4Signer signer(String service) {
            return SigV4Signer.with(credentials, REGION, service);
        }
    }

    /** The RSA key that a node registered with. */
    record RegisteredKey(String node, PrivateKey key) implements Key {
        @Override
        public SigV4Signer signer(String service) {
            return SigV4Signer.registered(node, key, REGION);
        }
    }

    SignedCalls(Api api) {
        this.endpoint = api.endpoint();
        this.tls = api.tls();
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    URI endpoint() {
        return endpoint;
    }

    SSLContext tls() {
        return tls;
    }

    /** @param operation an X-Amz-Target, or POST and a path, as transcripts have it */
    Answer call(@Nullable Key key, String operation, String body) throws IOException, InterruptedException {
        if (operation.startsWith("POST "))
            return post(
                    key,
                    CHANNELS,
                    operation.substring(5),
                    List.of(new Header("Content-Type", "application/json")),
                    body);
        var service = SERVICES.get(operation.substring(0, operation.indexOf('.')));
        return post(
                key,
                String.valueOf(service),
                "/",
                List.of(new Header("Content-Type", JSON), new Header("X-Amz-Target", operation)),
                body);
    }

    private Answer post(@Nullable Key key, String service, String path, List<Header> headers, String body)
            throws IOException, InterruptedException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var uri = endpoint.resolve(path);
        var all = new ArrayList<>(headers);
        if (key != null)
            all.addAll(key.signer(service).sign(SignableRequest.to("POST", uri, headers, bytes), Instant.now()));
        // what is signed by RSA goes out in chunks (protocol.md §1.3)
        var sent = key instanceof RegisteredKey
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
                : BodyPublishers.ofByteArray(bytes);
        var request = HttpRequest.newBuilder(uri).POST(sent);
        all.forEach(header -> request.header(header.name(), header.value()));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** What has no name in AWS's API, signed for Postern's own. */
    Answer get(Key key, String path) throws IOException, InterruptedException {
        var uri = endpoint.resolve(path);
        var request = HttpRequest.newBuilder(uri).GET();
        for (var header :
                key.signer("postern").sign(SignableRequest.to("GET", uri, List.of(), new byte[0]), Instant.now()))
            request.header(header.name(), header.value());
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** An agent signs its upgrade, the plugin does not. */
    Map<String, String> upgradeHeaders(@Nullable Key key, String target) {
        var headers = new LinkedHashMap<String, String>();
        if (key == null) return headers;
        var request = SignableRequest.to("GET", endpoint.resolve(target), List.of(), new byte[0]);
        for (var header : key.signer(CHANNELS).sign(request, Instant.now())) headers.put(header.name(), header.value());
        return headers;
    }

    @Override
    public void close() {
        client.close();
    }
}
