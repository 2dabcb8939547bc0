package dev.postern.access.policies;

import java.time.Instant;

/**
 * One of the up to five texts a policy keeps.
 *
 * @param number from 1; never given twice
 * @param createdBy ARN of who wrote it
 */
public record PolicyVersion(int number, String document, boolean isDefault, Instant createdAt, String createdBy) {}
