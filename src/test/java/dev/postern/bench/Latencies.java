package dev.postern.bench;

import java.util.Arrays;

/** Times of single rounds, in nanoseconds. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1024];
    private int size;

    void add(long each) {
        if (size == nanos.length) nanos = Arrays.copyOf(nanos, size * 2);
        nanos[size++] = each;
    }

    int size() {
        return size;
    }

    /** Milliseconds that this share of the rounds did not exceed. */
    double quantile(double share) {
        var sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(size - 1, Math.floor(share * size))] / NANOS_PER_MILLI;
    }
}
