package dev.postern.gateway.embedded;

import dev.postern.gateway.FrameLink;
import dev.postern.protocol.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A link over a Jetty WebSocket. Jetty sends in the order of the calls and tells when each message has left. */
final class JettyLink implements FrameLink {
    /** A peer that leaves so much unread is given up. Acknowledgements for a paused agent come to far less. */
    static final long MOST_UNSENT = 8L * 1024 * 1024;
    /** How long a peer may take to answer a close. */
    private static final long CLOSE_SECONDS = 2;
    /** RFC 6455 §5.5: a control frame carries 125 bytes, two of them the code. */
    private static final int LONGEST_REASON = 123;

    private static final byte[] KEEP_ALIVE = {'k', 'e', 'e', 'p', 'a', 'l', 'i', 'v', 'e'};

    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sent = lock.newCondition();
    private long unsent;
    private boolean broken;

    JettyLink(Session session) {
        this.session = session;
    }

    @Override
    public void send(Frame frame) {
        var length = frame.length();
        lock.lock();
        try {
            if (broken) return;
            unsent += length;
            if (unsent > MOST_UNSENT) {
                abort();
                return;
            }
            // under the lock, so that the order of the calls is the order on the wire
            session.sendBinary(frame.wire(), Callback.from(() -> left(length), _ -> breakOff()));
        } finally {
            lock.unlock();
        }
    }

    private void left(int length) {
        lock.lock();
        try {
            unsent -= length;
            sent.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will leave. */
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            sent.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long unsent() {
        lock.lock();
        try {
            return unsent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitUnsentBelow(long bytes, Duration most) throws InterruptedException {
        lock.lock();
        try {
            var left = most.toNanos();
            while (unsent >= bytes && !broken && left > 0) left = sent.awaitNanos(left);
            return unsent < bytes && !broken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ping() {
        if (session.isOpen()) session.sendPing(ByteBuffer.wrap(KEEP_ALIVE), Callback.NOOP);
    }

    @Override
    public void close(int code, String reason) {
        var text = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        session.close(code, text, Callback.NOOP);
        // a peer that does not answer keeps a socket open for nothing
        CompletableFuture.delayedExecutor(CLOSE_SECONDS, TimeUnit.SECONDS, Runnable::run)
                .execute(session::disconnect);
    }

    @Override
    public void abort() {
        breakOff();
        session.disconnect();
    }
}
