package dev.postern.identity.roles;

import dev.postern.identity.Assurance;
import dev.postern.identity.SessionTag;
import dev.postern.identity.roles.KeptCredential.InRole;
import dev.postern.identity.roles.KeptCredential.Root;
import dev.postern.identity.roles.SessionCredentials.Issued;
import dev.postern.keys.SealedColumn;
import dev.postern.keys.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Temporary credentials in the database, secret and token sealed. */
@Component
class CredentialRecords {
    private static final SealedColumn SEALED =
            new SealedColumn("session_credential", "access_key_id", "sealed", "session-credential");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Secrets secrets;

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedSessionCredentials() {
        return SEALED;
    }

    CredentialRecords(JdbcClient jdbc, PlatformTransactionManager transactions, Secrets secrets) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
    }

    void add(KeptCredential kept) {
        transaction.executeWithoutResult(_ -> insert(kept));
    }

    private void insert(KeptCredential kept) {
        var issued = kept.issued();
        var id = issued.accessKeyId();
        var root = kept.root();
        var session = kept.session();
        jdbc.sql("""
                        INSERT INTO session_credential (access_key_id, sealed, origin, user_name, root_key, role_id,
                            session_name, source_identity, session_policies, multi_factor, issued_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        id,
                        secrets.seal(
                                (issued.secretAccessKey() + "\n" + issued.sessionToken())
                                        .getBytes(StandardCharsets.US_ASCII),
                                SEALED.purposeOf(id)),
                        root.origin(),
                        root.user(),
                        root.accessKey(),
                        session == null ? null : session.roleId(),
                        session == null ? null : session.name(),
                        session == null ? null : session.sourceIdentity(),
                        session == null ? null : written(session.policies()),
                        kept.assurance().multiFactor(),
                        issuedAt(kept).atOffset(ZoneOffset.UTC),
                        issued.expiresAt().atOffset(ZoneOffset.UTC)))
                .update();
        if (session == null) return;
        for (var tag : session.tags()) {
            jdbc.sql("""
                            INSERT INTO session_credential_tag (access_key_id, tag_key, tag_value, transitive)
                            VALUES (?, ?, ?, ?)""").params(id, tag.key(), tag.value(), tag.transitive()).update();
        }
    }

    private static Instant issuedAt(KeptCredential kept) {
        return Objects.requireNonNull(kept.assurance().signedInAt());
    }

    Optional<KeptCredential> find(String id) {
        return jdbc.sql("SELECT * FROM session_credential WHERE access_key_id = ?")
                .param(id)
                .query((row, _) -> kept(id, row))
                .optional();
    }

    long countGood(String origin, Instant now) {
        return jdbc.sql("SELECT COUNT(*) FROM session_credential WHERE origin = ? AND expires_at > ?")
                .params(origin, now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    void forgetExpiredBefore(Instant at) {
        jdbc.sql("DELETE FROM session_credential WHERE expires_at < ?")
                .param(at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private KeptCredential kept(String id, ResultSet row) throws SQLException {
        var opened = new String(secrets.open(row.getString("sealed"), SEALED.purposeOf(id)), StandardCharsets.US_ASCII);
        int end = opened.indexOf('\n');
        var roleId = row.getString("role_id");
        return new KeptCredential(
                new Issued(
                        id,
                        opened.substring(0, end),
                        opened.substring(end + 1),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()),
                new Assurance(
                        row.getBoolean("multi_factor"),
                        row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                        null),
                new Root(row.getString("origin"), row.getString("user_name"), row.getString("root_key")),
                roleId == null
                        ? null
                        : new InRole(
                                roleId,
                                row.getString("session_name"),
                                row.getString("source_identity"),
                                tagsOf(id),
                                read(row.getString("session_policies"))));
    }

    private static @Nullable String written(List<String> policies) {
        return policies.isEmpty() ? null : JsonMapper.shared().writeValueAsString(policies);
    }

    private static List<String> read(@Nullable String policies) {
        return policies == null ? List.of() : List.of(JsonMapper.shared().readValue(policies, String[].class));
    }

    private List<SessionTag> tagsOf(String id) {
        return jdbc.sql("""
                        SELECT tag_key, tag_value, transitive FROM session_credential_tag WHERE access_key_id = ?
                        ORDER BY tag_key""")
                .param(id)
                .query((row, _) -> new SessionTag(
                        row.getString("tag_key"), row.getString("tag_value"), row.getBoolean("transitive")))
                .list();
    }
}
