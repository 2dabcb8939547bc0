package dev.postern.server;

import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets by hand, and tells what became of each. */
final class Dialling implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    /** What is not shown the door by then is in: Vaadin does so in a thread of its own, after the handshake. */
    private static final int STAYS_SECONDS = 2;

    private final HttpClient http;

    /** @param ca of the API's certificate */
    Dialling(Path ca) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var pem = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        http = HttpClient.newBuilder().sslContext(tls).build();
    }

    /** @param says the first message; empty for none */
    record Call(
            URI address,
            String cookie,
            String origin,
            @Nullable Credentials key,
            String says) {}

    /** The status of a refused handshake, {@code closed} with its code, or {@code open}: it answers a ping after what is said, and stays; {@code sent away} where Vaadin tells a page that it is none of its own. */
    String answer(Call call) throws Exception {
        var heard = new Heard();
        var dialling = http.newWebSocketBuilder();
        if (!call.cookie().isEmpty()) dialling.header("Cookie", call.cookie());
        if (!call.origin().isEmpty()) dialling.header("Origin", call.origin());
        if (call.key() != null) sign(dialling, call.key(), call.address());
        WebSocket socket;
        try {
            socket = dialling.buildAsync(call.address(), heard).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused)
                return String.valueOf(refused.getResponse().statusCode());
            throw e;
        }
        if (!call.says().isEmpty()) socket.sendText(call.says(), true).join();
        // what comes first is dealt with first: who is shown the door gets no pong
        socket.sendPing(ByteBuffer.allocate(0)).exceptionally(_ -> socket);
        try {
            return heard.outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    private static void sign(WebSocket.Builder dialling, Credentials key, URI address) {
        var plain = URI.create(address.toString().replaceFirst("^ws", "http"));
        var request = SignableRequest.to("GET", plain, List.of(), new byte[0]);
        for (var header : SigV4Signer.with(key, "local", "ssmmessages").sign(request, Instant.now()))
            dialling.header(header.name(), header.value());
    }

    @Override
    public void close() {
        http.close();
    }

    private static final class Heard implements WebSocket.Listener {
        final CompletableFuture<String> outcome = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (data.toString().contains("\"appError\"")) outcome.complete("sent away");
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            outcome.completeOnTimeout("open", STAYS_SECONDS, TimeUnit.SECONDS);
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            outcome.complete("closed " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            outcome.completeExceptionally(error);
        }
    }
}
