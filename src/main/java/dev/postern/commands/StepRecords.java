package dev.postern.commands;

import static dev.postern.commands.CommandColumns.cut;
import static dev.postern.commands.CommandColumns.instantOrNull;
import static dev.postern.commands.CommandColumns.utc;

import dev.postern.commands.Commands.Glimpse;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.CommandReply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of what came of each step. */
@Repository
class StepRecords {
    private static final int LONGEST_NAME = 128;

    private final JdbcClient database;

    StepRecords(JdbcClient database) {
        this.database = database;
    }

    List<StepResult> of(CommandId command, NodeId node) {
        return database.sql(
                        "select * from command_step where command_id = :command and node = :node order by place, name")
                .param("command", command.value())
                .param("node", node.value())
                .query(StepRecords::read)
                .list();
    }

    Map<NodeId, Glimpse> glimpses(CommandId command) {
        var glimpses = new HashMap<NodeId, Glimpse>();
        var decided = new HashSet<NodeId>();
        database.sql("""
                        select node, status, code, substring(output from 1 for %d) as beginning from command_step
                        where command_id = :command order by node, place, name
                        """.formatted(Glimpse.LONGEST_BEGINNING))
                .param("command", command.value())
                .query(row -> {
                    var node = new NodeId(row.getString("node"));
                    var status = StepResult.Status.valueOf(row.getString("status"));
                    if (decided.contains(node)
                            || status == StepResult.Status.SKIPPED
                            || status == StepResult.Status.PENDING) return;
                    glimpses.put(
                            node, new Glimpse(status.over() ? row.getInt("code") : null, row.getString("beginning")));
                    if (status != StepResult.Status.SUCCESS) decided.add(node);
                });
        return glimpses;
    }

    /** Replies overtake each other: what is over stays as it is. */
    void put(CommandId command, NodeId node, int place, StepResult step) {
        if (set(command, node, step) || isThere(command, node, step)) return;
        database.sql("""
                        insert into command_step (command_id, node, name, action, place, status, code, begun_at, ended_at,
                                                  output, standard_output, standard_error)
                        values (:command, :node, :name, :action, :place, :status, :code, :begunAt, :endedAt,
                                :output, :standardOutput, :standardError)
                        """)
                .param("command", command.value())
                .param("node", node.value())
                .param("name", name(step))
                .param("action", cut(step.action(), LONGEST_NAME))
                .param("place", place)
                .param("status", step.status().name())
                .param("code", step.code())
                .param("begunAt", utc(step.begunAt()))
                .param("endedAt", utc(step.endedAt()))
                .param("output", cut(step.output(), StepResult.MOST_OUTPUT))
                .param("standardOutput", cut(step.standardOutput(), CommandReply.MAX_STANDARD_OUTPUT))
                .param("standardError", cut(step.standardError(), CommandReply.MAX_STANDARD_ERROR))
                .update();
    }

    private boolean set(CommandId command, NodeId node, StepResult step) {
        return database.sql("""
                                update command_step set status = :status, code = :code, begun_at = :begunAt, ended_at = :endedAt,
                                       output = :output, standard_output = :standardOutput, standard_error = :standardError
                                where command_id = :command and node = :node and name = :name and status in ('PENDING', 'IN_PROGRESS')
                                """)
                        .param("status", step.status().name())
                        .param("code", step.code())
                        .param("begunAt", utc(step.begunAt()))
                        .param("endedAt", utc(step.endedAt()))
                        .param("output", cut(step.output(), StepResult.MOST_OUTPUT))
                        .param("standardOutput", cut(step.standardOutput(), CommandReply.MAX_STANDARD_OUTPUT))
                        .param("standardError", cut(step.standardError(), CommandReply.MAX_STANDARD_ERROR))
                        .param("command", command.value())
                        .param("node", node.value())
                        .param("name", name(step))
                        .update()
                == 1;
    }

    private boolean isThere(CommandId command, NodeId node, StepResult step) {
        return database.sql(
                                "select count(*) from command_step where command_id = :command and node = :node and name = :name")
                        .param("command", command.value())
                        .param("node", node.value())
                        .param("name", name(step))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static String name(StepResult step) {
        return cut(step.name(), LONGEST_NAME);
    }

    private static StepResult read(ResultSet row, int number) throws SQLException {
        return new StepResult(
                row.getString("name"),
                row.getString("action"),
                StepResult.Status.valueOf(row.getString("status")),
                row.getInt("code"),
                instantOrNull(row, "begun_at"),
                instantOrNull(row, "ended_at"),
                row.getString("output"),
                row.getString("standard_output"),
                row.getString("standard_error"));
    }
}
