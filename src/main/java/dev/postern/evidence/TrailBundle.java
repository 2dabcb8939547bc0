package dev.postern.evidence;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A piece of the trail as one file, in lines of JSON: a header
 * {@code {"format":"postern-trail 1","first":…,"last":…,"before":"hash of the entry before the first"}}, then the entries in
 * sequence, each with its {@code hash}, and behind some of them {@code {"checkpoint":{…}}}. The last line is a checkpoint,
 * or nobody vouches for what stands behind the last one.
 *
 * <p>Writes what it is given and proves nothing: a trail that was tampered with can be handed over too, and
 * {@link TrailProof} names the place.
 */
public final class TrailBundle {
    private final OutputStream out;

    /**
     * @param first sequence of its first entry
     * @param before hash of the entry before it
     */
    public TrailBundle(OutputStream out, long first, long last, String before) throws IOException {
        this.out = out;
        line(TrailLines.written(new TrailLines.Header(TrailEntry.FORMAT, first, last, before)));
    }

    public void add(TrailEntry entry, String hash) throws IOException {
        line(TrailLines.written(entry, hash));
    }

    public void add(Checkpoint checkpoint) throws IOException {
        line(TrailLines.written(checkpoint));
    }

    private void line(byte[] written) throws IOException {
        out.write(written);
        out.write('\n');
    }
}
