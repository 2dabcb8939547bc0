package dev.postern.inventory;

import java.time.Instant;
import java.util.SortedMap;

/**
 * Lets up to {@code limit} nodes register until it expires. The code is not kept, only its hash.
 *
 * @param id lower-case UUID text
 * @param limit 1–1,000
 */
public record Activation(
        String id,
        String description,
        String defaultNodeName,
        String iamRole,
        int limit,
        int registrations,
        Instant createdAt,
        Instant expiresAt,
        String createdBy,
        SortedMap<String, String> tags) {
    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    public boolean usedUp() {
        return registrations >= limit;
    }
}
