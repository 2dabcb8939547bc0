package dev.postern.commands;

import dev.postern.inventory.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command on one node.
 *
 * @param nodeName the node's name when the command was sent: history outlives nodes
 * @param since when it came to its status
 * @param turnAt when its turn came; null before
 * @param sentAt when it was last sent to the node; null before
 * @param deliveredAt when the node said that it has it; null before
 * @param trace what there is to say beside the steps' outputs; may be empty
 */
public record Invocation(
        CommandId command,
        NodeId node,
        String nodeName,
        Instant requestedAt,
        InvocationStatus status,
        Instant since,
        @Nullable Instant turnAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        String trace) {
    /** Whether the node may be running it. */
    boolean occupies() {
        return !status.over() && sentAt != null;
    }
}
