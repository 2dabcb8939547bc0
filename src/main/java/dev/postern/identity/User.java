package dev.postern.identity;

import java.time.Instant;
import java.util.Set;

/** A local user. The name is 1–64 of {@code [A-Za-z0-9_.@=+,-]}, as IAM has it. */
public record User(String name, Set<String> groups, boolean enabled, Instant createdAt) {}
