package dev.postern.evidence;

import java.time.Instant;
import java.util.List;

/**
 * A piece of the trail of which every entry is what was written and covered by a signature.
 *
 * @param before hash of the entry before its first
 * @param hash of its last entry
 * @param from time of its first entry
 * @param to time of its last checkpoint: what was written later is not in it
 * @param signers fingerprints of the keys that its checkpoints are signed with, by appearance
 */
public record ProvenTrail(
        long first,
        long last,
        String before,
        String hash,
        Instant from,
        Instant to,
        int checkpoints,
        List<String> signers) {
    public ProvenTrail {
        signers = List.copyOf(signers);
    }

    public long entries() {
        return last - first + 1;
    }
}
