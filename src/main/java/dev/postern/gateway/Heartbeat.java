package dev.postern.gateway;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Does something again and again on a thread of its own, until it is closed. What it does must not throw. */
public final class Heartbeat implements AutoCloseable {
    private final Duration every;
    private final Runnable beat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean running = true;

    private Heartbeat(Duration every, Runnable beat) {
        this.every = every;
        this.beat = beat;
    }

    public static Heartbeat start(String name, Duration every, Runnable beat) {
        var heartbeat = new Heartbeat(every, beat);
        Thread.ofPlatform().daemon().name(name).start(heartbeat::run);
        return heartbeat;
    }

    private void run() {
        while (rest()) beat.run();
    }

    /** False when it is over. */
    private boolean rest() {
        lock.lock();
        try {
            var left = every.toNanos();
            while (running && left > 0) left = stopped.awaitNanos(left);
            return running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            running = false;
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
