package dev.postern.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One connection through a forward: a stream of its session and a connection to the local socket. */
final class ForwardedConnection {
    /** What waits for a client that does not read, before it holds up the node. */
    private static final int FULL = 1024 * 1024;

    private static final int READ = 16 * 1024;

    private final PortForward forward;
    private final int stream;
    private final SocketChannel client;

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean complete;
    private boolean closed;
    private int halvesOpen = 2;

    ForwardedConnection(PortForward forward, int stream, SocketChannel client) {
        this.forward = forward;
        this.stream = stream;
        this.client = client;
    }

    void start(String session) {
        var name = session + "-" + stream;
        Thread.ofVirtual().name("forward-read-" + name).start(this::read);
        Thread.ofVirtual().name("forward-write-" + name).start(this::write);
    }

    private void read() {
        var buffer = ByteBuffer.allocate(READ);
        try {
            while (client.read(buffer) >= 0) {
                forward.send(stream, buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            close(); // reset: nobody reads the rest either
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
            halfIsOver();
        }
    }

    private void finish() {
        try {
            forward.finish(stream);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (var next = next(); next != null; next = next()) {
                while (next.hasRemaining()) client.write(next);
            }
            client.shutdownOutput();
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            halfIsOver();
        }
    }

    private @Nullable ByteBuffer next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !complete && !closed) changed.await();
            var next = closed ? null : waiting.poll();
            if (next != null) waitingBytes -= next.remaining();
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the client has its fill. */
    void add(ByteBuffer bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waitingBytes >= FULL && !closed) changed.await();
            if (closed || complete) return;
            waiting.add(bytes);
            waitingBytes += bytes.remaining();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The port sends nothing more. */
    void noMore() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void halfIsOver() {
        lock.lock();
        try {
            if (--halvesOpen > 0) return;
        } finally {
            lock.unlock();
        }
        close();
        forward.forget(stream);
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            client.close();
        } catch (IOException e) {
            // it is closed all the same
        } finally {
            lock.unlock();
        }
    }
}
