package dev.postern.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A long-term key of a user. The secret is shown once, at its making. */
public record AccessKey(
        String id,
        String user,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
