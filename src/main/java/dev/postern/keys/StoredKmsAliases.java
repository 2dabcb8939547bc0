package dev.postern.keys;

import dev.postern.keys.KmsRefused.Code;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The aliases' rows. The caller holds the row of the key they point to. */
final class StoredKmsAliases {
    private static final String SELECT = "SELECT name, key_id, created_at, updated_at FROM kms_alias";

    private final JdbcClient jdbc;
    private final KmsNames names;

    StoredKmsAliases(JdbcClient jdbc, KmsNames names) {
        this.jdbc = jdbc;
        this.names = names;
    }

    List<KmsAlias> all() {
        return jdbc.sql(SELECT).query((row, _) -> alias(row)).list().stream()
                .sorted(Comparator.comparing(KmsAlias::name)) // databases sort by their own alphabets
                .toList();
    }

    Optional<KmsAlias> find(String name) {
        return jdbc.sql(SELECT + " WHERE name = ?")
                .param(name)
                .query((row, _) -> alias(row))
                .optional();
    }

    Optional<UUID> target(String name) {
        return find(name).map(KmsAlias::key);
    }

    void create(String name, KmsKey key, Instant now) {
        if (find(name).isPresent())
            throw new KmsRefused(
                    Code.ALREADY_EXISTS, "An alias with the name " + names.alias(name) + " already exists");
        room(key);
        jdbc.sql("INSERT INTO kms_alias (name, key_id, created_at, updated_at) VALUES (?, ?, ?, ?)")
                .params(name, key.id(), utc(now), utc(now))
                .update();
    }

    void point(String name, KmsKey key, Instant now) {
        var alias = find(name).orElseThrow(() -> unknown(name));
        if (!alias.key().equals(key.id())) room(key);
        jdbc.sql("UPDATE kms_alias SET key_id = ?, updated_at = ? WHERE name = ?")
                .params(key.id(), utc(now), name)
                .update();
    }

    void delete(String name) {
        if (jdbc.sql("DELETE FROM kms_alias WHERE name = ?").param(name).update() == 0) throw unknown(name);
    }

    KmsRefused unknown(String name) {
        return new KmsRefused(Code.NOT_FOUND, "Alias " + names.alias(name) + " is not found.");
    }

    private void room(KmsKey key) {
        int count = jdbc.sql("SELECT COUNT(*) FROM kms_alias WHERE key_id = ?")
                .param(key.id())
                .query(Integer.class)
                .single();
        if (count >= KmsKeys.MOST_ALIASES_PER_KEY)
            throw new KmsRefused(
                    Code.LIMIT_EXCEEDED,
                    key.arn() + " has " + KmsKeys.MOST_ALIASES_PER_KEY + " aliases, which is the most it can have.");
    }

    private KmsAlias alias(ResultSet row) throws SQLException {
        var name = row.getString("name");
        return new KmsAlias(
                name,
                names.alias(name),
                row.getObject("key_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
