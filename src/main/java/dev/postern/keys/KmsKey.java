package dev.postern.keys;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that encrypts for others: AES-256, and its bytes never leave the server.
 *
 * @param arn what policies, documents and clients name it by
 * @param version the one that encrypts; earlier ones still open what they encrypted
 * @param versionSince when that version was made
 * @param rotation null where only somebody's order makes a new version
 * @param tags at most {@link KmsKeys#MOST_TAGS}
 */
public record KmsKey(
        UUID id,
        String arn,
        String description,
        State state,
        Instant createdAt,
        int version,
        Instant versionSince,
        @Nullable Rotation rotation,
        SortedMap<String, String> tags) {
    public KmsKey {
        tags = new TreeMap<>(tags);
    }

    /** What a key is good for at this moment. */
    public sealed interface State {
        record Enabled() implements State {}

        /** Neither encrypts nor opens until it is enabled again. */
        record Disabled() implements State {}

        /** The same, and gone for ever at this time unless somebody changes their mind. */
        record PendingDeletion(Instant at) implements State {}
    }

    /**
     * A new version again and again.
     *
     * @param next the first use after this time makes one
     */
    public record Rotation(int days, Instant next) {}

    public boolean enabled() {
        return state instanceof State.Enabled;
    }
}
