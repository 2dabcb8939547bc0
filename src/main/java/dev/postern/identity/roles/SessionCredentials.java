package dev.postern.identity.roles;

import dev.postern.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials: an access key, its secret and a session token, good until an instant. They end before it, at once, when the user
 * they go back to is disabled, the access key they go back to is deleted, switched off or over, or the role is deleted.
 *
 * <p>Stored sealed: they go on over a restart of the server. Asks nobody's permission: the API comes here through the gate.
 */
public interface SessionCredentials {
    /** As many of one user, or of one web identity, may be good at once. */
    int MOST_PER_ORIGIN = 1000;

    /** Shown once; callers never log it. */
    record Issued(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[" + accessKeyId + ", expires " + expiresAt + "]";
        }
    }

    /** The id of a key to come, {@code ASIA…}: known before it is made, so that the event that announces it names it. */
    String newId();

    /**
     * For the caller as themselves.
     *
     * @throws SessionsExhausted when there are {@link #MOST_PER_ORIGIN}
     */
    Issued asThemselves(String id, Caller caller, Duration life);

    /** For the caller in a role. Throws as {@link #asThemselves} does. */
    Issued inRole(String id, Caller caller, RoleSession session, Duration life);

    /** Unexpired or not, for a day after: the caller checks. Cached: it stands on the API's hot path. */
    Optional<Issued> find(String accessKeyId);

    /** Whom they speak for now; empty when they ended before their time. */
    Optional<Caller> callerFor(String accessKeyId, @Nullable String address);
}
