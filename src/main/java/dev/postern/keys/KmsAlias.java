package dev.postern.keys;

import java.time.Instant;
import java.util.UUID;

/**
 * A second name of a key, which can be given to another key.
 *
 * @param name with its {@code alias/}
 */
public record KmsAlias(String name, String arn, UUID key, Instant createdAt, Instant updatedAt) {}
