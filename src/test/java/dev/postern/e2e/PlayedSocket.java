package dev.postern.e2e;

import static org.awaitility.Awaitility.await;

import dev.postern.protocol.Frame;
import dev.postern.testing.WebSocketWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One connection of a replayed end: what it received waits to be claimed, each frame once. */
final class PlayedSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BUFFER = 64 * 1024;

    private final WebSocketWire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Frame> unclaimed = new ArrayList<>();
    private final List<Frame> claimed = new ArrayList<>();
    private boolean over;
    private int pings;

    private PlayedSocket(WebSocketWire wire) {
        this.wire = wire;
        Thread.ofVirtual().name("played-socket").start(this::read);
    }

    static PlayedSocket dial(SignedCalls calls, SignedCalls.@Nullable Key key, String target) throws IOException {
        var wire = WebSocketWire.dial(calls.endpoint(), calls.tls(), BUFFER);
        wire.upgrade(target, calls.upgradeHeaders(key, target));
        return new PlayedSocket(wire);
    }

    void say(String text) throws IOException {
        wire.send(text);
    }

    void ping(String text) throws IOException {
        wire.ping(text);
        pings++;
    }

    /** False when the server has hung up, and so nobody hears it. */
    boolean send(Frame frame) {
        var bytes = new byte[frame.length()];
        frame.wire().get(bytes);
        try {
            wire.send(bytes);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void read() {
        try {
            for (var message = wire.read(); message != null; message = wire.read()) {
                var bytes = ByteBuffer.allocate(message.length());
                var frame = Frame.decode(
                        bytes.put(message.payload(), 0, message.length()).flip());
                change(() -> unclaimed.add(frame));
            }
        } catch (IOException _) {
            // one of the two hung up
        } finally {
            change(() -> over = true);
        }
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a frame that nobody has claimed and claims it. */
    Frame claim(String what, Predicate<Frame> wanted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = PATIENCE.toNanos();
            while (true) {
                var found = unclaimed.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    unclaimed.remove(found.get());
                    claimed.add(found.get());
                    return found.get();
                }
                if (over || left <= 0)
                    throw new AssertionError(what + " did not come" + (over ? " before the connection ended" : "")
                            + "; unclaimed: " + unclaimed);
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server has hung up. */
    void awaitEnd(String what) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = PATIENCE.toNanos();
            while (!over && left > 0) left = changed.awaitNanos(left);
            if (!over) throw new AssertionError(what + ": the server did not hang up");
        } finally {
            lock.unlock();
        }
    }

    /** What came and was not claimed; repeats of what was claimed are not new. */
    List<Frame> leftOver() {
        lock.lock();
        try {
            return unclaimed.stream().filter(frame -> !claimed.contains(frame)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server has answered every ping; one that has hung up need not. */
    void awaitPongs() {
        await("pongs").atMost(PATIENCE).until(() -> wire.pongs() >= pings || isOver());
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Without a word, as the stock ends do it. */
    @Override
    public void close() throws IOException {
        wire.close();
    }
}
