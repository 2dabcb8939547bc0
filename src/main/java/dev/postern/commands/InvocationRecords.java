package dev.postern.commands;

import static dev.postern.commands.CommandColumns.instant;
import static dev.postern.commands.CommandColumns.instantOrNull;
import static dev.postern.commands.CommandColumns.utc;

import dev.postern.commands.Commands.Query;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of what is asked of each node. */
@Repository
class InvocationRecords {
    private static final List<String> OPEN = List.of(
            InvocationStatus.PENDING.name(),
            InvocationStatus.DELAYED.name(),
            InvocationStatus.IN_PROGRESS.name(),
            InvocationStatus.CANCELLING.name());
    private static final int LONGEST_TRACE = 2_500;

    private final JdbcClient database;

    InvocationRecords(JdbcClient database) {
        this.database = database;
    }

    void add(Invocation invocation, int place) {
        database.sql("""
                        insert into command_invocation (command_id, node, node_name, place, requested_at, status, status_since, trace)
                        values (:command, :node, :nodeName, :place, :requestedAt, :status, :since, :trace)
                        """)
                .param("command", invocation.command().value())
                .param("node", invocation.node().value())
                .param("nodeName", invocation.nodeName())
                .param("place", place)
                .param("requestedAt", utc(invocation.requestedAt()))
                .param("status", invocation.status().name())
                .param("since", utc(invocation.since()))
                .param("trace", invocation.trace())
                .update();
    }

    Optional<Invocation> find(CommandId command, NodeId node) {
        return database.sql("select * from command_invocation where command_id = :command and node = :node")
                .param("command", command.value())
                .param("node", node.value())
                .query(InvocationRecords::read)
                .optional();
    }

    /** Of every command, in the order of their turns. */
    Map<CommandId, List<Invocation>> open() {
        return database
                .sql("select * from command_invocation where status in (:open) order by place")
                .param("open", OPEN)
                .query(InvocationRecords::read)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Invocation::command));
    }

    /** In the order of their turns. */
    List<Invocation> open(CommandId command) {
        return database.sql(
                        "select * from command_invocation where command_id = :command and status in (:open) order by place")
                .param("command", command.value())
                .param("open", OPEN)
                .query(InvocationRecords::read)
                .list();
    }

    /** Oldest first. */
    List<Invocation> openOn(NodeId node) {
        return database.sql("""
                        select * from command_invocation where node = :node and status in (:open) order by requested_at, command_id
                        """)
                .param("node", node.value())
                .param("open", OPEN)
                .query(InvocationRecords::read)
                .list();
    }

    /** @param owner null for everybody's */
    List<Invocation> page(@Nullable Caller owner, Query query, int limit) {
        var sql = new StringBuilder("select i.* from command_invocation i");
        var values = new HashMap<String, Object>();
        if (owner != null || query.document() != null) sql.append(" join command c on c.id = i.command_id");
        sql.append(" where true");
        if (owner != null) {
            sql.append(" and c.owner = :owner and c.owner_id = :ownerId");
            values.put("owner", owner.arn());
            values.put("ownerId", owner.userId());
        }
        if (query.document() != null) {
            sql.append(" and c.document = :document");
            values.put("document", query.document());
        }
        if (query.id() != null) {
            sql.append(" and i.command_id = :id");
            values.put("id", query.id().value());
        }
        if (query.node() != null) {
            sql.append(" and i.node = :node");
            values.put("node", query.node().value());
        }
        if (query.after() != null) {
            sql.append(" and i.requested_at > :after");
            values.put("after", utc(query.after()));
        }
        if (query.before() != null) {
            sql.append(" and i.requested_at < :before");
            values.put("before", utc(query.before()));
        }
        if (!query.invocations().isEmpty()) {
            sql.append(" and i.status in (:statuses)");
            values.put("statuses", query.invocations().stream().map(Enum::name).toList());
        }
        sql.append(" order by i.requested_at desc, i.command_id, i.place limit ")
                .append(limit);
        return database.sql(sql.toString())
                .params(values)
                .query(InvocationRecords::read)
                .list();
    }

    /** False when it is over (an end is for ever). */
    boolean move(Invocation invocation, InvocationStatus status, String trace, Instant now) {
        return database.sql("""
                                update command_invocation set status = :status, status_since = :since, trace = :trace
                                where command_id = :command and node = :node and status in (:open)
                                """)
                        .param("status", status.name())
                        .param("since", utc(now))
                        .param("trace", CommandColumns.cut(trace, LONGEST_TRACE))
                        .param("command", invocation.command().value())
                        .param("node", invocation.node().value())
                        .param("open", OPEN)
                        .update()
                == 1;
    }

    /** Its turn has come; the first time counts. */
    void turn(Invocation invocation, Instant now) {
        time(invocation, "turn_at = coalesce(turn_at, :now)", now);
    }

    void sent(Invocation invocation, Instant now) {
        time(invocation, "sent_at = :now, turn_at = coalesce(turn_at, :now)", now);
    }

    /** The node has it; the first time counts. */
    void delivered(Invocation invocation, Instant now) {
        time(invocation, "delivered_at = coalesce(delivered_at, :now)", now);
    }

    private void time(Invocation invocation, String what, Instant now) {
        // PostgreSQL must be told the type of a parameter that stands in coalesce
        var typed = what.replace(":now", "cast(:now as timestamp(6) with time zone)");
        database.sql("update command_invocation set " + typed + " where command_id = :command and node = :node")
                .param("now", utc(now))
                .param("command", invocation.command().value())
                .param("node", invocation.node().value())
                .update();
    }

    private static Invocation read(ResultSet row, int number) throws SQLException {
        return new Invocation(
                new CommandId(row.getString("command_id")),
                new NodeId(row.getString("node")),
                row.getString("node_name"),
                instant(row, "requested_at"),
                InvocationStatus.valueOf(row.getString("status")),
                instant(row, "status_since"),
                instantOrNull(row, "turn_at"),
                instantOrNull(row, "sent_at"),
                instantOrNull(row, "delivered_at"),
                row.getString("trace"));
    }
}
