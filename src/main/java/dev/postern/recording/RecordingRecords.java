package dev.postern.recording;

import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of recordings. */
@Repository
class RecordingRecords {
    /** A page of what is overdue, to be deleted or stored: the next look takes the next. */
    static final int PAGE = 100;

    private final JdbcClient database;

    RecordingRecords(JdbcClient database) {
        this.database = database;
    }

    /**
     * A recording as it is kept.
     *
     * @param folder of its files, in any store
     * @param store where they end up
     * @param released whether its tape may go
     */
    record Kept(Recording recording, String folder, Where store, boolean released) {
        SessionId session() {
            return recording.session();
        }

        RecordingState state() {
            return recording.state();
        }
    }

    /** The letters that were signed, and by what. */
    record Evidence(String manifest, String seal) {}

    /** The next number. Only in a transaction with {@link #add}: else a number is lost. */
    long nextNumber() {
        // the update takes the row before it is read
        database.sql("update recording_head set number = number + 1 where id = 1")
                .update();
        return database.sql("select number from recording_head where id = 1")
                .query(Long.class)
                .single();
    }

    void add(Kept kept) {
        var recording = kept.recording();
        database.sql("""
                        insert into recording (session_id, session_number, state, started_at, ended_at, duration_ms, output_bytes, input_bytes,
                                               to_node_bytes, from_node_bytes, screen_columns, screen_rows, folder, store, released)
                        values (:session, :number, :state, :startedAt, :endedAt, 0, 0, 0, 0, 0, 0, 0, :folder, :store, :released)
                        """)
                .param("session", recording.session().value())
                .param("number", recording.number())
                .param("state", recording.state().name())
                .param("startedAt", utc(recording.startedAt()))
                .param("endedAt", utc(recording.endedAt()))
                .param("folder", kept.folder())
                .param("store", kept.store().name())
                .param("released", kept.released())
                .update();
    }

    Optional<Kept> find(SessionId session) {
        return database.sql("select * from recording where session_id = :session")
                .param("session", session.value())
                .query(RecordingRecords::read)
                .optional();
    }

    /** Those of them that there are. */
    List<Kept> find(Collection<SessionId> sessions) {
        if (sessions.isEmpty()) return List.of();
        return database.sql("select * from recording where session_id in (:sessions)")
                .param("sessions", sessions.stream().map(SessionId::value).toList())
                .query(RecordingRecords::read)
                .list();
    }

    /** Those whose tapes are needed. */
    List<Kept> open() {
        return database.sql("select * from recording where released = false order by session_number")
                .query(RecordingRecords::read)
                .list();
    }

    /** What has been sealed so far. */
    void progress(SessionId session, SegmentRow segment, int columns, int rows) {
        var sealed = segment.sealed();
        database.sql("""
                        update recording set duration_ms = :duration, output_bytes = :output, input_bytes = input_bytes + :input,
                               to_node_bytes = :toNode, from_node_bytes = :fromNode, screen_columns = :columns, screen_rows = :rows
                        where session_id = :session
                        """)
                .param("duration", sealed.to())
                .param("output", sealed.offset() + sealed.outputBytes())
                .param("input", sealed.inputBytes())
                .param("toNode", segment.toNode())
                .param("fromNode", segment.fromNode())
                .param("columns", columns)
                .param("rows", rows)
                .param("session", session.value())
                .update();
    }

    /** It is over. False when it was already. */
    boolean finish(
            SessionId session,
            RecordingState state,
            Instant endedAt,
            @Nullable Evidence evidence,
            @Nullable String hash,
            @Nullable Instant expiresAt) {
        return database.sql("""
                                update recording set state = :state, ended_at = :endedAt, manifest = :manifest, seal = :seal, hash = :hash,
                                       expires_at = :expiresAt
                                where session_id = :session and ended_at is null
                                """)
                        .param("state", state.name())
                        .param("endedAt", utc(endedAt))
                        .param("manifest", evidence == null ? null : evidence.manifest())
                        .param("seal", evidence == null ? null : evidence.seal())
                        .param("hash", hash)
                        .param("expiresAt", utc(expiresAt))
                        .param("session", session.value())
                        .update()
                == 1;
    }

    void release(SessionId session) {
        database.sql("update recording set released = true where session_id = :session")
                .param("session", session.value())
                .update();
    }

    Optional<Evidence> evidence(SessionId session) {
        return database.sql("select manifest, seal from recording where session_id = :session and manifest is not null")
                .param("session", session.value())
                .query((row, _) -> new Evidence(row.getString("manifest"), row.getString("seal")))
                .optional();
    }

    /** Finished ones whose manifests are not in this store yet, though they belong there. */
    List<Kept> unstored(Where store) {
        return database.sql(
                        "select * from recording where stored_at is null and state in ('COMPLETE', 'TRUNCATED') and store = :store order by session_number limit :limit")
                .param("store", store.name())
                .param("limit", PAGE)
                .query(RecordingRecords::read)
                .list();
    }

    void stored(SessionId session, Instant at) {
        database.sql("update recording set stored_at = :at where session_id = :session")
                .param("at", utc(at))
                .param("session", session.value())
                .update();
    }

    List<Kept> overdue(Instant now) {
        return database.sql(
                        "select * from recording where expires_at <= :now and state in ('COMPLETE', 'TRUNCATED') order by expires_at limit :limit")
                .param("now", utc(now))
                .param("limit", PAGE)
                .query(RecordingRecords::read)
                .list();
    }

    void expire(SessionId session) {
        database.sql("update recording set state = 'EXPIRED' where session_id = :session")
                .param("session", session.value())
                .update();
    }

    private static Kept read(ResultSet row, int number) throws SQLException {
        var hash = row.getString("hash");
        var recording = new Recording(
                new SessionId(row.getString("session_id")),
                row.getLong("session_number"),
                RecordingState.valueOf(row.getString("state")),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"),
                row.getLong("duration_ms"),
                row.getLong("output_bytes"),
                row.getLong("input_bytes"),
                row.getLong("to_node_bytes"),
                row.getLong("from_node_bytes"),
                row.getInt("screen_columns"),
                row.getInt("screen_rows"),
                hash == null ? "" : hash,
                instant(row, "expires_at"));
        return new Kept(
                recording, row.getString("folder"), Where.valueOf(row.getString("store")), row.getBoolean("released"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
