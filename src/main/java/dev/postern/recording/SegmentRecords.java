package dev.postern.recording;

import dev.postern.evidence.SealedSegment;
import dev.postern.gateway.spi.Place;
import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of segments. */
@Repository
class SegmentRecords {
    private final JdbcClient database;

    SegmentRecords(JdbcClient database) {
        this.database = database;
    }

    /** @param storedAt null while it waits for the store it belongs in */
    void add(SessionId session, SegmentRow row, Instant sealedAt, @Nullable Instant storedAt) {
        var sealed = row.sealed();
        database.sql("""
                        insert into recording_segment (session_id, segment_number, from_ms, to_ms, output_offset, output_bytes, input_bytes,
                                                       packed_bytes, sha256, chain, place_frame, place_note, to_node_bytes, from_node_bytes,
                                                       last_one, activity, markers, sealed_at, stored_at)
                        values (:session, :number, :from, :to, :offset, :output, :input, :packed, :sha256, :chain, :frame, :note, :toNode,
                                :fromNode, :last, :activity, :markers, :sealedAt, :storedAt)
                        """)
                .param("session", session.value())
                .param("number", sealed.number())
                .param("from", sealed.from())
                .param("to", sealed.to())
                .param("offset", sealed.offset())
                .param("output", sealed.outputBytes())
                .param("input", sealed.inputBytes())
                .param("packed", sealed.size())
                .param("sha256", sealed.sha256())
                .param("chain", sealed.chain())
                .param("frame", row.next().frame())
                .param("note", row.next().note())
                .param("toNode", row.toNode())
                .param("fromNode", row.fromNode())
                .param("last", row.last())
                .param("activity", row.activity().written())
                .param("markers", row.markers().written())
                .param("sealedAt", sealedAt.atOffset(ZoneOffset.UTC))
                .param("storedAt", storedAt == null ? null : storedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** In order. */
    List<SegmentRow> of(SessionId session) {
        return database.sql("select * from recording_segment where session_id = :session order by segment_number")
                .param("session", session.value())
                .query(SegmentRecords::read)
                .list();
    }

    Optional<SegmentRow> find(SessionId session, int number) {
        return database.sql("select * from recording_segment where session_id = :session and segment_number = :number")
                .param("session", session.value())
                .param("number", number)
                .query(SegmentRecords::read)
                .optional();
    }

    Optional<SegmentRow> newest(SessionId session) {
        return database.sql(
                        "select * from recording_segment where session_id = :session order by segment_number desc limit 1")
                .param("session", session.value())
                .query(SegmentRecords::read)
                .optional();
    }

    /** Where a segment waits. */
    record Waiting(SessionId session, String folder, int number) {}

    /** Those that belong in this store and are not there yet; the oldest first. */
    List<Waiting> waiting(Where store, int limit) {
        return database.sql("""
                        select s.session_id, r.folder, s.segment_number from recording_segment s join recording r on r.session_id = s.session_id
                        where s.stored_at is null and r.store = :store order by s.sealed_at, s.session_id, s.segment_number limit :limit
                        """)
                .param("store", store.name())
                .param("limit", limit)
                .query((row, _) -> new Waiting(new SessionId(row.getString(1)), row.getString(2), row.getInt(3)))
                .list();
    }

    boolean isWaiting(SessionId session) {
        return database.sql("select count(*) from recording_segment where session_id = :session and stored_at is null")
                        .param("session", session.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    long countWaiting() {
        return database.sql("select count(*) from recording_segment where stored_at is null")
                .query(Long.class)
                .single();
    }

    /** When the one that waits longest was sealed. */
    Optional<Instant> waitingSince() {
        return database.sql(
                        "select sealed_at from recording_segment where stored_at is null order by sealed_at limit 1")
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }

    void stored(SessionId session, int number, Instant at) {
        database.sql(
                        "update recording_segment set stored_at = :at where session_id = :session and segment_number = :number")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("session", session.value())
                .param("number", number)
                .update();
    }

    void forget(SessionId session) {
        database.sql("delete from recording_segment where session_id = :session")
                .param("session", session.value())
                .update();
    }

    private static SegmentRow read(ResultSet row, int number) throws SQLException {
        var sealed = new SealedSegment(
                row.getInt("segment_number"),
                row.getLong("from_ms"),
                row.getLong("to_ms"),
                row.getLong("output_offset"),
                row.getLong("output_bytes"),
                row.getLong("input_bytes"),
                row.getLong("packed_bytes"),
                row.getString("sha256"),
                row.getString("chain"));
        return new SegmentRow(
                sealed,
                new Place(row.getLong("place_frame"), row.getLong("place_note")),
                row.getLong("to_node_bytes"),
                row.getLong("from_node_bytes"),
                row.getBoolean("last_one"),
                Activity.read(row.getString("activity")),
                Markers.read(row.getString("markers")));
    }
}
