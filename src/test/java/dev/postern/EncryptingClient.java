package dev.postern;

import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionKeyUnavailable;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullUnmarked;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/** A command-line client of an encrypted session: dials the stream URL and gets its data key from KMS by AWS's own SDK. */
@NullUnmarked
final class EncryptingClient implements WebSocket.Listener, SessionKeySource, AutoCloseable {
    private final KmsClient kms;
    private final ClientHandshake handshake;
    private final IncomingStream incoming =
            new IncomingStream(MessageType.OUTPUT_STREAM_DATA, UUID::randomUUID, IncomingStream.DEFAULT_FRAMES);
    private final OutgoingStream outgoing = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, UUID::randomUUID);
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private String typedEarly = "";
    private SessionCipher cipher;
    private WebSocket socket;

    private EncryptingClient(KmsClient kms, String session, String target) {
        this.kms = kms;
        this.handshake = new ClientHandshake(
                AgentVersion.parse("1.2.650.0"),
                new ClientHandshake.Encryption(this, new SecureRandom(), session, target, true));
    }

    static EncryptingClient dial(StartSessionResponse started, String target, KmsClient kms, SSLContext tls) {
        var client = new EncryptingClient(kms, started.sessionId(), target);
        var http = HttpClient.newBuilder().sslContext(tls).build();
        var socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(started.streamUrl()), client)
                .join();
        client.open(socket, started.tokenValue());
        return client;
    }

    private synchronized void open(WebSocket opened, String token) {
        socket = opened;
        var first = OpenDataChannel.fromClient(
                UUID.randomUUID(), token, UUID.randomUUID(), AgentVersion.parse("1.2.650.0"));
        socket.sendText(first.toJson(), true).join();
        socket.request(1);
    }

    @Override
    public void onOpen(WebSocket opened) {
        // asked for frames when the first message is out
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            received(Frame.decode(ByteBuffer.wrap(partial.toByteArray())));
            partial.reset();
        }
        from.request(1);
        return null;
    }

    private void received(Frame frame) {
        if (!frame.type().equals(MessageType.OUTPUT_STREAM_DATA)) return;
        var received = incoming.receive(frame);
        if (received instanceof Received.Delivered(var frames)) frames.forEach(this::take);
        for (var acknowledgement : incoming.acknowledgements(received, Instant.now())) send(acknowledgement);
    }

    private void take(Frame frame) {
        switch (handshake.receive(frame, Instant.now())) {
            case ClientHandshake.Step.Send(var payload) ->
                send(outgoing.offer(payload.type(), payload.bytes(), Instant.now()));
            case ClientHandshake.Step.Completed completed -> {
                cipher = completed.cipher();
                if (!typedEarly.isEmpty()) type(typedEarly);
            }
            case ClientHandshake.Step.NotHandshake _ ->
                text.append(StandardCharsets.ISO_8859_1.decode(cipher.decrypt(frame.payload())));
        }
    }

    synchronized void type(String keys) {
        if (cipher == null) {
            typedEarly += keys;
            return;
        }
        var encrypted = cipher.encrypt(ByteBuffer.wrap(keys.getBytes(StandardCharsets.US_ASCII)));
        send(outgoing.offer(PayloadType.OUTPUT, encrypted, Instant.now()));
    }

    private void send(Frame frame) {
        socket.sendBinary(frame.wire(), true).join();
    }

    synchronized String text() {
        return text.toString();
    }

    @Override
    public DataKey generate(String keyId, Map<String, String> context) {
        var made = kms.generateDataKey(request ->
                request.keyId(keyId).numberOfBytes(SessionCipher.KEY_BYTES).encryptionContext(context));
        return new DataKey(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    }

    @Override
    public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
        throw new SessionKeyUnavailable("the agent's to open");
    }

    @Override
    public void close() {
        socket.abort();
    }
}
