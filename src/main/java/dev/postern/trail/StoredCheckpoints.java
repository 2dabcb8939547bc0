package dev.postern.trail;

import dev.postern.evidence.Checkpoint;
import dev.postern.evidence.Damaged;
import dev.postern.evidence.Seal;
import dev.postern.evidence.Signer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checkpoints in the database, beside the entries that they cover. */
final class StoredCheckpoints {
    private static final String SELECT = "SELECT sequence, hash, signed_at, seal FROM trail_checkpoint";

    private final JdbcClient jdbc;
    private final Signer signer;

    StoredCheckpoints(JdbcClient jdbc, Signer signer) {
        this.jdbc = jdbc;
        this.signer = signer;
    }

    void sign(long sequence, String hash, Instant at) {
        var checkpoint = Checkpoint.signed(sequence, hash, at, signer);
        try {
            jdbc.sql("INSERT INTO trail_checkpoint (sequence, hash, signed_at, seal) VALUES (?, ?, ?, ?)")
                    .params(
                            sequence,
                            hash,
                            at.atOffset(ZoneOffset.UTC),
                            new String(checkpoint.seal().written(), StandardCharsets.UTF_8))
                    .update();
        } catch (DuplicateKeyException faster) {
            // another server signed this entry
        }
    }

    /** The newest that covers nothing beyond this entry. */
    Optional<Checkpoint> upTo(long sequence) {
        return jdbc.sql(SELECT + " WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1")
                .param(sequence)
                .query(StoredCheckpoints::checkpoint)
                .optional();
    }

    List<Checkpoint> between(long first, long last) {
        return jdbc.sql(SELECT + " WHERE sequence >= ? AND sequence <= ? ORDER BY sequence")
                .params(first, last)
                .query(StoredCheckpoints::checkpoint)
                .list();
    }

    private static Checkpoint checkpoint(ResultSet row, int number) throws SQLException {
        try {
            return new Checkpoint(
                    row.getLong("sequence"),
                    row.getString("hash"),
                    row.getObject("signed_at", OffsetDateTime.class).toInstant(),
                    Seal.read(row.getString("seal").getBytes(StandardCharsets.UTF_8)));
        } catch (Damaged nonsense) {
            throw new SQLException(
                    "the checkpoint of entry " + row.getLong("sequence") + ": " + nonsense.what(), nonsense);
        }
    }
}
