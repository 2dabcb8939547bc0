package dev.postern.testing;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SessionCipher;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/**
 * A command-line client's end of a session, on the stream URL that StartSession gave: shakes hands, acknowledges, repeats what is not
 * acknowledged, and comes back by ResumeSession when its connection breaks, as session-manager-plugin does.
 *
 * <p>One thread reads and hands on, and may be held there; any may send.
 */
public final class SessionClient implements AutoCloseable {
    /** As much as the gateway takes in a frame, with room for the header; the stock plugin sends 1,024. */
    public static final int LARGEST_PAYLOAD = 32 * 1024;

    private static final int SOCKET_BUFFER = 128 * 1024;
    private static final long RESEND_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final UUID CLIENT = UUID.randomUUID();

    /** Takes what comes, on the one thread that reads. */
    public interface Receiver {
        void received(int payloadType, byte[] payload);
    }

    /** Makes the token for another connection; an empty one says that the session is over. */
    private interface Resumption {
        String token() throws IOException;
    }

    private final URI stream;
    private final SSLContext tls;
    private final String id;
    private final Resumption resumption;
    private final Receiver receiver;
    private final ClientHandshake handshake;
    private final IncomingStream incoming =
            new IncomingStream(MessageType.OUTPUT_STREAM_DATA, UUID::randomUUID, IncomingStream.DEFAULT_FRAMES);
    private final CompletableFuture<ClientHandshake.Step.Completed> ready = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OutgoingStream outgoing = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, UUID::randomUUID);
    private volatile WebSocketWire wire;
    private volatile boolean closed;
    private final AtomicInteger connections = new AtomicInteger();

    private SessionClient(
            StartSessionResponse started,
            SSLContext tls,
            ClientHandshake.@Nullable Encryption encryption,
            Resumption resumption,
            Receiver receiver)
            throws IOException {
        this.id = started.sessionId();
        this.stream = URI.create(started.streamUrl().replaceFirst("^wss", "https"));
        this.tls = tls;
        this.handshake = new ClientHandshake(AgentVersion.POSTERN_CLIENT, encryption);
        this.resumption = resumption;
        this.receiver = receiver;
        this.wire = connected(started.tokenValue());
        Thread.ofPlatform().daemon().name("client-read-" + id).start(this::stay);
        Thread.ofVirtual().name("client-resend-" + id).start(this::resend);
    }

    /** Starts a session and dials its stream. */
    public static SessionClient start(SsmClient ssm, SSLContext tls, StartSessionRequest request, Receiver receiver)
            throws IOException {
        var started = ssm.startSession(request);
        return new SessionClient(started, tls, null, () -> resumed(ssm, started.sessionId()), receiver);
    }

    /** Dials the stream of an encrypted session; not made to come back. */
    public static SessionClient dial(
            StartSessionResponse started, SSLContext tls, ClientHandshake.Encryption encryption, Receiver receiver)
            throws IOException {
        return new SessionClient(started, tls, encryption, () -> "", receiver);
    }

    private static String resumed(SsmClient ssm, String id) {
        var token = ssm.resumeSession(request -> request.sessionId(id)).tokenValue();
        return token == null ? "" : token;
    }

    public String id() {
        return id;
    }

    /** How often it has connected. */
    public int connections() {
        return connections.get();
    }

    /** Waits for the end of the handshake. A plain shell has none. */
    public ClientHandshake.Step.Completed awaitReady() {
        return ready.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Completed with what the server says at the end. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Sends a payload as soon as there is room for it. */
    public void send(int payloadType, ByteBuffer payload) throws InterruptedException, IOException {
        lock.lockInterruptibly();
        try {
            while (!outgoing.hasRoom() && !isOver()) changed.await();
            if (isOver()) throw new IOException("session " + id + " is over");
            offer(payloadType, payload);
        } finally {
            lock.unlock();
        }
    }

    private void offer(int payloadType, ByteBuffer payload) {
        var cipher = cipher();
        var bytes = cipher != null && cipher.encrypts(payloadType) ? cipher.encrypt(payload) : payload;
        write(wire, outgoing.offer(payloadType, bytes, Instant.now()));
    }

    private @Nullable SessionCipher cipher() {
        return ready.isDone() ? ready.join().cipher() : null;
    }

    private boolean isOver() {
        return closed || ended.isDone();
    }

    /** A connection that breaks is found by its reader, and what was lost on it is sent again. */
    private static void write(WebSocketWire to, Frame frame) {
        var bytes = new byte[frame.length()];
        frame.wire().get(bytes);
        try {
            to.send(bytes);
        } catch (IOException _) {
            // see above
        }
    }

    private WebSocketWire connected(String token) throws IOException {
        var next = WebSocketWire.dial(stream, tls, SOCKET_BUFFER);
        next.upgrade(stream.getRawPath() + "?" + stream.getRawQuery(), Map.of());
        next.send(OpenDataChannel.fromClient(UUID.randomUUID(), token, CLIENT, AgentVersion.POSTERN_CLIENT)
                .toJson());
        connections.incrementAndGet();
        return next;
    }

    private void stay() {
        try {
            while (!isOver()) {
                read(wire);
                if (isOver()) return;
                var token = resumption.token();
                if (token.isEmpty()) {
                    end("");
                    return;
                }
                var next = connected(token);
                lock.lock();
                try {
                    wire = next;
                    for (var frame : outgoing.reconnected(Instant.now())) write(next, frame);
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException | RuntimeException lost) {
            end("lost: " + lost);
        }
    }

    private void end(String output) {
        ended.complete(output);
        ready.completeExceptionally(new IOException("session " + id + " ended: " + output));
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until the connection breaks or the session ends. */
    private void read(WebSocketWire from) {
        try {
            for (var message = from.read(); message != null && !isOver(); message = from.read()) {
                var bytes = ByteBuffer.allocate(message.length());
                take(
                        from,
                        Frame.decode(bytes.put(message.payload(), 0, message.length())
                                .flip()));
            }
        } catch (IOException _) {
            // whoever called connects again
        }
    }

    private void take(WebSocketWire from, Frame frame) {
        var type = frame.type();
        if (type.equals(MessageType.OUTPUT_STREAM_DATA)) {
            var received = incoming.receive(frame);
            if (received instanceof Received.Delivered(var frames)) frames.forEach(this::deliver);
            for (var acknowledgement : incoming.acknowledgements(received, Instant.now())) write(from, acknowledgement);
        } else if (type.equals(MessageType.ACKNOWLEDGE)) {
            acknowledged(Acknowledgement.sequenceOf(frame));
        } else if (type.equals(MessageType.CHANNEL_CLOSED)) {
            end(ChannelClosed.parse(frame).output());
        }
    }

    private void deliver(Frame frame) {
        switch (handshake.receive(frame, Instant.now())) {
            case ClientHandshake.Step.Send(var answer) -> {
                lock.lock();
                try {
                    offer(answer.type(), answer.bytes());
                } finally {
                    lock.unlock();
                }
            }
            case ClientHandshake.Step.Completed completed -> ready.complete(completed);
            case ClientHandshake.Step.NotHandshake _ -> {
                var cipher = cipher();
                var clear = cipher == null ? frame : cipher.decrypt(frame);
                var bytes = new byte[clear.payloadLength()];
                clear.payload().get(bytes);
                receiver.received(clear.payloadType(), bytes);
            }
        }
    }

    private void acknowledged(long sequence) {
        lock.lock();
        try {
            var _ = outgoing.acknowledge(sequence, Instant.now());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void resend() {
        try {
            while (!ended.isDone() && !closed) {
                lock.lock();
                try {
                    changed.await(RESEND_MILLIS, TimeUnit.MILLISECONDS);
                    for (var frame : outgoing.overdue(Instant.now())) write(wire, frame);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a person types. */
    public void type(String keys) throws InterruptedException, IOException {
        send(PayloadType.OUTPUT, ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)));
    }

    /** Leaves without a word; the session waits for its grace period. */
    @Override
    public void close() throws IOException {
        closed = true;
        wire.close();
        end("left");
    }
}
