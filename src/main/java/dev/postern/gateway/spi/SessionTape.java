package dev.postern.gateway.spi;

import java.io.Closeable;
import java.io.IOException;

/**
 * A session's spool and what was noted beside it, read from any place on while they still grow. One thread at a time reads; the gateway writes
 * meanwhile. Whoever reads again from the same place reads the same bytes and notes in the same order; where pieces of output end may differ.
 */
public interface SessionTape extends Closeable {
    /**
     * What came after that place, in the order in which it happened. A session whose output node and client alone can read has none on its tape.
     *
     * @param most bytes after which it stops, of output or as they are kept; at least one happening is given where there is one. A piece of output
     *     has 64 KiB at most
     * @throws IOException when it cannot be read or is damaged, or the place is beyond what there is: then something was lost
     */
    Reel read(Place from, int most) throws IOException;

    @Override
    void close() throws IOException;
}
