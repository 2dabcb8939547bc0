package dev.postern.access.policies;

import dev.postern.access.policies.Subject.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What principals have of policies, in the database. */
@Component
class AttachmentRecords {
    private final JdbcClient jdbc;

    AttachmentRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** ARNs. */
    Map<Subject, SortedSet<String>> attachments() {
        var all = new HashMap<Subject, SortedSet<String>>();
        jdbc.sql("SELECT subject_kind, subject_name, policy_arn FROM policy_attachment")
                .query(row -> {
                    all.computeIfAbsent(subject(row), _ -> new TreeSet<>()).add(row.getString("policy_arn"));
                });
        return all;
    }

    /** Documents by name. */
    Map<Subject, SortedMap<String, String>> inline() {
        var all = new HashMap<Subject, SortedMap<String, String>>();
        jdbc.sql("SELECT subject_kind, subject_name, name, document FROM inline_policy")
                .query(row -> {
                    all.computeIfAbsent(subject(row), _ -> new TreeMap<>())
                            .put(row.getString("name"), row.getString("document"));
                });
        return all;
    }

    /** ARNs. */
    Map<Subject, String> boundaries() {
        var all = new HashMap<Subject, String>();
        jdbc.sql("SELECT subject_kind, subject_name, policy_arn FROM permissions_boundary")
                .query(row -> {
                    all.put(subject(row), row.getString("policy_arn"));
                });
        return all;
    }

    private static Subject subject(ResultSet row) throws SQLException {
        return new Subject(Kind.valueOf(row.getString("subject_kind")), row.getString("subject_name"));
    }

    void attach(Subject subject, String arn, Instant at) {
        jdbc.sql("""
                        INSERT INTO policy_attachment (subject_kind, subject_name, policy_arn, attached_at)
                        VALUES (?, ?, ?, ?)""")
                .params(subject.kind().name(), subject.name(), arn, at.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean detach(Subject subject, String arn) {
        return jdbc.sql("DELETE FROM policy_attachment WHERE subject_kind = ? AND subject_name = ? AND policy_arn = ?")
                        .params(subject.kind().name(), subject.name(), arn)
                        .update()
                > 0;
    }

    void putInline(Subject subject, String name, String document) {
        deleteInline(subject, name);
        jdbc.sql("INSERT INTO inline_policy (subject_kind, subject_name, name, document) VALUES (?, ?, ?, ?)")
                .params(subject.kind().name(), subject.name(), name, document)
                .update();
    }

    boolean deleteInline(Subject subject, String name) {
        return jdbc.sql("DELETE FROM inline_policy WHERE subject_kind = ? AND subject_name = ? AND name = ?")
                        .params(subject.kind().name(), subject.name(), name)
                        .update()
                > 0;
    }

    void setBoundary(Subject subject, String arn) {
        removeBoundary(subject);
        jdbc.sql("INSERT INTO permissions_boundary (subject_kind, subject_name, policy_arn) VALUES (?, ?, ?)")
                .params(subject.kind().name(), subject.name(), arn)
                .update();
    }

    /** All of it. */
    void clear(Subject subject) {
        for (var table : List.of("policy_attachment", "inline_policy", "permissions_boundary")) {
            jdbc.sql("DELETE FROM " + table + " WHERE subject_kind = ? AND subject_name = ?")
                    .params(subject.kind().name(), subject.name())
                    .update();
        }
    }

    boolean removeBoundary(Subject subject) {
        return jdbc.sql("DELETE FROM permissions_boundary WHERE subject_kind = ? AND subject_name = ?")
                        .params(subject.kind().name(), subject.name())
                        .update()
                > 0;
    }
}
