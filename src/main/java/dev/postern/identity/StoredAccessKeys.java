package dev.postern.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.keys.SealedColumn;
import dev.postern.keys.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Access keys in the database, secrets sealed. */
@Component
final class StoredAccessKeys implements AccessKeys {
    /** As many as IAM lets a user have: one in use and one to change over to. */
    static final int MOST_PER_USER = 2;

    // IAM's accessKeyIdType is [\w]{16,128}; P says whose key it is, as A does in AWS's.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{16,128}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{16,128}");
    private static final String ID_PREFIX = "PKIA";
    private static final int ID_RANDOM = 16;
    private static final int SECRET_BYTES = 30;

    private static final int MOST_CACHED = 10_000;
    // How long another server of the same database may go on seeing a key as it was.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);
    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);
    private static final SealedColumn SEALED = new SealedColumn("access_key", "id", "sealed_secret", "access-key");
    private static final String COLUMNS = """
            id, user_name, sealed_secret, enabled, created_at, expires_at, last_used_at, last_used_service,
            last_used_region""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Secrets secrets;
    private final Users users;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<Secret>> found = Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();
    private final Cache<String, Instant> usesWritten =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedAccessKeys() {
        return SEALED;
    }

    StoredAccessKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Secrets secrets,
            Users users,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String newId() {
        return ID_PREFIX + RandomText.of(ID_RANDOM, random);
    }

    @Override
    public Secret create(String id, String user, @Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw new IllegalArgumentException("an access key ends in the future, not at " + expiresAt);
        }
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return store(user, id, Base64.getEncoder().encodeToString(secret), expiresAt);
    }

    @Override
    public Secret adopt(String user, String accessKeyId, String secretAccessKey) {
        if (!ID.matcher(accessKeyId).matches()) {
            throw new IllegalArgumentException("an access key id is 16–128 letters, digits and _");
        }
        if (!SECRET.matcher(secretAccessKey).matches()) {
            throw new IllegalArgumentException("a secret access key is 16–128 visible ASCII characters");
        }
        return store(user, accessKeyId, secretAccessKey, null);
    }

    private Secret store(String user, String id, String secretAccessKey, @Nullable Instant expiresAt) {
        var ends = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
        var key = new AccessKey(id, user, true, clock.instant().truncatedTo(ChronoUnit.MILLIS), ends, null);
        var sealed = secrets.seal(secretAccessKey.getBytes(StandardCharsets.US_ASCII), SEALED.purposeOf(id));
        transaction.executeWithoutResult(_ -> {
            // Holding the user's row keeps two calls at once from both making the last key.
            if (jdbc.sql("SELECT name FROM local_user WHERE name = ? FOR UPDATE")
                    .param(user)
                    .query(String.class)
                    .optional()
                    .isEmpty()) {
                throw new IllegalArgumentException("no such user: " + user);
            }
            if (of(user).size() >= MOST_PER_USER) {
                throw new AccessKeysExhausted(user, MOST_PER_USER);
            }
            jdbc.sql("INSERT INTO access_key (" + COLUMNS + ") VALUES (?, ?, ?, TRUE, ?, ?, NULL, NULL, NULL)")
                    .params(Arrays.asList(
                            id,
                            user,
                            sealed,
                            key.createdAt().atOffset(ZoneOffset.UTC),
                            ends == null ? null : ends.atOffset(ZoneOffset.UTC)))
                    .update();
        });
        found.invalidate(id);
        return new Secret(key, secretAccessKey);
    }

    @Override
    public Optional<Secret> find(String accessKeyId) {
        return ID.matcher(accessKeyId).matches() ? found.get(accessKeyId, this::read) : Optional.empty();
    }

    private Optional<Secret> read(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access_key WHERE id = ?")
                .param(id)
                .query((row, _) -> new Secret(
                        key(row),
                        new String(
                                secrets.open(row.getString("sealed_secret"), SEALED.purposeOf(id)),
                                StandardCharsets.US_ASCII)))
                .optional();
    }

    @Override
    public List<AccessKey> of(String user) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access_key WHERE user_name = ? ORDER BY created_at, id")
                .param(user)
                .query((row, _) -> key(row))
                .list();
    }

    @Override
    public void setEnabled(String accessKeyId, boolean enabled) {
        jdbc.sql("UPDATE access_key SET enabled = ? WHERE id = ?")
                .params(enabled, accessKeyId)
                .update();
        changed(accessKeyId);
    }

    @Override
    public void delete(String accessKeyId) {
        jdbc.sql("DELETE FROM access_key WHERE id = ?").param(accessKeyId).update();
        changed(accessKeyId);
    }

    private void changed(String accessKeyId) {
        found.invalidate(accessKeyId);
        events.publishEvent(new PrincipalsChanged());
    }

    @Override
    public void used(String accessKeyId, AccessKey.LastUse use) {
        var written = usesWritten.getIfPresent(accessKeyId);
        if (written != null && use.at().isBefore(written.plus(USE_WRITTEN_EVERY))
                || find(accessKeyId).isEmpty()) {
            return;
        }
        usesWritten.put(accessKeyId, use.at());
        jdbc.sql("UPDATE access_key SET last_used_at = ?, last_used_service = ?, last_used_region = ? WHERE id = ?")
                .params(Arrays.asList(
                        use.at().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC),
                        use.service(),
                        use.region(),
                        accessKeyId))
                .update();
    }

    @Override
    public Optional<Caller> callerFor(AccessKey key, @Nullable String address) {
        if (!key.enabled()) {
            return Optional.empty();
        }
        return users.find(key.user())
                .filter(User::enabled)
                .map(user -> users.callerFor(user, address))
                .map(caller -> caller.signedWith(key.id()));
    }

    private static AccessKey key(ResultSet row) throws SQLException {
        var used = instant(row, "last_used_at");
        return new AccessKey(
                row.getString("id"),
                row.getString("user_name"),
                row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                used == null
                        ? null
                        : new AccessKey.LastUse(
                                used, row.getString("last_used_service"), row.getString("last_used_region")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
