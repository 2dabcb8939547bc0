package dev.postern.recording;

import dev.postern.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a session, beside its bytes.
 *
 * @param number of the session: 1, 2, 3 … without gaps, so that a missing one is missed
 * @param endedAt null while the session goes on
 * @param toNode what a port session moved to its node; 0 for others
 * @param fromNode the same, from it
 * @param columns of the window at the beginning; 0 for a port session, and until something is known
 * @param hash SHA-256 of the manifest, as the trail names it; empty where there is none (yet)
 * @param expiresAt when it is deleted; null for never
 */
public record Recording(
        SessionId session,
        long number,
        RecordingState state,
        Instant startedAt,
        @Nullable Instant endedAt,
        long durationMillis,
        long outputBytes,
        long inputBytes,
        long toNode,
        long fromNode,
        int columns,
        int rows,
        String hash,
        @Nullable Instant expiresAt) {
    /** Whether there is something to play. */
    public boolean playable() {
        return switch (state) {
            case LIVE, COMPLETE, TRUNCATED -> true;
            case MISSING, UNRECORDED, EXPIRED -> false;
        };
    }
}
