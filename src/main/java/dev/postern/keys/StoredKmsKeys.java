package dev.postern.keys;

import dev.postern.keys.KmsRefused.Code;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** KMS keys in the database, every version sealed by the master key. */
@Component
final class StoredKmsKeys implements KmsKeys {
    private static final Duration PURGES_EVERY = Duration.ofMinutes(10);
    private static final int FIRST_VERSION = 1;
    private static final String SELECT =
            "SELECT k.id, k.description, k.enabled, k.version, k.created_at, k.deletion_at,"
                    + " k.rotation_days, k.rotates_at, v.created_at AS version_since"
                    + " FROM kms_key k JOIN kms_key_version v ON v.key_id = k.id AND v.version = k.version";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final StoredKmsVersions versions;
    private final StoredKmsAliases aliases;
    private final StoredKmsTags tags;
    private final KmsNames names;
    private final Clock clock;
    private volatile Instant purgesNext = Instant.MIN;

    StoredKmsKeys(
            JdbcClient jdbc, PlatformTransactionManager transactions, Secrets secrets, KmsNames names, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.versions = new StoredKmsVersions(jdbc, secrets);
        this.aliases = new StoredKmsAliases(jdbc, names);
        this.tags = new StoredKmsTags(jdbc);
        this.names = names;
        this.clock = clock;
    }

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedKmsKeys() {
        return StoredKmsVersions.SEALED;
    }

