package dev.postern.gateway;

import dev.postern.session.SessionState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer of a browser session: a cursor on the spool with one writer. The writer is a virtual thread that brings the viewer whatever there is
 * to bring, output first come first; it sleeps when the cursor is at the head, or when the page is a window behind with drawing.
 */
final class BrowserEnd {
    private static final Logger log = LoggerFactory.getLogger(BrowserEnd.class);

    /** Of one message to the browser: many small frames travel as one, a large flood does not hold up what comes after it. */
    static final int CHUNK = 64 * 1024;

    /**
     * How much may be on its way to a page, sent and not drawn, for the thread that reads the node to write to it: so little fits any socket's
     * buffer, so that thread, which must not wait for a browser, never does.
     */
    static final int AT_ONCE = 8 * 1024;

    private final Viewer viewer;
    private final Spool spool;
    private final long window;
    private final String client;
    private final CountDownLatch finished = new CountDownLatch(1);

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition news = lock.newCondition();
    private final long received;
    private final long shownBefore;
    private final boolean exact;
    private long cursor;
    private long parsed;
    private long accepted;
    private long acceptedTold;
    private NodeLeg node = new NodeLeg.Away();
    private @Nullable NodeLeg nodeTold;
    /** The writer is bringing something, without the lock; so is the thread that reads the node. Never both. */
    private boolean writerBrings = true;

    private boolean nodeBrings;

    private boolean gone;
    private boolean replaced;
    private SessionState.@Nullable Ended ended;
    private boolean inFull;

    /**
     * @param from where output begins
     * @param shownBefore see {@link Viewer#opened}
     * @param exact whether that is where the page left off
     */
    BrowserEnd(
            Viewer viewer,
            Spool spool,
            long window,
            String client,
            long from,
            long shownBefore,
            boolean exact,
            InputJournal.Typed typed) {
        this.viewer = viewer;
        this.spool = spool;
        this.window = window;
        this.client = client;
        this.cursor = from;
        this.parsed = from;
        this.shownBefore = shownBefore;
        this.exact = exact;
        this.received = typed.received();
        this.accepted = typed.accepted();
        this.acceptedTold = typed.accepted();
    }

    String client() {
        return client;
    }

    long received() {
        return received;
    }

    void start(String session) {
        Thread.ofVirtual().name("viewer-" + session).start(this::write);
    }

    private void write() {
        var buffer = ByteBuffer.allocate(CHUNK);
        try {
            viewer.opened(cursor, received, shownBefore, exact);
            while (bringNext(buffer)) {}
        } catch (IOException e) {
            log.atError().setCause(e).log("spool not readable");
        } catch (RuntimeException e) {
            // its socket broke; whoever owns it says so by close()
            log.atDebug().setCause(e).log("viewer gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
            finished.countDown();
        }
    }

    /** One piece of news; false after the last. */
    private boolean bringNext(ByteBuffer buffer) throws IOException, InterruptedException {
        NodeLeg leg = null;
        var inputOffset = -1L;
        var from = -1L;
        SessionState.Ended end = null;
        var told = false;
        lock.lock();
        try {
            while (true) {
                writerBrings = false;
                if (gone) return false;
                if (nodeBrings) {
                    news.await();
                    continue;
                }
                if (replaced) {
                    told = true;
                    break;
                }
                if (ended != null && (!inFull || cursor >= spool.end())) {
                    end = ended;
                    break;
                }
                if (ended == null && !node.equals(nodeTold)) {
                    leg = node;
                    nodeTold = node;
                    break;
                }
                if (accepted > acceptedTold) {
                    inputOffset = accepted;
                    acceptedTold = accepted;
                    break;
                }
                if (cursor < spool.end() && cursor - parsed < window) {
                    from = cursor;
                    break;
                }
                news.await();
            }
            writerBrings = true;
        } finally {
            lock.unlock();
        }
        if (told) {
            viewer.replaced();
            return false;
        }
        if (end != null) {
            viewer.ended(end);
            return false;
        }
        if (leg != null) viewer.leg(leg);
        if (inputOffset >= 0) viewer.accepted(inputOffset);
        if (from >= 0) bringOutput(from, buffer.clear());
        return true;
    }

    private void bringOutput(long from, ByteBuffer buffer) throws IOException {
        spool.read(from, buffer);
        var length = buffer.flip().remaining();
        if (length == 0) throw new IOException("output ends at " + from + " before its index does");
        // before it is out: the page may have drawn it before we are back
        lock.lock();
        try {
            cursor = from + length;
        } finally {
            lock.unlock();
        }
        viewer.output(buffer);
    }

    /**
     * The latest output, by the thread that spooled it, if the page has everything before it and nothing else is to be told first. False: it is the
     * writer's.
     *
     * @param bytes not changed by anybody from now on
     */
    boolean bringAtOnce(ByteBuffer bytes, long offset) {
        var end = offset + bytes.remaining();
        lock.lock();
        try {
            var turn = !writerBrings && !gone && !replaced && ended == null && node.equals(nodeTold);
            if (!turn || cursor != offset || end - parsed > AT_ONCE) return false;
            // before it is out: the page may have drawn it before we are back
            cursor = end;
            nodeBrings = true;
        } finally {
            lock.unlock();
        }
        try {
            viewer.outputAtOnce(bytes);
        } catch (RuntimeException e) {
            // its socket broke; whoever owns it says so by close()
            log.atDebug().setCause(e).log("viewer gone");
        }
        tell(() -> nodeBrings = false);
        return true;
    }

    /** More output was spooled. */
    void appended() {
        tell(() -> {});
    }

    void accepted(long offset) {
        tell(() -> accepted = Math.max(accepted, offset));
    }

    void node(NodeLeg leg) {
        tell(() -> node = leg);
    }

    void parsed(long offset) {
        tell(() -> parsed = Math.max(parsed, Math.min(offset, cursor)));
    }

    /** How far the page has drawn. */
    long parsed() {
        lock.lock();
        try {
            return parsed;
        } finally {
            lock.unlock();
        }
    }

    void replace() {
        tell(() -> replaced = true);
    }

    void leave() {
        tell(() -> gone = true);
    }

    /** @param inFull after all output, as far as the page keeps drawing it */
    void end(SessionState.Ended state, boolean inFull) {
        tell(() -> {
            ended = state;
            this.inFull = inFull;
        });
    }

    /** Waits until the last news is told or the viewer is gone; sends it away when that takes too long. */
    void awaitFinished(Duration most) {
        try {
            if (!finished.await(most.toNanos(), TimeUnit.NANOSECONDS)) leave();
        } catch (InterruptedException e) {
            leave();
            Thread.currentThread().interrupt();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return gone || replaced;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Runnable change) {
        lock.lock();
        try {
            change.run();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
