package dev.postern.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.keys.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Users in the database; passwords as Argon2id hashes. */
@Component
final class StoredUsers implements Users {
    static final int SHORTEST_PASSWORD = 12;
    // Longer than any passphrase; hashing has no need to chew on more.
    static final int LONGEST_PASSWORD = 256;

    private static final int MOST_CACHED = 10_000;
    // How long another server of the same database may go on seeing a user as it was.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);

    private static final String SIGN_IN =
            "SELECT name, password_hash IS NOT NULL AS has_password, issuer, last_sign_in FROM local_user";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PasswordEncoder passwords;
    private final Account account;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Cache<String, Optional<User>> found = Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();

    StoredUsers(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            PasswordEncoder passwords,
            Account account,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.passwords = passwords;
        this.account = account;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Optional<User> find(String name) {
        return User.isName(name) ? found.get(name, this::read) : Optional.empty();
    }

    private Optional<User> read(String name) {
        return jdbc.sql("SELECT name, enabled, created_at FROM local_user WHERE name = ?")
                .param(name)
                .query((row, _) -> user(row, groupsOf(name), tagsOf(name)))
                .optional();
    }

    private SortedMap<String, String> tagsOf(String name) {
        var tags = new TreeMap<String, String>();
        jdbc.sql("SELECT tag_key, tag_value FROM local_user_tag WHERE user_name = ?")
                .param(name)
                .query(row -> {
                    tags.put(row.getString("tag_key"), row.getString("tag_value"));
                });
        return tags;
    }

    private Set<String> groupsOf(String name) {
        return jdbc.sql("SELECT group_name FROM local_user_group WHERE user_name = ?")
                .param(name)
                .query(String.class)
                .set();
    }

    @Override
    public List<User> all() {
        Map<String, Set<String>> groups = new HashMap<>();
        jdbc.sql("SELECT user_name, group_name FROM local_user_group").query(row -> {
            groups.computeIfAbsent(row.getString("user_name"), _ -> new TreeSet<>())
                    .add(row.getString("group_name"));
        });
        Map<String, SortedMap<String, String>> tags = new HashMap<>();
        jdbc.sql("SELECT user_name, tag_key, tag_value FROM local_user_tag").query(row -> {
            tags.computeIfAbsent(row.getString("user_name"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return jdbc.sql("SELECT name, enabled, created_at FROM local_user ORDER BY folded_name")
                .query((row, _) -> user(
                        row,
                        groups.getOrDefault(row.getString("name"), Set.of()),
                        tags.getOrDefault(row.getString("name"), new TreeMap<>())))
                .list();
    }

    @Override
    public boolean isEmpty() {
        return jdbc.sql("SELECT COUNT(*) FROM local_user").query(Long.class).single() == 0;
    }

    @Override
    public User create(String name, String password, Set<String> groups) {
        var user = new User(name, groups, true, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return insert(user, hash(name, password));
    }

    @Override
    public User create(String name, Map<String, String> tags) {
        Tags.check(tags);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return insert(new User(name, Set.of(), true, now, new TreeMap<>(tags)), null);
    }

    private User insert(User user, @Nullable String hash) {
        var name = user.name();
        try {
            transaction.executeWithoutResult(_ -> {
                jdbc.sql("""
                                INSERT INTO local_user (name, folded_name, password_hash, enabled, created_at)
                                VALUES (?, ?, ?, TRUE, ?)""")
                        .params(Arrays.asList(
                                name, folded(name), hash, user.createdAt().atOffset(ZoneOffset.UTC)))
                        .update();
                succeed(Succession.user(name));
                for (var group : user.groups()) join(name, group);
                user.tags().forEach((key, value) -> insertTag(name, key, value));
            });
        } catch (DuplicateKeyException e) {
            throw new IllegalArgumentException("there is a user " + name + " already", e);
        }
        changed(name);
        return user;
    }

    private void insertTag(String name, String key, String value) {
        jdbc.sql("INSERT INTO local_user_tag (user_name, tag_key, tag_value) VALUES (?, ?, ?)")
                .params(name, key, value)
                .update();
    }

    /** Into a group that is there from then on, if it was not. */
    private void join(String name, String group) {
        var made = new Group(group, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (jdbc.sql("SELECT COUNT(*) FROM user_group WHERE name = ?")
                        .param(group)
                        .query(Long.class)
                        .single()
                == 0) {
            jdbc.sql("INSERT INTO user_group (name, folded_name, created_at) VALUES (?, ?, ?)")
                    .params(made.name(), folded(group), made.createdAt().atOffset(ZoneOffset.UTC))
                    .update();
            succeed(Succession.group(group));
        }
        jdbc.sql("INSERT INTO local_user_group (user_name, group_name) VALUES (?, ?)")
                .params(name, group)
                .update();
    }

    @Override
    public boolean delete(String name) {
        var gone = Boolean.TRUE.equals(transaction.execute(_ -> {
            succeed(Succession.user(name));
            return jdbc.sql("DELETE FROM local_user WHERE name = ?").param(name).update() > 0;
        }));
        changed(name);
        return gone;
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        Tags.check(tags);
        transaction.executeWithoutResult(_ -> {
            hold(name);
            var after = tagsOf(name);
            after.putAll(tags);
            Tags.checkTogether(after);
            tags.forEach((key, value) -> {
                removeTag(name, key);
                insertTag(name, key, value);
            });
        });
        changed(name);
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        transaction.executeWithoutResult(_ -> {
            hold(name);
            for (var key : keys) removeTag(name, key);
        });
        changed(name);
    }

    private void removeTag(String name, String key) {
        jdbc.sql("DELETE FROM local_user_tag WHERE user_name = ? AND tag_key = ?")
                .params(name, key)
                .update();
    }

    private void hold(String name) {
        if (jdbc.sql("SELECT name FROM local_user WHERE name = ? FOR UPDATE")
                .param(name)
                .query(String.class)
                .optional()
                .isEmpty()) {
            throw new IllegalArgumentException("no such user: " + name);
        }
    }

    /** Whoever changed a user tells. */
    void changed(String name) {
        found.invalidate(name);
        events.publishEvent(new PrincipalsChanged());
    }

    /** A name changes hands. The caller holds the transaction that does it. */
    void succeed(Succession succession) {
        events.publishEvent(succession);
    }

    /** Memberships of many changed. */
    void forgetAll() {
        found.invalidateAll();
        events.publishEvent(new PrincipalsChanged());
    }

    @Override
    public void setPassword(String name, String password) {
        if (isProvided(name)) {
            throw new IllegalArgumentException(
                    name + " signs in by an identity provider and has no password: change it there");
        }
        change(name, "UPDATE local_user SET password_hash = ? WHERE name = ?", hash(name, password));
    }

    @Override
    public void removePassword(String name) {
        change(name, "UPDATE local_user SET password_hash = ? WHERE name = ?", null);
    }

    private boolean isProvided(String name) {
        return jdbc.sql("SELECT COUNT(*) FROM local_user WHERE name = ? AND issuer IS NOT NULL")
                        .param(name)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public String passwordMark(String name) {
        return passwordHash(name).map(Sha256::of).orElse("");
    }

    @Override
    public boolean hasPassword(String name) {
        return passwordHash(name).isPresent();
    }

    @Override
    public void setEnabled(String name, boolean enabled) {
        change(name, "UPDATE local_user SET enabled = ? WHERE name = ?", enabled);
        if (!enabled) events.publishEvent(new UserDisabled(name));
    }

    @Override
    public void signedIn(String name) {
        jdbc.sql("UPDATE local_user SET last_sign_in = ? WHERE name = ?")
                .params(clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC), name)
                .update();
    }

    @Override
    public Optional<SignIn> signIn(String name) {
        return jdbc.sql(SIGN_IN + " WHERE name = ?")
                .param(name)
                .query((row, _) -> signIn(row))
                .optional();
    }

    @Override
    public Map<String, SignIn> signIns() {
        var all = new HashMap<String, SignIn>();
        jdbc.sql(SIGN_IN).query(row -> {
            all.put(row.getString("name"), signIn(row));
        });
        return all;
    }

    private static SignIn signIn(ResultSet row) throws SQLException {
        var last = row.getObject("last_sign_in", OffsetDateTime.class);
        return new SignIn(
                row.getBoolean("has_password"), row.getString("issuer"), last == null ? null : last.toInstant());
    }

    private void change(String name, String sql, @Nullable Object value) {
        var changed = jdbc.sql(sql).params(Arrays.asList(value, name)).update();
        changed(name);
        if (changed == 0) {
            throw new IllegalArgumentException("no such user: " + name);
        }
    }

    @Override
    public Caller callerFor(User user, @Nullable String address) {
        return new Caller(
                account.user(user.name()),
                user.name(),
                user.groups(),
                null,
                address,
                new Standing.Own(user.id(), user.tags()));
    }

    /** For the sign-in alone; never cached. Empty for who has no password, as for who is nobody. */
    Optional<String> passwordHash(String name) {
        return jdbc.sql("SELECT password_hash FROM local_user WHERE name = ? AND password_hash IS NOT NULL")
                .param(name)
                .query(String.class)
                .optional();
    }

    private String hash(String name, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        if (folded(password).equals(folded(name))) {
            throw new IllegalArgumentException("a password must not be the user's name");
        }
        return passwords.encode(password);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static User user(ResultSet row, Set<String> groups, SortedMap<String, String> tags) throws SQLException {
        return new User(
                row.getString("name"),
                groups,
                row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                tags);
    }
}
