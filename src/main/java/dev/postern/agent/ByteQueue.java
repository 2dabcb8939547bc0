package dev.postern.agent;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes between one thread and another, at most so many. What was written while the reader was busy comes to it in one piece, so a flood travels in
 * large frames and a keystroke's echo in a small one at once.
 */
final class ByteQueue {

    private final byte[] ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int start;
    private int length;
    /** So many bytes wake the reader. */
    private int wanted = 1;

    private boolean readerWaits;
    private boolean finished;
    private boolean abandoned;

    ByteQueue(int capacity) {
        ring = new byte[capacity];
    }

    /** Waits for room; false if the reader has gone, and the bytes with it. */
    boolean write(byte[] bytes, int offset, int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int done = 0;
            while (done < count) {
                while (length == ring.length && !abandoned) changed.await();
                if (abandoned || finished) return false;
                done += put(bytes, offset + done, count - done);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the reader has dealt with everything and waits for more. Stays so as long as nobody writes. */
    boolean isQuiet() {
        lock.lock();
        try {
            return readerWaits && length == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for bytes and takes as many as there are and fit; -1 at the end. */
    int read(byte[] into) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            readerWaits = true;
            while (length == 0 && !finished && !abandoned) changed.await();
            readerWaits = false;
            if (length == 0 || abandoned) return -1;
            int count = Math.min(into.length, length);
            int first = Math.min(count, ring.length - start);
            System.arraycopy(ring, start, into, 0, first);
            System.arraycopy(ring, 0, into, first, count - first);
            start = (start + count) % ring.length;
            length -= count;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, no longer than that, until as many bytes are there as fit. Returns at once when there will be no more. */
    void awaitFull(byte[] into, Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            wanted = Math.min(into.length, ring.length);
            long left = most.toNanos();
            while (length < wanted && !finished && !abandoned && left > 0) left = changed.awaitNanos(left);
        } finally {
            wanted = 1;
            lock.unlock();
        }
    }

    /** Nothing more will be written; what is there can still be read. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be read any more. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int put(byte[] bytes, int offset, int count) {
        int taken = Math.min(count, ring.length - length);
        int end = (start + length) % ring.length;
        int first = Math.min(taken, ring.length - end);
        System.arraycopy(bytes, offset, ring, end, first);
        System.arraycopy(bytes, offset + first, ring, 0, taken - first);
        length += taken;
        if (length >= wanted) changed.signalAll();
        return taken;
    }
}
