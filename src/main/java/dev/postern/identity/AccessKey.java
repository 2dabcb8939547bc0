package dev.postern.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A long-term key of a user. The secret is shown once, at its making.
 *
 * @param expiresAt from when on nothing signed with it is accepted; null for a key that does not end by itself
 */
public record AccessKey(
        String id,
        String user,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable LastUse lastUse) {
    /** When it last signed a call that was accepted, to a minute, and for which service and Region. Keys used before this was kept lack both. */
    public record LastUse(
            Instant at, @Nullable String service, @Nullable String region) {}

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Whether what is signed with it is accepted, and what was issued for it goes on. */
    public boolean good(Instant now) {
        return enabled && !expired(now);
    }
}
