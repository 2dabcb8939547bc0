package dev.postern.identity.passkeys;

import dev.postern.identity.User;
import dev.postern.identity.passkeys.PasskeyRefused.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Passkeys in the database. Spring Security's own table knows no limit and no end of a user, and its {@code save} is one for what is new and what is used: there a
 * passkey that is removed while it signs in would be back.
 */
@Component
class StoredPasskeys implements Passkeys {
    /** An answer has 16 KiB at most, so this is never cut. */
    private static final int LONGEST_ATTESTATION = PasskeyJson.LONGEST;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    StoredPasskeys(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public List<Passkey> of(User user) {
        return jdbc.sql("""
                        SELECT id, name, backup_eligible, created_at, last_used_at FROM passkey
                        WHERE user_name = ? ORDER BY created_at, id""")
                .param(user.name())
                .query((row, _) -> new Passkey(
                        row.getString("id"),
                        row.getString("name"),
                        row.getBoolean("backup_eligible"),
                        instant(row, "created_at"),
                        row.getObject("last_used_at") == null ? null : instant(row, "last_used_at")))
                .list();
    }

    @Override
    public boolean has(User user) {
        return count(user) > 0;
    }

    private int count(User user) {
        return jdbc.sql("SELECT COUNT(*) FROM passkey WHERE user_name = ?")
                .param(user.name())
                .query(Integer.class)
                .single();
    }

    @Override
    public boolean rename(User user, String id, String name) {
        return jdbc.sql("UPDATE passkey SET name = ? WHERE user_name = ? AND id = ?")
                        .params(Passkey.name(name), user.name(), id)
                        .update()
                == 1;
    }

    @Override
    public boolean remove(User user, String id) {
        return jdbc.sql("DELETE FROM passkey WHERE user_name = ? AND id = ?")
                        .params(user.name(), id)
                        .update()
                == 1;
    }

    @Override
    public int removeAll(User user) {
        return jdbc.sql("DELETE FROM passkey WHERE user_name = ?")
                .param(user.name())
                .update();
    }

    /** Takes what is believed as a new passkey of this user, under the label it has. */
    UserCredentialRepository newOf(User user) {
        return new Kept() {
            @Override
            public void save(CredentialRecord passkey) {
                enrol(user, passkey);
            }
        };
    }

    /** Takes what is believed as a use of a passkey that is there. */
    UserCredentialRepository used() {
        return new Kept() {
            @Override
            public void save(CredentialRecord passkey) {
                use(passkey);
            }
        };
    }

    /** @throws PasskeysExhausted where they have as many as one may */
    private void enrol(User user, CredentialRecord passkey) {
        var attestation = passkey.getAttestationObject();
        if (attestation == null || attestation.toBase64UrlString().length() > LONGEST_ATTESTATION) {
            throw new PasskeyRefused(Reason.WRONG, "no attestation, or one too long");
        }
        transaction.executeWithoutResult(_ -> {
            // Holding the user's row keeps two at once from both making the last one.
            if (jdbc.sql("SELECT name FROM local_user WHERE name = ? FOR UPDATE")
                    .param(user.name())
                    .query(String.class)
                    .optional()
                    .isEmpty()) {
                throw new IllegalArgumentException("no such user: " + user.name());
            }
            if (count(user) >= MOST_PER_USER) throw new PasskeysExhausted(user.name());
            jdbc.sql("""
                            INSERT INTO passkey (id, user_name, user_handle, name, public_key, attestation, transports, sign_count,
                                backup_eligible, created_at, last_used_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)""")
                    .params(
                            passkey.getCredentialId().toBase64UrlString(),
                            user.name(),
                            passkey.getUserEntityUserId().toBase64UrlString(),
                            Passkey.name(passkey.getLabel()),
                            new Bytes(passkey.getPublicKey().getBytes()).toBase64UrlString(),
                            attestation.toBase64UrlString(),
                            passkey.getTransports().stream()
                                    .map(AuthenticatorTransport::getValue)
                                    .sorted()
                                    .collect(Collectors.joining(" ")),
                            passkey.getSignatureCount(),
                            passkey.isBackupEligible(),
                            now())
                    .update();
        });
    }

    /**
     * Of two answers with the same count one is a copy's; authenticators that do not count say 0 each time. webauthn4j refuses one that went back, and takes
     * the same once more.
     */
    private void use(CredentialRecord passkey) {
        var count = passkey.getSignatureCount();
        var used = jdbc.sql("""
                        UPDATE passkey SET sign_count = ?, last_used_at = ?
                        WHERE id = ? AND (sign_count < ? OR (sign_count = 0 AND ? = 0))""")
                .params(count, now(), passkey.getCredentialId().toBase64UrlString(), count, count)
                .update();
        if (used == 0) throw copied();
    }

    static PasskeyRefused copied() {
        return new PasskeyRefused(
                Reason.WRONG, "its count did not go on, so there may be a copy of it; or it was removed");
    }

    private abstract class Kept implements UserCredentialRepository {
        @Override
        public @Nullable CredentialRecord findByCredentialId(Bytes id) {
            return jdbc.sql("SELECT * FROM passkey WHERE id = ?")
                    .param(id.toBase64UrlString())
                    .query((row, _) -> record(row))
                    .optional()
                    .orElse(null);
        }

        @Override
        public List<CredentialRecord> findByUserId(Bytes handle) {
            return jdbc.sql("SELECT * FROM passkey WHERE user_handle = ?")
                    .param(handle.toBase64UrlString())
                    .query((row, _) -> record(row))
                    .list();
        }

        @Override
        public void delete(Bytes id) {
            throw new IllegalStateException("a passkey is removed by its owner's name");
        }
    }

    private static CredentialRecord record(ResultSet row) throws SQLException {
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(Bytes.fromBase64(row.getString("id")))
                .userEntityUserId(Bytes.fromBase64(row.getString("user_handle")))
                .publicKey(new ImmutablePublicKeyCose(
                        Bytes.fromBase64(row.getString("public_key")).getBytes()))
                .attestationObject(Bytes.fromBase64(row.getString("attestation")))
                .transports(transports(row.getString("transports")))
                .signatureCount(row.getLong("sign_count"))
                .uvInitialized(true)
                .backupEligible(row.getBoolean("backup_eligible"))
                .label(row.getString("name"))
                .created(instant(row, "created_at"))
                .build();
    }

    private static Set<AuthenticatorTransport> transports(String kept) {
        return Arrays.stream(kept.split(" "))
                .filter(each -> !each.isEmpty())
                .map(AuthenticatorTransport::valueOf)
                .collect(Collectors.toSet());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
