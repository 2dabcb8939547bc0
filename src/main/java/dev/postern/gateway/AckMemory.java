package dev.postern.gateway;

import java.util.TreeSet;

/**
 * Which frames of one direction were acknowledged. Stock ends put a frame into their outgoing buffer after writing it to the socket, so a fast
 * acknowledgement finds nothing there and the frame is sent again for ever; the stock plugin never acknowledges it twice. Whoever relays must
 * answer it himself (protocol.md §3.6).
 */
final class AckMemory {
    /** Numbers remembered beyond the first gap: as many frames as the stock plugin keeps in flight. */
    static final int MOST_BEYOND = 10_000;

    private final TreeSet<Long> beyond = new TreeSet<>();
    private long upTo;

    AckMemory(long upTo) {
        this.upTo = upTo;
    }

    void add(long sequence) {
        if (sequence < upTo) return;
        if (sequence > upTo) {
            beyond.add(sequence);
            if (beyond.size() > MOST_BEYOND) beyond.pollLast();
            return;
        }
        upTo++;
        while (!beyond.isEmpty() && beyond.first() == upTo) {
            beyond.pollFirst();
            upTo++;
        }
    }

    boolean has(long sequence) {
        return sequence < upTo || beyond.contains(sequence);
    }

    /** Every number below this one was acknowledged. */
    long upTo() {
        return upTo;
    }
}
