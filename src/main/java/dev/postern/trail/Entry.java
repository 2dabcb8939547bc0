package dev.postern.trail;

import java.time.Instant;
import java.util.UUID;

/**
 * One entry of the audit log.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param hash hex SHA-256 over the previous entry's hash and this entry's canonical text
 */
public record Entry(long sequence, UUID id, Instant at, NewEntry event, String previousHash, String hash) {}
