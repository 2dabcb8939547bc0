package dev.postern.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recording of which every byte is what was sealed.
 *
 * @param truncatedAt milliseconds since its start after which nothing is known; null for one that is complete
 * @param hash SHA-256 of its manifest's bytes: what the trail knows it by
 * @param signer fingerprint of the key that its manifest is signed with
 */
public record ProvenRecording(
        String session,
        long number,
        Instant startedAt,
        Instant endedAt,
        @Nullable Long truncatedAt,
        int segments,
        long outputBytes,
        String hash,
        String signer) {}
