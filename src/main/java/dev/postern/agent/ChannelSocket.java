package dev.postern.agent;

import dev.postern.protocol.Frame;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.sigv4.SignableRequest.Header;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of a channel, from the open handshake to its end. Pings, and drops the connection when a pong is late: a peer that is gone without a
 * word is noticed. Whoever sends waits until the bytes are written; a peer that takes none for {@link #SEND_PATIENCE} is gone, too.
 */
final class ChannelSocket {

    /** As the stock agent since 3.3.987, protocol.md §2.3. */
    static final Duration PING_EVERY = Duration.ofSeconds(54);

    static final Duration PONG_PATIENCE = Duration.ofSeconds(10);
    static final Duration SEND_PATIENCE = Duration.ofSeconds(30);
    static final Duration OPEN_PATIENCE = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(ChannelSocket.class);
    private static final byte[] KEEP_ALIVE = "keepalive".getBytes(StandardCharsets.US_ASCII);

    /** Takes what comes, on the socket's thread, one at a time and in order: it must not wait. */
    interface Receiver {
        void received(ChannelSocket from, Frame frame);
    }

    private final Receiver receiver;
    private final ReentrantLock sending = new ReentrantLock();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private volatile boolean pongDue;
    private volatile boolean heard;

    private ChannelSocket(Receiver receiver) {
        this.receiver = receiver;
    }

    static ChannelSocket open(HttpClient http, URI uri, List<Header> headers, Receiver receiver, Executor threads)
            throws IOException, InterruptedException {
        var socket = new ChannelSocket(receiver);
        var builder = http.newWebSocketBuilder().connectTimeout(OPEN_PATIENCE);
        for (var header : headers) builder.header(header.name(), header.value());
        var opening = builder.buildAsync(uri, socket.new Incoming());
        try {
            opening.get(OPEN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (TimeoutException late) {
            opening.cancel(true);
            throw new IOException("no answer to the upgrade within " + OPEN_PATIENCE.toSeconds() + " s", late);
        }
        threads.execute(socket::keepAlive);
        return socket;
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            var status = refused.getResponse().statusCode();
            var body = refused.getResponse().body() instanceof String text ? text : "";
            return new CallRefused(status, "", body.isEmpty() ? "the upgrade was refused" : body);
        }
        return cause instanceof IOException io ? io : new IOException("the upgrade failed: " + cause, cause);
    }

    /** Sends a text message; false if the socket has ended. */
    boolean send(String text) throws InterruptedException {
        return sent(() -> socket().sendText(text, true));
    }

    /** Sends a frame; false if the socket has ended. */
    boolean send(Frame frame) throws InterruptedException {
        return sent(() -> socket().sendBinary(frame.wire(), true));
    }

    private interface Sending {
        CompletionStage<WebSocket> begin();
    }

    private boolean sent(Sending message) throws InterruptedException {
        sending.lockInterruptibly();
        try {
            if (ended.isDone()) return false;
            var written = message.begin().toCompletableFuture();
            if (!written.isDone()) written.get(SEND_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            else if (written.isCompletedExceptionally()) written.join();
            return true;
        } catch (ExecutionException | CompletionException failed) {
            drop("could not be written: " + failed.getCause());
            return false;
        } catch (TimeoutException _) {
            drop("took no bytes for " + SEND_PATIENCE.toSeconds() + " s");
            return false;
        } finally {
            sending.unlock();
        }
    }

    /** Says good-bye, and drops the connection if there is no answer at once. */
    void close() throws InterruptedException {
        if (sent(() -> socket().sendClose(WebSocket.NORMAL_CLOSURE, ""))) {
            try {
                ended.get(1, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException _) {
                // no answer: dropped below
            }
        }
        drop("closed here");
    }

    /** Ends the connection without a word. */
    void drop(String cause) {
        ended.complete(cause);
        if (opened.isDone()) socket().abort();
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

    private WebSocket socket() {
        return opened.join();
    }

    private void keepAlive() {
        try {
            while (true) {
                if (endsWithin(PING_EVERY)) return;
                pongDue = true;
                var _ = socket().sendPing(ByteBuffer.wrap(KEEP_ALIVE)); // the pong tells whether it arrived
                if (endsWithin(PONG_PATIENCE)) return;
                if (pongDue) drop("no pong within " + PONG_PATIENCE.toSeconds() + " s");
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

    private final class Incoming implements WebSocket.Listener {
        private byte[] message = new byte[4096];
        private int length;

        @Override
        public void onOpen(WebSocket socket) {
            opened.complete(socket);
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            int needed = length + data.remaining();
            if (needed > Frame.MAX_CONTROL_BYTES) {
                drop("a message of more than " + Frame.MAX_CONTROL_BYTES + " bytes");
                return null;
            }
            if (last && length == 0) {
                var whole = new byte[needed];
                data.get(whole);
                deliver(whole);
            } else {
                if (needed > message.length) message = Arrays.copyOf(message, Math.max(needed, message.length * 2));
                data.get(message, length, data.remaining());
                length = needed;
                if (last) {
                    deliver(Arrays.copyOf(message, length));
                    length = 0;
                }
            }
            from.request(1);
            return null;
        }

        private void deliver(byte[] bytes) {
            heard = true;
            try {
                receiver.received(ChannelSocket.this, Frame.decode(ByteBuffer.wrap(bytes)));
            } catch (ProtocolViolation broken) {
                // One bad frame says nothing about the next: stock agents go on, too.
                log.atWarn().addKeyValue("violation", broken.getMessage()).log("frame ignored");
            }
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pongDue = false;
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended.complete("closed by the server with " + status + (reason.isEmpty() ? "" : " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.complete("lost: " + error);
        }
    }
}
