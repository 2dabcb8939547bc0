package dev.postern.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access keys of users: what scripts sign with. */
public interface AccessKeys {
    /** The secret with the key it belongs to; callers never log it. */
    record Secret(AccessKey key, String secretAccessKey) {}

    Secret create(String user);

    /** For the bootstrap key only: both halves are given. */
    Secret adopt(String user, String accessKeyId, String secretAccessKey);

    /** Any stored key, enabled or not; the caller checks {@code key().enabled()}. Cached: it stands on the API's hot path. */
    Optional<Secret> find(String accessKeyId);

    List<AccessKey> of(String user);

    void setEnabled(String accessKeyId, boolean enabled);

    void delete(String accessKeyId);

    /** Written at most once a minute per key. */
    void used(String accessKeyId, Instant at);

    /** The caller this key speaks for, if its user exists and is enabled. */
    Optional<Caller> callerFor(AccessKey key, @Nullable String address);
}
