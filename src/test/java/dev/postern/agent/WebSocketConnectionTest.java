package dev.postern.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.sigv4.SignableRequest.Header;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that says, byte by byte, what a test has it say. */
@Timeout(20)
class WebSocketConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX = 200_000;

    private static final TestTls TLS = TestTls.fresh();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private SSLServerSocket server;

    private interface Script {
        void play(String request, InputStream in, OutputStream out) throws Exception;
    }

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        listen(TLS);
    }

    private void listen(TestTls tls) throws IOException, GeneralSecurityException {
        var factory = serverContext(tls).getServerSocketFactory();
        server = (SSLServerSocket) factory.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void sendsTheSignedHeadersAndTheHostWithItsPort() throws Exception {
        var request = new CompletableFuture<String>();
        var played = playing((head, in, out) -> {
            request.complete(head);
            accept(head, out);
        });
        connected().abort();
        assertThat(request.get(5, TimeUnit.SECONDS).lines())
                .startsWith(
                        "GET /v1/x?role=subscribe&stream=input HTTP/1.1", "Host: 127.0.0.1:" + server.getLocalPort())
                .contains("Authorization: signed", "Upgrade: websocket", "Sec-WebSocket-Version: 13");
        played.get(5, TimeUnit.SECONDS);
    }

    @Test
    void masksFramesOfEveryLength() throws Exception {
        var lengths = List.of(1, 7, 8, 9, 125, 126, 1144, 65_535, 65_536, 150_000);
        var played = playing((head, in, out) -> {
            accept(head, out);
            for (var length : lengths)
                assertThat(unmasked(new DataInputStream(in))).isEqualTo(bytes(length));
        });
        var connection = connected();
        for (var length : lengths) connection.write(WebSocketConnection.BINARY, ByteBuffer.wrap(bytes(length)));
        played.get(10, TimeUnit.SECONDS);
        connection.abort();
    }

    @Test
    void readsFramesOfEveryLength() throws Exception {
        var lengths = List.of(0, 1, 125, 126, 65_535, 65_536, MAX);
        var played = playing((head, in, out) -> {
            accept(head, out);
            for (var length : lengths) out.write(frame(0x82, bytes(length)));
        });
        var connection = connected();
        for (var length : lengths) assertThat(connection.read().payload()).isEqualTo(ByteBuffer.wrap(bytes(length)));
        played.get(10, TimeUnit.SECONDS);
        connection.abort();
    }

    @Test
    void putsPiecesTogetherAroundAPing() throws Exception {
        var played = playing((head, in, out) -> {
            accept(head, out);
            out.write(frame(0x02, "one ".getBytes(UTF_8)));
            out.write(frame(0x89, "are you there".getBytes(UTF_8)));
            out.write(frame(0x00, "two ".getBytes(UTF_8)));
            out.write(frame(0x80, "three".getBytes(UTF_8)));
        });
        var connection = connected();
        assertThat(connection.read().opcode()).isEqualTo(WebSocketConnection.PING);
        var message = connection.read();
        assertThat(message.opcode()).isEqualTo(WebSocketConnection.BINARY);
        assertThat(UTF_8.decode(message.payload()).toString()).isEqualTo("one two three");
        played.get(5, TimeUnit.SECONDS);
        connection.abort();
    }

    @Test
    void endsAtWhatIsNoWebSocket() throws Exception {
        for (var broken : List.of(
                new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 1}, // masked
                new byte[] {(byte) 0xC2, 0}, // compressed, which nobody agreed to
                new byte[] {(byte) 0x80, 0}, // continues nothing
                new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0, 3, 13, 65}, // one byte more than allowed
                new byte[] {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {(byte) 0x89, 126, 0, 126}, // a long ping
                new byte[] {(byte) 0x82, 5, 1})) { // and then nothing
            var played = playing((head, in, out) -> {
                accept(head, out);
                out.write(broken);
            });
            var connection = connected();
            assertThatThrownBy(connection::read).isInstanceOf(IOException.class);
            connection.abort();
            played.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhyTheUpgradeWasRefused() {
        var body = "{\"__type\":\"x#ExpiredTokenException\",\"message\":\"too old\"}";
        var _ = playing((head, in, out) ->
                out.write(("HTTP/1.1 403 Forbidden\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(ISO_8859_1)));
        assertThatThrownBy(this::connected).isInstanceOfSatisfying(CallRefused.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.code()).isEqualTo("ExpiredTokenException");
            assertThat(refusal.isAboutCredentials()).isTrue();
        });
    }

    @Test
    void takesNoAnswerToAnotherRequest() {
        var _ = playing((head, in, out) -> out.write(
                "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: AAAA\r\n\r\n".getBytes(ISO_8859_1)));
        assertThatThrownBy(this::connected).isInstanceOf(IOException.class).hasMessageContaining("not to this request");
    }

    @Test
    void trustsNoCertificateOfAnotherName() throws Exception {
        server.close();
        listen(TLS.forAnotherName());
        var _ = playing((head, in, out) -> accept(head, out));
        assertThatThrownBy(this::connected).isInstanceOf(SSLException.class).hasMessageContaining("127.0.0.1");
    }

    @Test
    void freesAReaderWhenAborted() throws Exception {
        var _ = playing((head, in, out) -> {
            accept(head, out);
            assertThat(in.read()).isNegative();
        });
        var connection = connected();
        var reading = threads.submit(connection::read);
        connection.abort();
        assertThatThrownBy(() -> reading.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    private WebSocketConnection connected() throws IOException, GeneralSecurityException {
        var uri = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1/x?role=subscribe&stream=input");
        return WebSocketConnection.open(
                clientContext(), uri, List.of(new Header("Authorization", "signed")), PATIENCE, MAX);
    }

    private Future<?> playing(Script script) {
        return threads.submit(() -> {
            try (var socket = server.accept()) {
                var in = socket.getInputStream();
                var head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
                script.play(head.toString(), in, socket.getOutputStream());
            }
            return null;
        });
    }

    private static void accept(String head, OutputStream out) throws IOException, GeneralSecurityException {
        var key = head.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .findFirst()
                .orElseThrow()
                .substring(19);
        var digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nsec-websocket-accept: "
                        + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] frame(int first, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) frame.write(payload.length);
        else if (payload.length < 65_536) {
            frame.write(126);
            frame.write(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(127);
            frame.write(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.write(payload);
        return frame.toByteArray();
    }

    private static byte[] unmasked(DataInputStream in) throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(0x82);
        int second = in.readUnsignedByte();
        assertThat(second & 0x80).as("masked").isEqualTo(0x80);
        int length = second & 0x7F;
        if (length == 126) length = in.readUnsignedShort();
        else if (length == 127) length = (int) in.readLong();
        var mask = in.readNBytes(4);
        var payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        return payload;
    }

    private static SSLContext serverContext(TestTls tls) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(tls.server(), TestTls.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext clientContext() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", TLS.ca());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
