package dev.postern.playback;

import java.util.Arrays;

/** When which byte of output came. */
final class Times {
    private static final int FIRST = 64;

    private long[] offsets = new long[FIRST];
    private long[] millis = new long[FIRST];
    private int length;

    /** @param end bytes of output with those that came now */
    void came(long ms, long end) {
        if (length > 0 && millis[length - 1] == ms) {
            offsets[length - 1] = end;
            return;
        }
        if (length == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * length);
            millis = Arrays.copyOf(millis, 2 * length);
        }
        offsets[length] = end;
        millis[length++] = ms;
    }

    /** When so many bytes had come. */
    long at(long offset) {
        if (length == 0) return 0;
        var found = Arrays.binarySearch(offsets, 0, length, offset);
        var place = found >= 0 ? found : -found - 1;
        return millis[Math.min(place, length - 1)];
    }
}
