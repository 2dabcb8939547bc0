package dev.postern.gateway;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.session.SessionId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's end of a session in this process, as far as the two reliable streams go: acknowledges what was dealt with, numbers what is sent and
 * sends it again.
 *
 * <p>The relay's threads only leave frames here; one virtual thread deals with what came, another carries what goes, since the relay may hold either
 * back. Whoever has the lock calls nobody else.
 */
final class ForwardLink implements FrameLink {
    private static final Logger log = LoggerFactory.getLogger(ForwardLink.class);

    private final SessionId id;
    private final InstantSource clock;
    private final Payloads payloads;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Inlet inlet;

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> arrived = new ArrayDeque<>();
    private long arrivedBytes;
    private final ArrayDeque<Frame> outbox = new ArrayDeque<>();
    private final OutgoingStream outgoing = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, UUID::randomUUID);
    private final IncomingStream incoming =
            new IncomingStream(MessageType.OUTPUT_STREAM_DATA, UUID::randomUUID, IncomingStream.DEFAULT_FRAMES);

    /** Who deals with what the node sends. */
    interface Payloads {
        /**
         * In order, each once. Not acknowledged before this returns: whoever blocks holds up the node.
         *
         * @throws ProtocolViolation for what is not understood: the link ends
         */
        void received(Frame frame) throws InterruptedException;

        /** The last call, once. */
        void over();
    }

    ForwardLink(SessionId id, InstantSource clock, Payloads payloads) {
        this.id = id;
        this.clock = clock;
        this.payloads = payloads;
    }

    /** @param to where the relay takes this end's frames */
    void begin(Inlet to) {
        inlet = to;
        Thread.ofVirtual().name("forward-in-" + id).start(this::deal);
        Thread.ofVirtual().name("forward-out-" + id).start(() -> carry(to));
    }

    // ── from the node

    @Override
    public void send(Frame frame) {
        var type = frame.type();
        lock.lock();
        try {
            if (type.equals(MessageType.OUTPUT_STREAM_DATA)) {
                arrived.add(frame);
                arrivedBytes += frame.length();
            } else if (type.equals(MessageType.ACKNOWLEDGE)) {
                var _ = outgoing.acknowledge(Acknowledgement.sequenceOf(frame), clock.instant());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (type.equals(MessageType.CHANNEL_CLOSED)) end();
    }

    private void deal() {
        try {
            for (var frame = awaitArrival(); frame != null; frame = awaitArrival()) deal(frame);
        } catch (ProtocolViolation e) {
            log.atWarn().addKeyValue("session", id).setCause(e).log("forward ended, the node's end is not understood");
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Frame awaitArrival() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (arrived.isEmpty() && !over.get()) changed.await();
            return over.get() ? null : arrived.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Counts as unsent until it is dealt with. */
    private void deal(Frame frame) throws InterruptedException {
        var received = incoming.receive(frame); // used by this thread alone
        if (received instanceof Received.Delivered(var frames)) {
            for (var next : frames) payloads.received(next);
        }
        lock.lockInterruptibly();
        try {
            arrivedBytes -= arrived.removeFirst().length();
            outbox.addAll(incoming.acknowledgements(received, clock.instant()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long unsent() {
        lock.lock();
        try {
            return arrivedBytes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitUnsentBelow(long bytes, Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = most.toNanos();
            while (arrivedBytes >= bytes && !over.get() && left > 0) left = changed.awaitNanos(left);
            return arrivedBytes < bytes && !over.get();
        } finally {
            lock.unlock();
        }
    }

    // ── to the node

    /** Waits for room; once the session is over, it does nothing. */
    void offer(int payloadType, ByteBuffer payload) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!outgoing.hasRoom() && !over.get()) changed.await();
            if (over.get()) return;
            outbox.add(outgoing.offer(payloadType, payload, clock.instant()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void carry(Inlet to) {
        try {
            for (var frame = awaitOutgoing(); frame != null; frame = awaitOutgoing()) to.received(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            to.closed();
        }
    }

    private @Nullable Frame awaitOutgoing() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (outbox.isEmpty() && !over.get()) changed.await();
            return over.get() ? null : outbox.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Ten times a second: what was not acknowledged in time goes again. */
    void tick(Instant now) {
        lock.lock();
        try {
            outbox.addAll(outgoing.overdue(now));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ── the end

    boolean isOver() {
        return over.get();
    }

    /** Heard at once: who is in the same process is there. */
    @Override
    public void ping() {
        var to = inlet;
        if (to != null) to.heard();
    }

    @Override
    public void close(int code, String reason) {
        end();
    }

    @Override
    public void abort() {
        end();
    }

    void end() {
        if (!over.compareAndSet(false, true)) return;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // the relay calls this, and must not wait for what closes now
        Thread.ofVirtual().name("forward-over-" + id).start(payloads::over);
    }
}
