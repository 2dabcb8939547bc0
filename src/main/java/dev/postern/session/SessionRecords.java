package dev.postern.session;

import dev.postern.inventory.NodeId;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of sessions. */
@Repository
class SessionRecords {
    private static final String CONNECTING = "CONNECTING";
    private static final String CONNECTED = "CONNECTED";
    private static final String DISCONNECTED = "DISCONNECTED";
    private static final String ENDED = "ENDED";

    private final JdbcClient database;

    SessionRecords(JdbcClient database) {
        this.database = database;
    }

    /** A session as it is kept. */
    record Kept(Session session, Kind kind, @Nullable TokenHash clientToken) {}

    void add(Kept kept) {
        var session = kept.session();
        var state = Columns.of(session.state());
        database.sql("""
                        insert into sessions (id, owner, owner_name, node, node_name, document, reason, client, kind, requested_at,
                                              idle, maximum, client_token, state, state_since)
                        values (:id, :owner, :ownerName, :node, :nodeName, :document, :reason, :client, :kind, :requestedAt,
                                :idle, :maximum, :clientToken, :state, :since)
                        """)
                .param("id", session.id().value())
                .param("owner", session.owner())
                .param("ownerName", session.ownerName())
                .param("node", session.node().value())
                .param("nodeName", session.nodeName())
                .param("document", session.document())
                .param("reason", session.reason())
                .param("client", session.client().name())
                .param("kind", kept.kind().name())
                .param("requestedAt", utc(session.requestedAt()))
                .param("idle", session.idle().toSeconds())
                .param(
                        "maximum",
                        session.maximum() == null ? null : session.maximum().toSeconds())
                .param(
                        "clientToken",
                        kept.clientToken() == null ? null : kept.clientToken().hex())
                .param("state", state.name())
                .param("since", utc(state.since()))
                .update();
    }

    Optional<Kept> find(SessionId id) {
        return database.sql("select * from sessions where id = :id")
                .param("id", id.value())
                .query(SessionRecords::read)
                .optional();
    }

    List<Kept> live() {
        return database.sql("select * from sessions where state <> 'ENDED' order by requested_at")
                .query(SessionRecords::read)
                .list();
    }

    List<Kept> liveOn(NodeId node) {
        return database.sql("select * from sessions where state <> 'ENDED' and node = :node")
                .param("node", node.value())
                .query(SessionRecords::read)
                .list();
    }

    long countLive() {
        return database.sql("select count(*) from sessions where state <> 'ENDED'")
                .query(Long.class)
                .single();
    }

    long countLiveOn(NodeId node) {
        return database.sql("select count(*) from sessions where state <> 'ENDED' and node = :node")
                .param("node", node.value())
                .query(Long.class)
                .single();
    }

    /**
     * Newest first.
     *
     * @param owner null for everybody's
     */
    List<Session> page(@Nullable String owner, boolean live, int limit) {
        var sql = "select * from sessions where state " + (live ? "<>" : "=") + " 'ENDED'"
                + (owner == null ? "" : " and owner = :owner") + " order by requested_at desc, id limit :limit";
        var statement = database.sql(sql).param("limit", limit);
        if (owner != null) statement = statement.param("owner", owner);
        return statement.query(SessionRecords::read).list().stream()
                .map(Kept::session)
                .toList();
    }

    /** False when the session has ended (an end is for ever) or is unknown. */
    boolean move(SessionId id, SessionState state) {
        var columns = Columns.of(state);
        return database.sql("""
                                update sessions set state = :state, state_since = :since, missing = :missing,
                                       cause = :cause, cause_detail = :detail, cause_number = :number
                                where id = :id and state <> 'ENDED'
                                """)
                        .param("state", columns.name())
                        .param("since", utc(columns.since()))
                        .param("missing", columns.missing())
                        .param(
                                "cause",
                                columns.cause() == null ? null : columns.cause().name())
                        .param(
                                "detail",
                                columns.cause() == null ? null : columns.cause().detail())
                        .param(
                                "number",
                                columns.cause() == null ? null : columns.cause().number())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    void setClientToken(SessionId id, TokenHash token) {
        database.sql("update sessions set client_token = :token where id = :id and state <> 'ENDED'")
                .param("token", token.hex())
                .param("id", id.value())
                .update();
    }

    private record Columns(
            String name,
            Instant since,
            @Nullable String missing,
            @Nullable CauseColumns cause) {
        static Columns of(SessionState state) {
            return switch (state) {
                case SessionState.Connecting(var since) -> new Columns(CONNECTING, since, null, null);
                case SessionState.Connected(var since) -> new Columns(CONNECTED, since, null, null);
                case SessionState.Disconnected(var since, var missing) ->
                    new Columns(DISCONNECTED, since, missing.name(), null);
                case SessionState.Ended(var at, var cause) -> new Columns(ENDED, at, null, CauseColumns.of(cause));
            };
        }
    }

    private static Kept read(ResultSet row, int number) throws SQLException {
        var maximum = row.getObject("maximum", Long.class);
        var token = row.getString("client_token");
        var session = new Session(
                new SessionId(row.getString("id")),
                row.getString("owner"),
                row.getString("owner_name"),
                new NodeId(row.getString("node")),
                row.getString("node_name"),
                row.getString("document"),
                row.getString("reason"),
                Session.Client.valueOf(row.getString("client")),
                instant(row, "requested_at"),
                Duration.ofSeconds(row.getLong("idle")),
                maximum == null ? null : Duration.ofSeconds(maximum),
                state(row));
        return new Kept(session, Kind.valueOf(row.getString("kind")), token == null ? null : new TokenHash(token));
    }

    private static SessionState state(ResultSet row) throws SQLException {
        var since = instant(row, "state_since");
        var name = row.getString("state");
        return switch (name) {
            case CONNECTING -> new SessionState.Connecting(since);
            case CONNECTED -> new SessionState.Connected(since);
            case DISCONNECTED ->
                new SessionState.Disconnected(since, SessionState.End.valueOf(row.getString("missing")));
            case ENDED -> {
                var detail = row.getString("cause_detail");
                var cause = new CauseColumns(
                        row.getString("cause"), detail == null ? "" : detail, row.getLong("cause_number"));
                yield new SessionState.Ended(since, cause.cause());
            }
            default -> throw new IllegalStateException("a session in state " + name + ": made by a newer version?");
        };
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
