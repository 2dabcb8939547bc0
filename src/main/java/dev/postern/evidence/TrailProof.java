package dev.postern.evidence;

import dev.postern.evidence.TrailLines.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves a piece of the trail, line by line: that no entry is missing between its first and last, that each is chained to
 * the one before it, and that a signed checkpoint covers them all. Keeps no more than an entry.
 *
 * <p>What is damaged is named by the first entry that is missing, changed or out of order.
 */
public final class TrailProof {
    private final TrailLines lines;
    private final TrailLines.Header header;
    private final Map<Long, String> known;
    private final Set<String> signers = new LinkedHashSet<>();
    private String hash;
    private long next;
    private long covered;
    private int checkpoints;
    private @Nullable Instant from;
    private @Nullable Instant to;

    private TrailProof(InputStream in, Map<Long, String> known) throws IOException, Damaged {
        this.known = Map.copyOf(known);
        lines = new TrailLines(new BufferedInputStream(in));
        header = lines.header();
        hash = header.before();
        next = header.first();
        covered = header.first() - 1;
        if (next == 1 && !hash.equals(TrailEntry.BEFORE_THE_FIRST))
            throw new Damaged("before entry 1 it names another, and there is none");
    }

    /**
     * @param each gets every entry as it comes: whether they are proven is known at the end alone
     * @param known hashes that entries must have, by their sequence: what is known from elsewhere
     * @throws Damaged names the first thing that is wrong
     */
    public static ProvenTrail prove(InputStream in, Consumer<TrailEntry> each, Map<Long, String> known)
            throws IOException, Damaged {
        return new TrailProof(in, known).prove(each);
    }

    /** Which entry should be its last, as its first line says. */
    static long lastEntry(InputStream in) throws IOException, Damaged {
        return new TrailProof(in, Map.of()).header.last();
    }

    private ProvenTrail prove(Consumer<TrailEntry> each) throws IOException, Damaged {
        for (var line = lines.line(); line != null; line = lines.line())
            switch (line) {
                case Line.Chained(var entry, var its) -> {
                    chain(entry, its);
                    each.accept(entry);
                }
                case Line.Signed(var checkpoint) -> cover(checkpoint);
            }
        if (next <= header.last()) throw new Damaged("entry " + next + " is missing: the file ends before it");
        if (from == null || to == null || covered < header.last())
            throw new Damaged("no signed checkpoint covers " + entries(covered + 1, header.last()));
        return new ProvenTrail(
                header.first(), header.last(), header.before(), hash, from, to, checkpoints, List.copyOf(signers));
    }

    private void chain(TrailEntry entry, String its) throws Damaged {
        var sequence = entry.sequence();
        if (sequence > header.last() || next > header.last())
            throw new Damaged("entry " + sequence + " does not belong: the last should be " + header.last());
        if (sequence > next)
            throw new Damaged("entry " + next + " is missing: entry " + sequence + " stands in its place");
        if (sequence < next)
            throw new Damaged("entry " + sequence + " is out of order: entry " + next + " should stand there");
        if (!entry.hash(hash).equals(its))
            throw new Damaged("entry " + sequence + " is not what was written: its hash does not come out");
        if (!known.getOrDefault(sequence, its).equals(its))
            throw new Damaged("entry " + sequence
                    + " is another one than in a piece that ends with it: one of the two was made anew");
        if (from == null) from = entry.at();
        hash = its;
        next++;
    }

    private void cover(Checkpoint checkpoint) throws Damaged {
        var sequence = checkpoint.sequence();
        if (sequence != next - 1 || sequence < header.first())
            throw new Damaged("the checkpoint of entry " + sequence + " does not stand behind it");
        try {
            checkpoint.prove();
        } catch (Damaged unproven) {
            throw new Damaged("the checkpoint of entry " + sequence + ": " + unproven.what(), unproven);
        }
        if (!checkpoint.hash().equals(hash))
            throw new Damaged("the checkpoint of entry " + sequence + " was signed for another one: of "
                    + entries(covered + 1, sequence) + " something was changed, and hashed anew");
        signers.add(checkpoint.seal().fingerprint());
        covered = sequence;
        to = checkpoint.at();
        checkpoints++;
    }

    private static String entries(long first, long last) {
        return first == last ? "entry " + first : "entries " + first + " to " + last;
    }
}
