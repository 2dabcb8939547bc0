package dev.postern.agent;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentSessionState;
import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.StreamPayload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of a session's channel: numbered bytes both ways that outlive the socket they travel on. When the socket is lost, another is opened,
 * numbering goes on, what was not acknowledged is sent again; nothing is lost and nothing doubled. After {@code grace} without a socket it gives up.
 *
 * <p>One lock orders what is sent; nothing waits for the network under it longer than {@link ChannelSocket#SEND_PATIENCE}.
 */
final class DataChannel {

    /** How much may wait for acknowledgement before the shell is held. Little, so that what was typed against a flood is soon felt. */
    static final int WINDOW_FRAMES = 4096;

    static final long WINDOW_BYTES = 2L * 1024 * 1024;

    /** As often as the stock ends look. */
    private static final Duration RESEND_TICK = Duration.ofMillis(100);

    private static final int IDLE_TICKS = 20;

    /** Without an acknowledgement for so long, on an open socket that is not paused, nobody is there to read the rest. */
    private static final Duration FINISH_PATIENCE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(DataChannel.class);

    /** What the session does with what comes. Called on the socket's thread, under no lock of the channel; must not wait. */
    interface Handler {
        /** False to have the frame held until {@link #roomMade}; the client may repeat it meanwhile. */
        boolean isReadyFor(Frame frame);

        void received(Frame frame);

        /** There will be no more: the server ended the session, or the channel gave up. */
        void ended(End end);
    }

    /** Why a channel ended before its session did. */
    sealed interface End {
        /** The server said so. */
        record ClosedByServer(String output) implements End {}

        /** No socket for longer than the grace period. */
        record Lost(String cause) implements End {}
    }

    /** Thrown into whoever sends when there is nobody any more to send to. */
    static final class Gone extends Exception {
        private static final long serialVersionUID = 1;

        Gone() {
            super("the data channel has ended");
        }
    }

    private final String sessionId;
    private final String instanceId;
    private final Links links;
    private final InstantSource clock;
    private final Backoff backoff;
    private final Duration grace;

    /** Fair, so that acknowledgements get their turn beside a flood. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Condition changed = lock.newCondition();

    /** Taken before {@link #lock}: the last frames of an old socket and the first of a new one are not handled at once. */
    private final ReentrantLock receiving = new ReentrantLock();

    private final OutgoingStream outgoing =
            new OutgoingStream(MessageType.OUTPUT_STREAM_DATA, true, UUID::randomUUID, WINDOW_FRAMES, WINDOW_BYTES);
    private final IncomingStream incoming =
            new IncomingStream(MessageType.INPUT_STREAM_DATA, UUID::randomUUID, IncomingStream.DEFAULT_FRAMES);

    /** The next frame in turn, which found no room, and where it came from. Under {@link #receiving}. */
    private @Nullable Frame held;

    private @Nullable ChannelSocket heldFrom;
    private volatile @Nullable Handler handler;
    private volatile @Nullable SessionCipher cipher;
    private @Nullable ChannelSocket link;
    private boolean everConnected;
    private boolean resendRests;
    private volatile boolean closed;
    private volatile @Nullable End end;
    private Instant lastAcknowledged;

    private final List<Thread> threads = new ArrayList<>();

    /** Opens sockets for this session. */
    interface Links {
        /** The token for the first message. */
        String token() throws IOException, InterruptedException;

        ChannelSocket open(ChannelSocket.Receiver receiver) throws IOException, InterruptedException;

        /** The credentials may be what is wrong. */
        void refused(CallRefused refusal);
    }

    DataChannel(
            String sessionId, String instanceId, Links links, InstantSource clock, Backoff backoff, Duration grace) {
        this.sessionId = sessionId;
        this.instanceId = instanceId;
        this.links = links;
        this.clock = clock;
        this.backoff = backoff;
        this.grace = grace;
        this.lastAcknowledged = clock.instant();
    }

    /** Connects, and keeps connected from now on. Frames go to the handler. */
    void start(Handler with) {
        handler = with;
        threads.add(Thread.ofVirtual().name("data-link-" + sessionId).start(this::keepConnected));
        threads.add(Thread.ofVirtual().name("data-resend-" + sessionId).start(this::resend));
    }

    /** Waits for the first socket; false if none came in time or the session is over. */
    boolean awaitConnected(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!everConnected && !closed && end == null) {
                if (left <= 0) return false;
                left = changed.awaitNanos(left);
            }
            return everConnected;
        } finally {
            lock.unlock();
        }
    }

    /** From now on the payloads that a cipher covers are encrypted. */
    void encryptWith(SessionCipher sessionCipher) {
        lock.lock();
        try {
            cipher = sessionCipher;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a payload, as soon as the window has room and the stream is not paused.
     *
     * @return whether earlier ones are still under way
     * @throws Gone if the channel has ended
     */
    boolean send(int payloadType, ByteBuffer payload) throws InterruptedException, Gone {
        lock.lockInterruptibly();
        try {
            while (!isOver() && (outgoing.paused() || !outgoing.hasRoom())) changed.await();
            if (isOver()) throw new Gone();
            offer(payloadType, payload);
            return outgoing.size() > 1;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, with room for it. */
    private void offer(int payloadType, ByteBuffer payload) throws InterruptedException {
        var bytes = cipher != null && cipher.encrypts(payloadType) ? cipher.encrypt(payload) : payload;
        if (outgoing.isEmpty()) lastAcknowledged = clock.instant();
        if (resendRests) changed.signalAll();
        var frame = outgoing.offer(payloadType, bytes, clock.instant());
        if (link != null) link.send(frame);
    }

    void send(StreamPayload payload) throws InterruptedException, Gone {
        send(payload.type(), payload.bytes());
    }

    /**
     * The session has ended by itself: waits until its last bytes are acknowledged, says so, and closes. Waits for a lost socket and for a paused
     * stream as long as the grace period, for a silent peer only {@link #FINISH_PATIENCE}.
     */
    void finish() throws InterruptedException {
        var until = clock.instant().plus(grace);
        lock.lockInterruptibly();
        try {
            while (!outgoing.isEmpty() && !isOver() && clock.instant().isBefore(until)) {
                boolean flows = link != null && !outgoing.paused();
                if (flows && clock.instant().isAfter(lastAcknowledged.plus(FINISH_PATIENCE))) break;
                changed.await(RESEND_TICK.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (!outgoing.isEmpty())
                log.atInfo()
                        .addKeyValue("session", sessionId)
                        .addKeyValue("bytes", outgoing.bytes())
                        .log("output not acknowledged");
            if (link != null && end == null) {
                var state = new AgentSessionState(AgentSessionState.State.TERMINATING, sessionId);
                link.send(state.toFrame(UUID.randomUUID(), clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is sent or received; whoever waits to send is told that the channel is gone. From any thread; {@link #close} does the rest. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything of the channel; safe to call at any time and more than once. */
    void close() throws InterruptedException {
        ChannelSocket last;
        lock.lock();
        try {
            closed = true;
            last = link;
            link = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (last != null) last.close();
        } finally {
            for (var thread : threads) thread.interrupt();
        }
        for (var thread : threads) thread.join();
    }

    private boolean isOver() {
        return closed || end != null;
    }

    private void keepConnected() {
        try {
            var tries = backoff.since(clock.instant());
            while (true) {
                var socket = connect(tries);
                if (socket == null) return;
                var cause = socket.awaitEnd();
                lock.lock();
                try {
                    link = null;
                    if (isOver()) return;
                } finally {
                    lock.unlock();
                }
                log.atInfo()
                        .addKeyValue("session", sessionId)
                        .addKeyValue("cause", cause)
                        .log("data channel lost");
                // A server that accepts and closes is not asked without end; one that spoke is asked at once.
                if (socket.wasHeard()) tries = backoff.since(clock.instant());
                else pauseBefore(tries);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void pauseBefore(Backoff.Tries next) throws InterruptedException {
        var wait = next.next(clock.instant());
        Thread.sleep(wait.compareTo(Backoff.EAGER_MAX) > 0 ? Backoff.EAGER_MAX : wait);
    }

    private @Nullable ChannelSocket connect(Backoff.Tries tries) throws InterruptedException {
        var lost = clock.instant();
        while (true) {
            String cause;
            try {
                var token = links.token();
                var socket = links.open(this::received);
                if (begin(socket, token)) return socket;
                cause = "ended at once";
            } catch (CallRefused refusal) {
                if (refusal.saysSessionIsOver()) {
                    over(new End.ClosedByServer(""));
                    return null;
                }
                links.refused(refusal);
                cause = String.valueOf(refusal.getMessage());
            } catch (IOException unreachable) {
                cause = unreachable.toString();
            }
            lock.lockInterruptibly();
            try {
                if (isOver()) return null;
            } finally {
                lock.unlock();
            }
            if (clock.instant().isAfter(lost.plus(grace))) {
                over(new End.Lost(cause));
                return null;
            }
            log.atDebug()
                    .addKeyValue("session", sessionId)
                    .addKeyValue("cause", cause)
                    .log("data channel not opened");
            pauseBefore(tries);
        }
    }

    private boolean begin(ChannelSocket socket, String token) throws InterruptedException {
        var open = OpenDataChannel.fromAgent(UUID.randomUUID(), token, instanceId);
        var state = new AgentSessionState(AgentSessionState.State.CONNECTED, sessionId);
        lock.lockInterruptibly();
        try {
            if (closed) {
                socket.drop("the session has ended");
                return false;
            }
            boolean stands =
                    socket.send(open.toJson()) && socket.send(state.toFrame(UUID.randomUUID(), clock.instant()));
            for (var frame : outgoing.reconnected(clock.instant())) stands = stands && socket.send(frame);
            if (!stands) return false;
            lastAcknowledged = clock.instant();
            link = socket;
            everConnected = true;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void received(ChannelSocket from, Frame frame) {
        try {
            var type = frame.type();
            if (type.equals(MessageType.INPUT_STREAM_DATA)) receivedInput(from, frame);
            else if (type.equals(MessageType.ACKNOWLEDGE)) acknowledged(Acknowledgement.sequenceOf(frame));
            else if (type.equals(MessageType.PAUSE_PUBLICATION)) pause();
            else if (type.equals(MessageType.START_PUBLICATION)) start(from);
            else if (type.equals(MessageType.CHANNEL_CLOSED)) over(new End.ClosedByServer(outputOf(frame)));
            // data_channel_ready answers a wish this agent never has; what is unknown is ignored, as stock ends do.
        } catch (InterruptedException _) {
            from.drop("the agent stops");
        }
    }

    private void receivedInput(ChannelSocket from, Frame frame) throws InterruptedException {
        var to = handler;
        if (to == null || isOver()) return;
        // Only what the client sends ends a pause: acknowledgements of what was under way must not.
        start(from);
        receiving.lockInterruptibly();
        try {
            take(to, from, frame);
        } finally {
            receiving.unlock();
        }
    }

    private void take(Handler to, ChannelSocket from, Frame frame) throws InterruptedException {
        if (frame.sequence() == incoming.expected() && !to.isReadyFor(frame)) {
            held = frame;
            heldFrom = from;
            return;
        }
        var received = incoming.receive(frame);
        if (received instanceof Received.Delivered(var frames)) {
            for (var each : frames) deliver(to, each);
        }
        for (var acknowledgement : incoming.acknowledgements(received, clock.instant())) from.send(acknowledgement);
    }

    /** The handler was not ready for a frame, and may be now. From any thread that holds no lock the handler needs. */
    void roomMade() {
        receiving.lock();
        try {
            var frame = held;
            var from = heldFrom;
            var to = handler;
            held = null;
            heldFrom = null;
            if (frame != null && from != null && to != null && !isOver()) take(to, from, frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // unacknowledged, it comes again
        } finally {
            receiving.unlock();
        }
    }

    private void deliver(Handler to, Frame frame) {
        try {
            to.received(decrypted(frame));
        } catch (ProtocolViolation broken) {
            // Acknowledged all the same: the sender would repeat it for ever.
            log.atWarn()
                    .addKeyValue("session", sessionId)
                    .addKeyValue("violation", broken.getMessage())
                    .log("input ignored");
        }
    }

    private Frame decrypted(Frame frame) {
        var with = cipher;
        return with == null ? frame : with.decrypt(frame);
    }

    private void acknowledged(long sequence) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var now = clock.instant();
            boolean full = !outgoing.hasRoom();
            if (outgoing.acknowledge(sequence, now).isPresent()) lastAcknowledged = now;
            if (full || outgoing.isEmpty()) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            outgoing.pause();
        } finally {
            lock.unlock();
        }
    }

    private void start(ChannelSocket from) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!outgoing.paused()) return;
            for (var frame : outgoing.start(clock.instant())) from.send(frame);
            lastAcknowledged = clock.instant();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String outputOf(Frame frame) {
        return ChannelClosed.parse(frame).output();
    }

    private void over(End how) throws InterruptedException {
        var to = handler;
        if (isOver()) return;
        if (to != null) to.ended(how); // first, so that whoever finds the channel gone knows why
        lock.lockInterruptibly();
        try {
            if (end == null) end = how;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Looks while something waits, and a little longer, so that a keystroke finds it awake; then rests until something is sent. */
    private void resend() {
        int idle = 0;
        try {
            lock.lockInterruptibly();
            try {
                while (!isOver()) {
                    idle = outgoing.isEmpty() || link == null || outgoing.paused() ? idle + 1 : 0;
                    resendRests = idle > IDLE_TICKS;
                    if (resendRests) changed.await();
                    else changed.await(RESEND_TICK.toMillis(), TimeUnit.MILLISECONDS);
                    resendRests = false;
                    if (link == null) continue;
                    for (var frame : outgoing.overdue(clock.instant())) link.send(frame);
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }
}
