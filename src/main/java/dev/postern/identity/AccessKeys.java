package dev.postern.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access keys of users: what scripts sign with. */
public interface AccessKeys {
    /** The secret with the key it belongs to; callers never log it. */
    record Secret(AccessKey key, String secretAccessKey) {
        @Override
        public String toString() {
            return "Secret[" + key.id() + "]";
        }
    }

    /** The id of a key to come: known before it is made, so that the event that announces it names it. */
    String newId();

    /**
     * @param id from {@link #newId}
     * @param expiresAt null for a key that does not end by itself
     * @throws IllegalArgumentException when there is no such user, or the end is not in the future
     * @throws AccessKeysExhausted when the user has two already
     */
    Secret create(String id, String user, @Nullable Instant expiresAt);

    /** One without an end. */
    default Secret create(String user) {
        return create(newId(), user, null);
    }

    /** For the bootstrap key only: both halves are given. */
    Secret adopt(String user, String accessKeyId, String secretAccessKey);

    /**
     * Any stored key, enabled or not, expired or not; the caller checks {@code key().enabled()} and {@code key().expiresAt()}. Cached: it
     * stands on the API's hot path.
     */
    Optional<Secret> find(String accessKeyId);

    List<AccessKey> of(String user);

    void setEnabled(String accessKeyId, boolean enabled);

    void delete(String accessKeyId);

    /** Written at most once a minute per key; does nothing for an id that is no access key's. */
    void used(String accessKeyId, AccessKey.LastUse use);

    /** The caller this key speaks for, if it is enabled, and its user exists and is enabled. */
    Optional<Caller> callerFor(AccessKey key, @Nullable String address);
}
