package dev.postern.session;

import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's connection to one node under one session document.
 *
 * @param owner ARN of the principal who started it
 * @param ownerName the user's name
 * @param ownerId their {@code aws:userid}; empty for a session from before there were policies
 * @param nodeName the node's name when it started: history outlives nodes
 * @param purpose what its document made of it
 * @param client who is the other end
 * @param kmsKeyId what its document calls the KMS key that it is encrypted with; empty for a session in the clear
 * @param maximum null where the document sets none
 */
public record Session(
        SessionId id,
        String owner,
        String ownerName,
        String ownerId,
        NodeId node,
        String nodeName,
        String document,
        Purpose purpose,
        String reason,
        Client client,
        Instant requestedAt,
        Duration idle,
        @Nullable Duration maximum,
        String kmsKeyId,
        SessionState state) {
    public enum Client {
        /** Postern's own terminal in the browser. */
        BROWSER,
        /** A command-line or SDK client that dials the stream URL. */
        COMMAND_LINE
    }

    /** Whether they started it: they, and not somebody who was given their name later. */
    public boolean isOf(Caller caller) {
        return owner.equals(caller.arn()) && ownerId.equals(caller.userId());
    }

    /** Whether node and client alone can read it: Postern is the client of browsers, of nobody else. */
    public boolean unrecorded() {
        return client == Client.COMMAND_LINE && !kmsKeyId.isEmpty();
    }
}
