package dev.postern.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out which version of the master key wrote this database, and where that is one of the previous keys, seals everything anew. All or
 * nothing: one transaction, so a start that is killed half way has changed nothing.
 */
final class MasterKeyRotation {
    private static final Logger log = LoggerFactory.getLogger(MasterKeyRotation.class);
    private static final String CHECK = "Postern master key";
    private static final String PURPOSE = "master-key-check";
    private static final int FIRST = 1;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final List<SealedColumn> columns;
    private final SecureRandom random;

    /** One known text, sealed under a version of the master key. */
    private record Check(int version, String sealed) {}

    /** @param rotated null where nothing had to be sealed anew */
    record Settled(KeyRing ring, @Nullable MasterKeyRotated rotated) {}

    MasterKeyRotation(
            JdbcClient jdbc, PlatformTransactionManager transactions, List<SealedColumn> columns, SecureRandom random) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.columns = columns;
        this.random = random;
    }

    /** @throws MasterKeyRefused when none of the keys wrote this database, or one of its secrets does not open */
    Settled settle(MasterKeys given) {
        if (newest().isEmpty()) mark(KeyRing.of(FIRST, given.current()));
        var check = newest().orElseThrow();
        var wrote = Stream.concat(Stream.of(given.current()), given.previous().stream())
                .filter(key -> opens(key, check))
                .findFirst()
                .orElseThrow(MasterKeyRotation::anothers);
        var ring = KeyRing.of(check.version(), wrote);
        if (!wrote.equals(given.current())) return rotate(ring, given.current());
        if (!given.previous().isEmpty())
            log.atInfo()
                    .addKeyValue("version", check.version())
                    .log("everything is sealed with the current master key: the previous one is not needed any more");
        return new Settled(ring, null);
    }

    private Settled rotate(KeyRing old, SecretKey newer) {
        var both = old.followedBy(newer);
        var secrets = new SealedSecrets(both, random);
        Integer count = transaction.execute(_ -> {
            // Whoever deletes the row first does it; a second server finds it done and refuses to go on.
            if (jdbc.sql("DELETE FROM master_key_check WHERE key_version = ?")
                            .param(old.current())
                            .update()
                    == 0)
                throw new MasterKeyRefused("another server changed the master key at this moment: start again");
            int sealed = 0;
            for (var column : columns) sealed += seal(column, secrets);
            mark(both);
            return sealed;
        });
        var rotated = new MasterKeyRotated(both.current(), count == null ? 0 : count);
        log.atInfo()
                .addKeyValue("version", rotated.version())
                .addKeyValue("secrets", rotated.secrets())
                .log("sealed every stored secret with the new master key");
        return new Settled(KeyRing.of(both.current(), newer), rotated);
    }

    private record Row(String id, String sealed) {}

    private int seal(SealedColumn of, Secrets secrets) {
        var rows = jdbc.sql("SELECT " + of.id() + ", " + of.column() + " FROM " + of.table())
                .query((row, _) -> new Row(row.getString(1), row.getString(2)))
                .list();
        for (var row : rows) {
            var purpose = of.purposeOf(row.id());
            jdbc.sql("UPDATE " + of.table() + " SET " + of.column() + " = ? WHERE " + of.id() + " = ?")
                    .params(secrets.seal(opened(of, row, secrets), purpose), row.id())
                    .update();
        }
        return rows.size();
    }

    private static byte[] opened(SealedColumn of, Row row, Secrets secrets) {
        try {
            return secrets.open(row.sealed(), of.purposeOf(row.id()));
        } catch (SealBroken e) {
            throw new MasterKeyRefused(
                    "the master key was not changed, and everything is as it was: the secret of row " + row.id()
                            + " in " + of + " does not open with the previous key; restore that row or delete it",
                    e);
        }
    }

    private void mark(KeyRing ring) {
        try {
            jdbc.sql("INSERT INTO master_key_check (key_version, sealed) VALUES (?, ?)")
                    .params(
                            ring.current(),
                            new SealedSecrets(ring, random).seal(CHECK.getBytes(StandardCharsets.UTF_8), PURPOSE))
                    .update();
        } catch (DuplicateKeyException e) {
            // Another server came at the same time: its row is the one to open.
        }
    }

    private Optional<Check> newest() {
        return jdbc
                .sql("SELECT key_version, sealed FROM master_key_check ORDER BY key_version DESC")
                .query((row, _) -> new Check(row.getInt(1), row.getString(2)))
                .list()
                .stream()
                .findFirst();
    }

    private boolean opens(SecretKey key, Check check) {
        try {
            new SealedSecrets(KeyRing.of(check.version(), key), random).open(check.sealed(), PURPOSE);
            return true;
        } catch (SealBroken anotherKey) {
            return false;
        }
    }

    private static MasterKeyRefused anothers() {
        return new MasterKeyRefused(
                "this database was written under another master key: give that one back in postern.master-key"
                        + " (POSTERN_MASTER_KEY) or as the file " + MasterKey.FILE
                        + " in postern.home, or in postern.master-key-previous to change it for the new one;"
                        + " else no stored secret can be read");
    }
}
