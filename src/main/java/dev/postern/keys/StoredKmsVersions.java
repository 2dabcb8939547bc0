package dev.postern.keys;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The bytes of keys, version by version, sealed by the master key. */
final class StoredKmsVersions {
    static final SealedColumn SEALED = new SealedColumn("kms_key_version", "id", "sealed", "kms-key");
    private static final int KEY_BYTES = 32;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final SecureRandom random = new SecureRandom();

    StoredKmsVersions(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    void add(UUID key, int version, Instant now) {
        var material = new byte[KEY_BYTES];
        random.nextBytes(material);
        var row = row(key, version);
        jdbc.sql("INSERT INTO kms_key_version (id, key_id, version, sealed, created_at) VALUES (?, ?, ?, ?, ?)")
                .params(row, key, version, secrets.seal(material, SEALED.purposeOf(row)), now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<byte[]> material(UUID key, int version) {
        var row = row(key, version);
        return jdbc.sql("SELECT sealed FROM kms_key_version WHERE id = ?")
                .param(row)
                .query(String.class)
                .optional()
                .map(text -> secrets.open(text, SEALED.purposeOf(row)));
    }

    private static String row(UUID key, int version) {
        return key + "/" + version;
    }
}
