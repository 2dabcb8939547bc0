package dev.postern.agent;

import dev.postern.protocol.Frame;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.sigv4.SignableRequest.Header;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of a channel, from the open handshake to its end. Pings, and drops the connection when a pong is late: a peer that is gone without a
 * word is noticed. Whoever sends waits until the bytes are written; a peer that takes none for {@link #SEND_PATIENCE} is gone, too.
 *
 * <p>Two threads for as long as it is open: one reads, a platform thread since it does little else than wait in the kernel; one watches the time.
 */
final class ChannelSocket {

    /** As the stock agent since 3.3.987, protocol.md §2.3. */
    static final Duration PING_EVERY = Duration.ofSeconds(54);

    static final Duration PONG_PATIENCE = Duration.ofSeconds(10);
    static final Duration SEND_PATIENCE = Duration.ofSeconds(30);
    static final Duration OPEN_PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration GOOD_BYE = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(ChannelSocket.class);
    private static final byte[] KEEP_ALIVE = "keepalive".getBytes(StandardCharsets.US_ASCII);

    /** 1000, normal closure. */
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};

    /** Takes what comes, on the socket's thread, one at a time and in order: it must not wait. */
    interface Receiver {
        void received(ChannelSocket from, Frame frame);
    }

    private final WebSocketConnection connection;
    private final Receiver receiver;
    private final InstantSource clock;
    private final ReentrantLock sending = new ReentrantLock();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean heard;
    private volatile boolean closing;

    /** Milliseconds by the clock; 0 while nothing is being written, or no pong is due. */
    private volatile long writingSince;

    private volatile long pongDueSince;

    private ChannelSocket(WebSocketConnection connection, Receiver receiver, InstantSource clock) {
        this.connection = connection;
        this.receiver = receiver;
        this.clock = clock;
    }

    /**
     * Opens a socket that hands its frames to the receiver from now on.
     *
     * @param uri an https address
     */
    static ChannelSocket open(SSLContext tls, URI uri, List<Header> headers, Receiver receiver, InstantSource clock)
            throws IOException {
        var connection = WebSocketConnection.open(tls, uri, headers, OPEN_PATIENCE, Frame.MAX_CONTROL_BYTES);
        var socket = new ChannelSocket(connection, receiver, clock);
        Thread.ofPlatform().daemon().name("channel-read").start(socket::read);
        Thread.ofVirtual().name("channel-watch").start(socket::watch);
        return socket;
    }

    /** Sends a text message; false if the socket has ended. */
    boolean send(String text) throws InterruptedException {
        return sent(WebSocketConnection.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a frame; false if the socket has ended. */
    boolean send(Frame frame) throws InterruptedException {
        return sent(WebSocketConnection.BINARY, frame.wire());
    }

    private boolean sent(int opcode, ByteBuffer payload) throws InterruptedException {
        sending.lockInterruptibly();
        try {
            if (ended.isDone()) return false;
            writingSince = clock.millis();
            connection.write(opcode, payload);
            return true;
        } catch (IOException failed) {
            drop("could not be written: " + failed.getMessage());
            return false;
        } finally {
            writingSince = 0;
            sending.unlock();
        }
    }

    /** Says good-bye, and drops the connection if there is no answer at once. */
    void close() throws InterruptedException {
        closing = true;
        if (sent(WebSocketConnection.CLOSE, ByteBuffer.wrap(NORMAL)) && endsWithin(GOOD_BYE)) return;
        drop("closed here");
    }

    /** Ends the connection without a word. */
    void drop(String cause) {
        ended.complete(cause);
        connection.abort();
    }

    /** Whether a frame ever came. */
    boolean wasHeard() {
        return heard;
    }

    /** Waits for the end; the answer is its cause, for the log. */
    String awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the end is never exceptional", impossible);
        }
    }

    private void read() {
        try {
            while (!ended.isDone()) {
                var message = connection.read();
                switch (message.opcode()) {
                    case WebSocketConnection.BINARY -> deliver(message.payload());
                    case WebSocketConnection.PING -> sent(WebSocketConnection.PONG, message.payload());
                    case WebSocketConnection.PONG -> pongDueSince = 0;
                    case WebSocketConnection.CLOSE -> closedByServer(message.payload());
                    default -> {} // servers send no text
                }
            }
        } catch (IOException lost) {
            drop("lost: " + lost.getMessage());
        } catch (InterruptedException _) {
            drop("the agent stops");
        } catch (RuntimeException bug) {
            log.atError().setCause(bug).log("channel broke");
            drop("broke: " + bug);
        }
    }

    private void deliver(ByteBuffer bytes) {
        heard = true;
        try {
            receiver.received(this, Frame.decode(bytes));
        } catch (ProtocolViolation broken) {
            // One bad frame says nothing about the next: stock agents go on, too.
            log.atWarn().addKeyValue("violation", broken.getMessage()).log("frame ignored");
        }
    }

    private void closedByServer(ByteBuffer payload) throws InterruptedException {
        if (!closing) sent(WebSocketConnection.CLOSE, payload.duplicate());
        var code = payload.remaining() < Short.BYTES ? "no code" : String.valueOf(payload.getShort() & 0xFFFF);
        var reason = StandardCharsets.UTF_8.decode(payload).toString();
        drop("closed by the server with " + code + (reason.isEmpty() ? "" : " " + reason));
    }

    private void watch() {
        long pinged = clock.millis();
        try {
            while (!endsWithin(LOOK_EVERY)) {
                if (isOlder(writingSince, SEND_PATIENCE)) drop("took no bytes for " + SEND_PATIENCE.toSeconds() + " s");
                else if (isOlder(pongDueSince, PONG_PATIENCE))
                    drop("no pong within " + PONG_PATIENCE.toSeconds() + " s");
                else if (isOlder(pinged, PING_EVERY)) {
                    pinged = clock.millis();
                    pongDueSince = pinged;
                    sent(WebSocketConnection.PING, ByteBuffer.wrap(KEEP_ALIVE));
                }
            }
        } catch (InterruptedException _) {
            drop("the agent stops");
        }
    }

    private boolean endsWithin(Duration time) throws InterruptedException {
        try {
            ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the end is never exceptional", impossible);
        }
    }

    private boolean isOlder(long since, Duration age) {
        return since != 0 && clock.millis() - since > age.toMillis();
    }
}
