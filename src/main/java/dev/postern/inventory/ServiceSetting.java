package dev.postern.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A setting that AWS's Systems Manager has per account, kept for clients that ask for it or set it.
 *
 * @param id e.g. {@code /ssm/managed-instance/activation-tier}
 * @param change null while it has its default
 */
public record ServiceSetting(
        String id, String value, @Nullable Change change) {
    public record Change(Instant at, String by) {}
}
