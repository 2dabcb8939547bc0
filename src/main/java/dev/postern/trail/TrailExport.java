package dev.postern.trail;

import java.io.IOException;
import java.io.OutputStream;

/** Hands pieces of the trail over as evidence. Asks nobody's permission: whoever calls it does, through the gate. */
public interface TrailExport {
    /**
     * Writes the entries from first to last, with the signed checkpoints between them and one behind the last, as
     * {@code verify} takes them. Keeps no more than a page meanwhile. Where the trail was tampered with it is written as it is,
     * and {@code verify} names the place.
     *
     * @param last at most the newest entry; later ones are cut to it
     * @throws IllegalArgumentException when there is no entry in between
     */
    void write(long first, long last, OutputStream out) throws IOException;
}