    @Override
    public KmsKey create(String description, Map<String, String> wanted) {
        StoredKmsTags.check(wanted);
        if (all().size() >= MOST_KEYS)
            throw new KmsRefused(
                    Code.LIMIT_EXCEEDED, "There are " + MOST_KEYS + " keys, which is the most there can be.");
        var id = UUID.randomUUID();
        var now = now();
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO kms_key (id, description, enabled, version, created_at) VALUES (?, ?, TRUE, ?, ?)")
                    .params(id, description, FIRST_VERSION, utc(now))
                    .update();
            versions.add(id, FIRST_VERSION, now);
            tags.add(id, wanted);
        });
        return existing(id);
    }

    /** The bytes of a version, for the cipher alone. */
    Optional<byte[]> material(UUID key, int version) {
        return versions.material(key, version);
    }

    @Override
    public Optional<KmsKey> find(String reference) {
        return names.read(reference).flatMap(named -> switch (named) {
            case KmsNames.Reference.Key(var id) -> find(id);
            case KmsNames.Reference.Alias(var name) -> aliases.target(name).flatMap(this::find);
        });
    }

    @Override
    public Optional<KmsKey> find(UUID id) {
        purge();
        return jdbc.sql(SELECT + " WHERE k.id = ? AND (k.deletion_at IS NULL OR k.deletion_at > ?)")
                .params(id, utc(now()))
                .query((row, _) -> key(row, tags.of(id)))
                .optional();
    }

    @Override
    public Optional<KmsKey> thatMade(byte[] ciphertext) {
        return KmsBlob.parse(ciphertext).flatMap(blob -> find(blob.key()));
    }

    @Override
    public List<KmsKey> all() {
        purge();
        var tagsOf = tags.ofAll();
        return jdbc.sql(SELECT + " WHERE k.deletion_at IS NULL OR k.deletion_at > ? ORDER BY CAST(k.id AS VARCHAR(36))")
                .param(utc(now()))
                .query((row, _) -> key(row, tagsOf.getOrDefault(row.getObject("id", UUID.class), new TreeMap<>())))
                .list();
    }

    @Override
    public void describe(UUID key, String description) {
        change(
                key,
                _ -> jdbc.sql("UPDATE kms_key SET description = ? WHERE id = ?")
                        .params(description, key)
                        .update());
    }

    @Override
    public void tag(UUID key, Map<String, String> wanted) {
        change(key, _ -> tags.add(key, wanted));
    }

    @Override
    public void untag(UUID key, Collection<String> tagKeys) {
        change(key, _ -> tags.remove(key, tagKeys));
    }

    @Override
    public Optional<String> policy(UUID key) {
        return jdbc.sql("SELECT policy FROM kms_key WHERE id = ? AND policy IS NOT NULL")
                .param(key)
                .query(String.class)
                .optional();
    }

    @Override
    public void putPolicy(UUID key, String policy) {
        change(
                key,
                _ -> jdbc.sql("UPDATE kms_key SET policy = ? WHERE id = ?")
                        .params(policy, key)
                        .update());
    }

    @Override
    public void setEnabled(UUID key, boolean enabled) {
        change(
                key,
                _ -> jdbc.sql("UPDATE kms_key SET enabled = ? WHERE id = ?")
                        .params(enabled, key)
                        .update());
    }

    @Override
    public KmsKey scheduleDeletion(UUID key, Duration after) {
        if (after.compareTo(SHORTEST_WAIT) < 0 || after.compareTo(LONGEST_WAIT) > 0)
            throw new IllegalArgumentException("a deletion waits from " + SHORTEST_WAIT.toDays() + " to "
                    + LONGEST_WAIT.toDays() + " days, not " + after);
        change(
                key,
                _ -> jdbc.sql("UPDATE kms_key SET enabled = FALSE, deletion_at = ? WHERE id = ?")
                        .params(utc(now().plus(after)), key)
                        .update());
        return existing(key);
    }

    @Override
    public void cancelDeletion(UUID key) {
        transaction.executeWithoutResult(_ -> {
            var locked = locked(key);
            if (!(locked.state() instanceof KmsKey.State.PendingDeletion))
                throw new KmsRefused(Code.WRONG_STATE, locked.arn() + " is not pending deletion.");
            jdbc.sql("UPDATE kms_key SET deletion_at = NULL WHERE id = ?")
                    .param(key)
                    .update();
        });
    }

    @Override
    public KmsKey rotate(UUID key) {
        change(key, locked -> {
            if (!locked.enabled()) throw disabled(locked);
            addNext(locked);
        });
        return existing(key);
    }

    /** The key as it is to be used now: with a new version first, if it is time for one. */
    KmsKey current(KmsKey key) {
        var rotation = key.rotation();
        if (rotation == null || now().isBefore(rotation.next())) return key;
        change(key.id(), locked -> {
            if (locked.rotation() != null
                    && !now().isBefore(locked.rotation().next())
                    && locked.version() < MOST_VERSIONS) addNext(locked); // else another call was faster
        });
        return existing(key.id());
    }

    private void addNext(KmsKey locked) {
        int next = locked.version() + 1;
        if (next > MOST_VERSIONS)
            throw new KmsRefused(
                    Code.LIMIT_EXCEEDED,
                    locked.arn() + " has " + MOST_VERSIONS + " versions, which is the most it can have.");
        var rotation = locked.rotation();
        var rotatesAt = rotation == null ? null : utc(now().plus(Duration.ofDays(rotation.days())));
        versions.add(locked.id(), next, now());
        jdbc.sql("UPDATE kms_key SET version = ?, rotates_at = ? WHERE id = ?")
                .param(next)
                .param(rotatesAt)
                .param(locked.id())
                .update();
    }

    @Override
    public void rotateEvery(UUID key, @Nullable Integer days) {
        if (days != null && (days < FEWEST_ROTATION_DAYS || days > MOST_ROTATION_DAYS))
            throw new IllegalArgumentException("a key rotates every " + FEWEST_ROTATION_DAYS + " to "
                    + MOST_ROTATION_DAYS + " days, not every " + days);
        change(key, locked -> {
            if (!locked.enabled()) throw disabled(locked);
            jdbc.sql("UPDATE kms_key SET rotation_days = ?, rotates_at = ? WHERE id = ?")
                    .param(days)
                    .param(days == null ? null : utc(now().plus(Duration.ofDays(days))))
                    .param(key)
                    .update();
        });
    }

    @Override
    public List<KmsAlias> aliases() {
        return aliases.all();
    }

    @Override
    public KmsAlias createAlias(String name, UUID key) {
        change(key, locked -> aliases.create(name, locked, now()));
        return aliases.find(name).orElseThrow(() -> aliases.unknown(name));
    }

    @Override
    public void pointAlias(String name, UUID key) {
        change(key, locked -> aliases.point(name, locked, now()));
    }

    @Override
    public void deleteAlias(String name) {
        aliases.delete(name);
    }

    @Override
    public String aliasArn(String name) {
        return names.alias(name);
    }

    @Override
    public String anyKeyArn() {
        return names.arn("key/*");
    }

    /** Holds the key's row, so that changes come one after the other; a key that waits for its deletion takes none. */
    private void change(UUID key, Consumer<KmsKey> change) {
        transaction.executeWithoutResult(_ -> {
            var locked = locked(key);
            if (locked.state() instanceof KmsKey.State.PendingDeletion) throw pendingDeletion(locked);
            change.accept(locked);
        });
    }

    private KmsKey locked(UUID key) {
        jdbc.sql("SELECT version FROM kms_key WHERE id = ? FOR UPDATE")
                .param(key)
                .query(Integer.class)
                .optional();
        return existing(key);
    }

    private KmsKey existing(UUID key) {
        return find(key)
                .orElseThrow(() -> new KmsRefused(Code.NOT_FOUND, "Key '" + names.key(key) + "' does not exist"));
    }

    static KmsRefused disabled(KmsKey key) {
        return new KmsRefused(Code.DISABLED, key.arn() + " is disabled.");
    }

    static KmsRefused pendingDeletion(KmsKey key) {
        return new KmsRefused(Code.WRONG_STATE, key.arn() + " is pending deletion.");
    }

    /** What is gone is gone from the database, too. */
    private void purge() {
        var now = now();
        if (now.isBefore(purgesNext)) return;
        purgesNext = now.plus(PURGES_EVERY);
        jdbc.sql("DELETE FROM kms_key WHERE deletion_at <= ?").param(utc(now)).update();
    }

    private KmsKey key(ResultSet row, SortedMap<String, String> tagged) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var deletion = row.getObject("deletion_at", OffsetDateTime.class);
        var rotates = row.getObject("rotates_at", OffsetDateTime.class);
        return new KmsKey(
                id,
                names.key(id),
                row.getString("description"),
                deletion != null
                        ? new KmsKey.State.PendingDeletion(deletion.toInstant())
                        : row.getBoolean("enabled") ? new KmsKey.State.Enabled() : new KmsKey.State.Disabled(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("version"),
                row.getObject("version_since", OffsetDateTime.class).toInstant(),
                rotates == null ? null : new KmsKey.Rotation(row.getInt("rotation_days"), rotates.toInstant()),
                tagged);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
