package dev.postern.inventory;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A machine one can open a session on.
 *
 * @param name what people call it: given at activation, else the computer's name, else the id
 * @param activationId the activation it came in by
 * @param lastSeen the last heartbeat or the moment its control channel closed; null before the first
 */
public record Node(
        NodeId id,
        String name,
        Facts facts,
        SortedMap<String, String> tags,
        NodeStatus status,
        String activationId,
        String iamRole,
        Instant registeredAt,
        @Nullable Instant lastSeen) {}
