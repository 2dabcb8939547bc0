package dev.postern.inventory;

import java.time.Instant;
import java.util.Optional;

/** Temporary credentials of nodes (role tokens). Stored sealed: agents reuse them over a restart of the server. */
public interface NodeCredentials {
    /** @param expiresAt one hour after the issue */
    record RoleToken(NodeId node, String accessKeyId, String secretAccessKey, String sessionToken, Instant expiresAt) {}

    RoleToken issue(NodeId node);

    /** Unexpired or not: the caller checks; empty when the key was never issued or its node is gone. Cached. */
    Optional<RoleToken> find(String accessKeyId);
}
