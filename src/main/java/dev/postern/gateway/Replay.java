package dev.postern.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a page's output begins.
 *
 * @param exact whether that is where the page left off
 */
record Replay(long offset, boolean exact) {
    /** A line longer than this is cut. */
    private static final int LONGEST_LINE = 64 * 1024;

    /**
     * @param resumeFrom what the page has, -1 for nothing
     * @param most how much earlier output a fresh page gets
     */
    static Replay from(Spool spool, long resumeFrom, long most) throws IOException {
        var end = spool.end();
        if (resumeFrom >= 0 && resumeFrom <= end) return new Replay(resumeFrom, true);
        return new Replay(end <= most ? 0 : lineAfter(spool, end - most), false);
    }

    private static long lineAfter(Spool spool, long offset) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_LINE);
        spool.read(offset, bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') return offset + bytes.position();
        }
        return offset;
    }
}
