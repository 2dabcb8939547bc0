package dev.postern.session;

import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of sessions. */
@Repository
class SessionRecords {
    private static final String WAITING = "WAITING";
    private static final String CONNECTING = "CONNECTING";
    private static final String CONNECTED = "CONNECTED";
    private static final String DISCONNECTED = "DISCONNECTED";
    private static final String ENDED = "ENDED";

    /** By name: the index finds what is live among all that is over. */
    private static final String LIVE = "state in ('WAITING', 'CONNECTING', 'CONNECTED', 'DISCONNECTED')";

    private final JdbcClient database;

    SessionRecords(JdbcClient database) {
        this.database = database;
    }

    /**
     * A session as it is kept.
     *
     * @param beginning how it was started: as that it is decided again
     */
    record Kept(
            Session session,
            Kind kind,
            int documentVersion,
            @Nullable TokenHash clientToken,
            Beginning beginning) {
        RelayPlan plan() {
            return new RelayPlan(
                    session.id(),
                    session.owner(),
                    session.node(),
                    session.client(),
                    kind,
                    session.idle(),
                    session.requestedAt(),
                    session.maximum(),
                    session.kmsKeyId(),
                    clientToken,
                    false); // no policy can ask for it yet
        }
    }

    /**
     * How a session was started.
     *
     * @param key the access key that signed; null for a browser's
     * @param circumstances condition keys of that call
     * @param documentNamed whether it said which document
     */
    record Beginning(@Nullable String key, SortedMap<String, String> circumstances, boolean documentNamed) {
        Beginning {
            circumstances = new TreeMap<>(circumstances);
        }
    }

    void add(Kept kept) {
        var session = kept.session();
        var state = Columns.of(session.state());
        var purpose = PurposeColumns.of(session.purpose());
        database.sql("""
                        insert into sessions (id, owner, owner_name, owner_id, owner_key, owner_circumstances, document_named, node, node_name, document, reason, client, kind, requested_at,
                                              idle, maximum, client_token, state, state_since, document_version, kms_key_id, purpose, host, port)
                        values (:id, :owner, :ownerName, :ownerId, :ownerKey, :circumstances, :documentNamed, :node, :nodeName, :document, :reason, :client, :kind, :requestedAt,
                                :idle, :maximum, :clientToken, :state, :since, :documentVersion, :kmsKeyId, :purpose, :host, :port)
                        """)
                .param("id", session.id().value())
                .param("owner", session.owner())
                .param("ownerName", session.ownerName())
                .param("ownerId", session.ownerId())
                .param(
                        "ownerKey",
                        kept.beginning().key() == null ? "" : kept.beginning().key())
                .param(
                        "circumstances",
                        JsonMapper.shared().writeValueAsString(kept.beginning().circumstances()))
                .param("documentNamed", kept.beginning().documentNamed())
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
                .param("documentVersion", kept.documentVersion())
                .param("kmsKeyId", session.kmsKeyId())
                .param("purpose", purpose.name())
                .param("host", purpose.host())
                .param("port", purpose.port())
                .update();
    }

    Optional<Kept> find(SessionId id) {
        return database.sql("select * from sessions where id = :id")
                .param("id", id.value())
                .query(SessionRecords::read)
                .optional();
    }

    List<Kept> live() {
        return database.sql("select * from sessions where " + LIVE + " order by requested_at")
                .query(SessionRecords::read)
                .list();
    }

    List<Kept> liveOn(NodeId node) {
        return database.sql("select * from sessions where " + LIVE + " and node = :node")
                .param("node", node.value())
                .query(SessionRecords::read)
                .list();
    }

    long countLive() {
        return database.sql("select count(*) from sessions where " + LIVE)
                .query(Long.class)
                .single();
    }

    long countLiveOn(NodeId node) {
        return database.sql("select count(*) from sessions where " + LIVE + " and node = :node")
                .param("node", node.value())
                .query(Long.class)
                .single();
    }

    /**
     * Newest first.
     *
     * @param viewer who may see their own alone; null for whoever may see everybody's
     */
    List<Session> page(@Nullable Caller viewer, SessionSearch search, int limit) {
        var where = new StringBuilder("state " + (search.live() ? "<>" : "=") + " 'ENDED'");
        var values = new HashMap<String, Object>();
        if (viewer != null) {
            narrow(where, values, "owner = :viewer", "viewer", viewer.arn());
            narrow(where, values, "owner_id = :viewerId", "viewerId", viewer.userId());
        }
        narrow(where, values, "owner = :owner", "owner", search.owner());
        narrow(where, values, "node = :node", "node", search.node());
        narrow(where, values, "id = :id", "id", search.id());
        narrow(where, values, "requested_at >= :from", "from", search.from() == null ? null : utc(search.from()));
        narrow(where, values, "requested_at < :until", "until", search.until() == null ? null : utc(search.until()));
        if (search.status() != null) where.append(" and ").append(condition(search.status()));
        var after = search.after();
        if (after != null) {
            where.append(" and (requested_at < :lastAt or requested_at = :lastAt and id > :lastId)");
            values.put("lastAt", utc(after.requestedAt()));
            values.put("lastId", after.id().value());
        }
        return database
                .sql("select * from sessions where " + where + " order by requested_at desc, id limit :limit")
                .params(values)
                .param("limit", limit)
                .query(SessionRecords::read)
                .list()
                .stream()
                .map(Kept::session)
                .toList();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value == null) return;
        where.append(" and ").append(condition);
        values.put(name, value);
    }

    private static String condition(SessionSearch.Status status) {
        return switch (status) {
            case CONNECTING -> "state in ('WAITING', 'CONNECTING')";
            case CONNECTED -> "state = 'CONNECTED'";
            case DISCONNECTED -> "state = 'DISCONNECTED'";
            case FAILED -> "state = 'ENDED' and cause = 'FAILED'";
            case TERMINATED -> "state = 'ENDED' and cause <> 'FAILED'";
        };
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
                case SessionState.Waiting(var since) -> new Columns(WAITING, since, null, null);
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
                row.getString("owner_id"),
                new NodeId(row.getString("node")),
                row.getString("node_name"),
                row.getString("document"),
                new PurposeColumns(row.getString("purpose"), row.getString("host"), row.getString("port")).purpose(),
                row.getString("reason"),
                Session.Client.valueOf(row.getString("client")),
                instant(row, "requested_at"),
                Duration.ofSeconds(row.getLong("idle")),
                maximum == null ? null : Duration.ofSeconds(maximum),
                row.getString("kms_key_id"),
                state(row));
        return new Kept(
                session,
                Kind.valueOf(row.getString("kind")),
                row.getInt("document_version"),
                token == null ? null : new TokenHash(token),
                beginning(row));
    }

    private static Beginning beginning(ResultSet row) throws SQLException {
        var key = row.getString("owner_key");
        var circumstances = row.getString("owner_circumstances");
        return new Beginning(
                key.isEmpty() ? null : key,
                circumstances == null
                        ? new TreeMap<>()
                        : JsonMapper.shared().readValue(circumstances, new TypeReference<TreeMap<String, String>>() {}),
                row.getBoolean("document_named"));
    }

    private static SessionState state(ResultSet row) throws SQLException {
        var since = instant(row, "state_since");
        var name = row.getString("state");
        return switch (name) {
            case WAITING -> new SessionState.Waiting(since);
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
