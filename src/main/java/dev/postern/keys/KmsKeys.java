package dev.postern.keys;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys that encrypt for others, and their aliases: how they come, change and go. Asks nobody whether they may: the faces do.
 *
 * <p>Whatever names a key that is not there throws {@link KmsRefused} NOT_FOUND.
 */
public interface KmsKeys {
    int MOST_KEYS = 1_000;
    int MOST_ALIASES_PER_KEY = 50;
    int MOST_TAGS = 50;
    /** Each is kept for as long as its key. */
    int MOST_VERSIONS = 1_000;

    String ALIAS_PREFIX = "alias/";
    /** As at AWS, and for the same reason: a deleted key takes everything it encrypted with it. */
    Duration SHORTEST_WAIT = Duration.ofDays(7);

    Duration LONGEST_WAIT = Duration.ofDays(30);

    int FEWEST_ROTATION_DAYS = 90;
    int MOST_ROTATION_DAYS = 2_560;
    int USUAL_ROTATION_DAYS = 365;

    /** @throws KmsRefused LIMIT_EXCEEDED, WRONG_TAG */
    KmsKey create(String description, Map<String, String> tags);

    default KmsKey create(String description) {
        return create(description, Map.of());
    }

    /** @param reference id, ARN, {@code alias/name} or the alias's ARN */
    Optional<KmsKey> find(String reference);

    Optional<KmsKey> find(UUID id);

    /** The key that made this ciphertext, as far as its form tells. */
    Optional<KmsKey> thatMade(byte[] ciphertext);

    /** By id. */
    List<KmsKey> all();

    void describe(UUID key, String description);

    /**
     * Adds tags, or gives them other values.
     *
     * @throws KmsRefused WRONG_TAG for a key of more than 128 characters, a value of more than 256, other than letters, digits, spaces and
     *     {@code _.:/=+-@}, or AWS's own {@code aws:}; LIMIT_EXCEEDED; WRONG_STATE for a key that waits for its deletion
     */
    void tag(UUID key, Map<String, String> tags);

    /** Tags that are not there are not missed. @throws KmsRefused WRONG_STATE for a key that waits for its deletion */
    void untag(UUID key, Collection<String> tagKeys);

    /** As somebody wrote it; empty where nobody did. */
    Optional<String> policy(UUID key);

    /** Keeps it, and no more: what it says is for the caller to judge. @throws KmsRefused WRONG_STATE for a key that waits for its deletion */
    void putPolicy(UUID key, String policy);

    /** @throws KmsRefused WRONG_STATE for a key that waits for its deletion */
    void setEnabled(UUID key, boolean enabled);

    /**
     * @param after from {@link #SHORTEST_WAIT} to {@link #LONGEST_WAIT}
     * @throws KmsRefused WRONG_STATE for a key that waits for its deletion already
     */
    KmsKey scheduleDeletion(UUID key, Duration after);

    /** The key is disabled then. @throws KmsRefused WRONG_STATE for a key that does not wait for its deletion */
    void cancelDeletion(UUID key);

    /** A new version, which encrypts from now on. @throws KmsRefused DISABLED, WRONG_STATE, LIMIT_EXCEEDED */
    KmsKey rotate(UUID key);

    /**
     * A new version every so many days, made by the first use after them.
     *
     * @param days null for never again
     * @throws KmsRefused DISABLED, WRONG_STATE
     */
    void rotateEvery(UUID key, @Nullable Integer days);

    /** By name. */
    List<KmsAlias> aliases();

    /**
     * @param name with its {@code alias/}; the caller checked its form
     * @throws KmsRefused ALREADY_EXISTS, LIMIT_EXCEEDED, WRONG_STATE for a key that waits for its deletion
     */
    KmsAlias createAlias(String name, UUID key);

    /** @throws KmsRefused NOT_FOUND for either, LIMIT_EXCEEDED, WRONG_STATE */
    void pointAlias(String name, UUID key);

    void deleteAlias(String name);

    /** The ARN an alias of this name has or would have. */
    String aliasArn(String name);

    /** The ARN that stands for any key, for what is asked of none in particular. */
    String anyKeyArn();
}
