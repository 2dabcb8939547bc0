package dev.postern.access.policies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Managed policies and their versions in the database. */
@Component
class PolicyRecords {
    private final JdbcClient jdbc;

    PolicyRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param prefix of their ARNs */
    List<ManagedPolicy> all(String prefix) {
        var tags = new HashMap<String, SortedMap<String, String>>();
        jdbc.sql("SELECT policy_id, tag_key, tag_value FROM managed_policy_tag").query(row -> {
            tags.computeIfAbsent(row.getString("policy_id"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return jdbc.sql("""
                        SELECT p.*, v.document FROM managed_policy p
                        JOIN managed_policy_version v ON v.policy_id = p.id AND v.version = p.default_version
                        ORDER BY p.folded_name""")
                .query((row, _) -> policy(prefix, row, tags.getOrDefault(row.getString("id"), new TreeMap<>())))
                .list();
    }

    private static ManagedPolicy policy(String prefix, ResultSet row, SortedMap<String, String> tags)
            throws SQLException {
        var name = row.getString("name");
        return new ManagedPolicy(
                row.getString("id"),
                name,
                prefix + name,
                row.getString("description"),
                false,
                row.getString("document"),
                row.getInt("default_version"),
                tags,
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    void add(ManagedPolicy policy, String by) {
        jdbc.sql("""
                        INSERT INTO managed_policy (id, name, folded_name, description, default_version, last_version,
                            created_at, updated_at)
                        VALUES (?, ?, ?, ?, 1, 1, ?, ?)""")
                .params(
                        policy.id(),
                        policy.name(),
                        policy.name().toLowerCase(Locale.ROOT),
                        policy.description(),
                        policy.createdAt().atOffset(ZoneOffset.UTC),
                        policy.updatedAt().atOffset(ZoneOffset.UTC))
                .update();
        addVersion(policy.id(), 1, policy.document(), by, policy.createdAt());
        addTags(policy.id(), policy.tags());
    }

    private void addVersion(String id, int number, String document, String by, Instant at) {
        jdbc.sql("""
                        INSERT INTO managed_policy_version (policy_id, version, document, created_at, created_by)
                        VALUES (?, ?, ?, ?, ?)""")
                .params(id, number, document, at.atOffset(ZoneOffset.UTC), by)
                .update();
    }

    /** Its number. The caller holds a transaction. */
    int addVersion(String id, String document, String by, Instant at) {
        int number = 1
                + jdbc.sql("SELECT last_version FROM managed_policy WHERE id = ? FOR UPDATE")
                        .param(id)
                        .query(Integer.class)
                        .single();
        jdbc.sql("UPDATE managed_policy SET last_version = ?, updated_at = ? WHERE id = ?")
                .params(number, at.atOffset(ZoneOffset.UTC), id)
                .update();
        addVersion(id, number, document, by, at);
        return number;
    }

    List<PolicyVersion> versions(String id, int defaultVersion) {
        return jdbc.sql("SELECT * FROM managed_policy_version WHERE policy_id = ? ORDER BY version DESC")
                .param(id)
                .query((row, _) -> new PolicyVersion(
                        row.getInt("version"),
                        row.getString("document"),
                        row.getInt("version") == defaultVersion,
                        instant(row, "created_at"),
                        row.getString("created_by")))
                .list();
    }

    void setDefault(String id, int version, Instant at) {
        jdbc.sql("UPDATE managed_policy SET default_version = ?, updated_at = ? WHERE id = ?")
                .params(version, at.atOffset(ZoneOffset.UTC), id)
                .update();
    }

    void deleteVersion(String id, int version) {
        jdbc.sql("DELETE FROM managed_policy_version WHERE policy_id = ? AND version = ?")
                .params(id, version)
                .update();
    }

    void delete(String id) {
        jdbc.sql("DELETE FROM managed_policy WHERE id = ?").param(id).update();
    }

    void addTags(String id, Map<String, String> tags) {
        removeTags(id, tags.keySet());
        tags.forEach((key, value) -> jdbc.sql(
                        "INSERT INTO managed_policy_tag (policy_id, tag_key, tag_value) VALUES (?, ?, ?)")
                .params(id, key, value)
                .update());
    }

    void removeTags(String id, Collection<String> keys) {
        for (var key : keys) {
            jdbc.sql("DELETE FROM managed_policy_tag WHERE policy_id = ? AND tag_key = ?")
                    .params(id, key)
                    .update();
        }
    }
}
