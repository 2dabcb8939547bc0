package dev.postern.agent;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the client sent, on its way to a pty, a pipe or a port that may be slow. Beyond {@link #FULL} it is not ready for more, and the channel holds
 * the next frame until there is room; frames that came early are taken all the same, and bounded by the channel's own buffer.
 */
final class InputQueue {

    static final int FULL = 256 * 1024;

    private final Runnable roomMade;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int bytes;
    private boolean takerWaits;
    private boolean finished;

    /** @param roomMade called, under no lock, when it was full and is no more */
    InputQueue(Runnable roomMade) {
        this.roomMade = roomMade;
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return bytes < FULL || finished;
        } finally {
            lock.unlock();
        }
    }

    void add(ByteBuffer piece) {
        var copy = new byte[piece.remaining()];
        piece.get(copy);
        lock.lock();
        try {
            if (finished) return;
            pieces.add(copy);
            bytes += copy.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that was added has been dealt with. Stays so as long as nobody adds. */
    boolean isQuiet() {
        lock.lock();
        try {
            return takerWaits && pieces.isEmpty() && !finished;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next piece; null at the end. */
    byte @Nullable [] take() throws InterruptedException {
        byte @Nullable [] piece;
        boolean wasFull;
        lock.lockInterruptibly();
        try {
            takerWaits = true;
            while (pieces.isEmpty() && !finished) changed.await();
            takerWaits = false;
            piece = pieces.poll();
            wasFull = bytes >= FULL;
            if (piece != null) bytes -= piece.length;
            wasFull = wasFull && bytes < FULL;
        } finally {
            lock.unlock();
        }
        if (wasFull) roomMade.run();
        return piece;
    }

    /** Nothing more is taken in, and nobody waits any longer. */
    void finish() {
        boolean wasFull;
        lock.lock();
        try {
            wasFull = bytes >= FULL;
            finished = true;
            pieces.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasFull) roomMade.run();
    }
}
