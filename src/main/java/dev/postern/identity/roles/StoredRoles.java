package dev.postern.identity.roles;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.postern.identity.Account;
import dev.postern.identity.PrincipalsChanged;
import dev.postern.identity.RandomText;
import dev.postern.identity.Succession;
import dev.postern.identity.Tags;
import dev.postern.identity.Users;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Roles in the database; few enough that all of them are held at once. */
@Component
final class StoredRoles implements Roles {
    private static final String ID_PREFIX = "AROA";
    private static final int ID_RANDOM = 17;
    private static final String ALL = "all";
    // How long another server of the same database may go on seeing roles as they were.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Users users;
    private final Account account;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final LoadingCache<String, Kept> kept =
            Caffeine.newBuilder().expireAfterWrite(CACHED_FOR).build(_ -> read());

    private record Kept(Map<String, Role> byName, Map<String, Role> byId) {}

    StoredRoles(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Users users,
            Account account,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.users = users;
        this.account = account;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String newId() {
        return ID_PREFIX + RandomText.of(ID_RANDOM, random);
    }

    @Override
    public Role create(Wanted wanted) {
        Tags.check(wanted.tags());
        var trust = wanted.trust();
        var role = new Role(
                wanted.id(),
                wanted.name(),
                wanted.description(),
                wanted.longest(),
                trust,
                trust.policy(account, wanted.name()),
                new TreeMap<>(wanted.tags()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        for (var user : trust.users()) {
            if (users.find(user).isEmpty()) throw new IllegalArgumentException("no such user: " + user);
        }
        if (trust.document() != null) namesWhoIsThere(trust.document());
        try {
            transaction.executeWithoutResult(_ -> insert(role));
        } catch (DuplicateKeyException e) {
            throw new IllegalArgumentException("there is a role " + role.name() + " already", e);
        } finally {
            kept.invalidate(ALL);
        }
        return role;
    }

    private void insert(Role role) {
        if (jdbc.sql("SELECT COUNT(*) FROM assumable_role").query(Long.class).single() >= MOST)
            throw new IllegalArgumentException("there are " + MOST + " roles already, which is all there may be");
        var provider = role.trust().provider();
        jdbc.sql("""
                        INSERT INTO assumable_role (id, name, folded_name, description, longest_seconds, trusts_everyone,
                            session_tags, trust_policy, administrator, created_at, issuer, audience, jwks_uri, subject)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        role.id(),
                        role.name(),
                        role.name().toLowerCase(Locale.ROOT),
                        role.description(),
                        role.longest().toSeconds(),
                        role.trust().everyone(),
                        role.trust().sessionTags(),
                        role.trust().document(),
                        role.createdAt().atOffset(ZoneOffset.UTC),
                        provider == null ? null : provider.issuer(),
                        provider == null ? null : provider.audience(),
                        provider == null ? null : provider.jwks().toString(),
                        provider == null ? null : provider.subject()))
                .update();
        for (var user : role.trust().users()) {
            jdbc.sql("INSERT INTO assumable_role_user (role_id, user_name) VALUES (?, ?)")
                    .params(role.id(), user)
                    .update();
        }
        insertTags(role.id(), role.tags());
        events.publishEvent(Succession.role(role.name()));
    }

    private void insertTags(String id, Map<String, String> tags) {
        tags.forEach((key, value) -> jdbc.sql(
                        "INSERT INTO assumable_role_tag (role_id, tag_key, tag_value) VALUES (?, ?, ?)")
                .params(id, key, value)
                .update());
    }

    @Override
    public Optional<Role> find(String name) {
        return Optional.ofNullable(kept.get(ALL).byName().get(name));
    }

    @Override
    public Optional<Role> withId(String id) {
        return Optional.ofNullable(kept.get(ALL).byId().get(id));
    }

    @Override
    public Optional<Role> at(String arn) {
        var prefix = account.role("");
        return arn.startsWith(prefix) ? find(arn.substring(prefix.length())) : Optional.empty();
    }

    @Override
    public List<Role> all() {
        return kept.get(ALL).byName().values().stream()
                .sorted(Comparator.comparing(Role::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    @Override
    public void setTrust(String name, String document) {
        var role = required(name);
        var trust = role.trust().rewritten(document);
        trust.policy(account, name);
        namesWhoIsThere(document);
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("UPDATE assumable_role SET trust_policy = ?, trusts_everyone = FALSE WHERE id = ?")
                    .params(document, role.id())
                    .update();
            jdbc.sql("DELETE FROM assumable_role_user WHERE role_id = ?")
                    .param(role.id())
                    .update();
        });
        changed();
    }

    /** As IAM: a trust in a name that nobody has would be for whoever takes it. */
    private void namesWhoIsThere(String document) {
        for (var arn : TrustedNames.ofThisAccount(document, account)) {
            var there = arn.startsWith(account.user(""))
                    ? users.find(arn.substring(account.user("").length())).isPresent()
                    : find(arn.substring(account.role("").length())).isPresent();
            if (!there) throw new UnknownPrincipal(arn);
        }
    }

    /** Trust goes with a person, not with a name: at AWS too, where the id of who is gone is left in the policy. */
    @EventListener
    void on(Succession succession) {
        switch (succession.kind()) {
            case USER -> {
                var arn = account.user(succession.name());
                nobodyTrusts(arn, arn, "AIDA" + RandomText.of(ID_RANDOM, random));
            }
            case ROLE ->
                nobodyTrusts(
                        account.role(succession.name()),
                        account.roleSessions(succession.name()),
                        ID_PREFIX + RandomText.of(ID_RANDOM, random));
            case GROUP -> {}
        }
    }

    private void nobodyTrusts(String arn, String sessions, String id) {
        var written = jdbc.sql("SELECT id, trust_policy FROM assumable_role WHERE trust_policy IS NOT NULL")
                .query((row, _) -> Map.entry(row.getString("id"), row.getString("trust_policy")))
                .list();
        for (var each : written) {
            var after = TrustedNames.without(each.getValue(), arn, sessions, id);
            if (after.equals(each.getValue())) continue;
            jdbc.sql("UPDATE assumable_role SET trust_policy = ? WHERE id = ?")
                    .params(after, each.getKey())
                    .update();
            kept.invalidate(ALL);
        }
    }

    @Override
    public void change(String name, String description, Duration longest) {
        var role = required(name);
        var after = new Role(
                role.id(), name, description, longest, role.trust(), role.trustPolicy(), role.tags(), role.createdAt());
        jdbc.sql("UPDATE assumable_role SET description = ?, longest_seconds = ? WHERE id = ?")
                .params(after.description(), after.longest().toSeconds(), role.id())
                .update();
        changed();
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        Tags.check(tags);
        var role = required(name);
        var after = new TreeMap<>(role.tags());
        after.putAll(tags);
        Tags.checkTogether(after);
        transaction.executeWithoutResult(_ -> {
            removeTags(role.id(), tags.keySet());
            insertTags(role.id(), tags);
        });
        changed();
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        removeTags(required(name).id(), keys);
        changed();
    }

    private void removeTags(String id, Collection<String> keys) {
        for (var key : keys) {
            jdbc.sql("DELETE FROM assumable_role_tag WHERE role_id = ? AND tag_key = ?")
                    .params(id, key)
                    .update();
        }
    }

    private Role required(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no such role: " + name));
    }

    @Override
    public boolean delete(String id) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> gone(id)));
        } finally {
            changed();
        }
    }

    /** By its id: the name may be another role's by now. */
    private boolean gone(String id) {
        var name = jdbc.sql("SELECT name FROM assumable_role WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional();
        name.ifPresent(known -> events.publishEvent(Succession.role(known)));
        return jdbc.sql("DELETE FROM assumable_role WHERE id = ?").param(id).update() > 0;
    }

    private void changed() {
        kept.invalidate(ALL);
        events.publishEvent(new PrincipalsChanged());
    }

    private Kept read() {
        var trusted = new HashMap<String, Set<String>>();
        jdbc.sql("SELECT role_id, user_name FROM assumable_role_user").query(row -> {
            trusted.computeIfAbsent(row.getString("role_id"), _ -> new TreeSet<>())
                    .add(row.getString("user_name"));
        });
        var tags = new HashMap<String, SortedMap<String, String>>();
        jdbc.sql("SELECT role_id, tag_key, tag_value FROM assumable_role_tag").query(row -> {
            tags.computeIfAbsent(row.getString("role_id"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        var all = jdbc.sql("SELECT * FROM assumable_role")
                .query((row, _) -> role(
                        row,
                        trusted.getOrDefault(row.getString("id"), Set.of()),
                        tags.getOrDefault(row.getString("id"), new TreeMap<>())))
                .list();
        return new Kept(
                all.stream().collect(Collectors.toMap(Role::name, Function.identity())),
                all.stream().collect(Collectors.toMap(Role::id, Function.identity())));
    }

    private Role role(ResultSet row, Set<String> users, SortedMap<String, String> tags) throws SQLException {
        var trust = trust(row, users);
        var name = row.getString("name");
        return new Role(
                row.getString("id"),
                name,
                row.getString("description"),
                Duration.ofSeconds(row.getInt("longest_seconds")),
                trust,
                trust.policy(account, name),
                tags,
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Trust trust(ResultSet row, Set<String> users) throws SQLException {
        var everyone = row.getBoolean("trusts_everyone");
        var provider = provider(row);
        var document = row.getString("trust_policy");
        // users go, and with them the trust in them
        if (document == null && !everyone && users.isEmpty() && provider == null) return Trust.ofNobody();
        return new Trust(everyone, users, provider, row.getBoolean("session_tags"), document);
    }

    private static @Nullable WebIdentityProvider provider(ResultSet row) throws SQLException {
        var issuer = row.getString("issuer");
        return issuer == null
                ? null
                : new WebIdentityProvider(
                        issuer,
                        row.getString("audience"),
                        URI.create(row.getString("jwks_uri")),
                        row.getString("subject"));
    }
}
