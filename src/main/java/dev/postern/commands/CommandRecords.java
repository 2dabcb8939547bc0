package dev.postern.commands;

import static dev.postern.commands.CommandColumns.instant;
import static dev.postern.commands.CommandColumns.utc;

import dev.postern.commands.Commands.Query;
import dev.postern.identity.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of commands. */
@Repository
class CommandRecords {
    private static final List<String> LIVE =
            List.of(CommandStatus.PENDING.name(), CommandStatus.IN_PROGRESS.name(), CommandStatus.CANCELLING.name());

    /** Without what agents get: a page of them would be a great deal of text. */
    private static final String WITHOUT_JOB = """
            select id, owner, owner_id, owner_name, document, document_version, '' as job, parameters, targets, remark, deliver_within, run_within,
                   most_at_once, most_errors, output, requested_at, expires_at, status, status_since
            from command where true""";

    private final JdbcClient database;

    CommandRecords(JdbcClient database) {
        this.database = database;
    }

    /**
     * A command as it is kept.
     *
     * @param job what every node gets, with the document as it was when the command was sent
     * @param runWithin how long its steps may take altogether
     */
    record Kept(Command command, String job, Duration runWithin) {
        CommandId id() {
            return command.id();
        }
    }

    void add(Kept kept) {
        var command = kept.command();
        database.sql("""
                        insert into command (id, owner, owner_id, owner_name, document, document_version, job, parameters, targets, remark,
                                             deliver_within, run_within, most_at_once, most_errors, output, requested_at, expires_at,
                                             status, status_since)
                        values (:id, :owner, :ownerId, :ownerName, :document, :version, :job, :parameters, :targets, :remark,
                                :deliverWithin, :runWithin, :mostAtOnce, :mostErrors, :output, :requestedAt, :expiresAt,
                                :status, :since)
                        """)
                .param("id", command.id().value())
                .param("owner", command.owner())
                .param("ownerId", command.ownerId())
                .param("ownerName", command.ownerName())
                .param("document", command.document())
                .param("version", command.documentVersion())
                .param("job", kept.job())
                .param("parameters", CommandColumns.of(command.parameters()))
                .param("targets", CommandColumns.of(command.targets()))
                .param("remark", command.comment())
                .param("deliverWithin", command.deliverWithin().toSeconds())
                .param("runWithin", kept.runWithin().toSeconds())
                .param("mostAtOnce", command.mostAtOnce().text())
                .param("mostErrors", command.mostErrors().text())
                .param("output", CommandColumns.of(command.output()))
                .param("requestedAt", utc(command.requestedAt()))
                .param("expiresAt", utc(command.expiresAt()))
                .param("status", command.status().name())
                .param("since", utc(command.since()))
                .update();
    }

    Optional<Kept> find(CommandId id) {
        return withTallies(database.sql("select * from command where id = :id")
                        .param("id", id.value())
                        .query(CommandRecords::read)
                        .list())
                .stream()
                .findFirst();
    }

    /** Oldest first. */
    List<Kept> live() {
        return withTallies(database.sql("select * from command where status in (:live) order by requested_at, id")
                .param("live", LIVE)
                .query(CommandRecords::read)
                .list());
    }

    int countLive() {
        return database.sql("select count(*) from command where status in (:live)")
                .param("live", LIVE)
                .query(Integer.class)
                .single();
    }

    /** @param owner null for everybody's */
    List<Command> page(@Nullable Caller owner, Query query, int limit) {
        var sql = new StringBuilder(WITHOUT_JOB);
        var values = new HashMap<String, Object>();
        if (owner != null) {
            fits(sql, values, " and owner = :owner", "owner", owner.arn());
            fits(sql, values, " and owner_id = :ownerId", "ownerId", owner.userId());
        }
        if (query.id() != null)
            fits(sql, values, " and id = :id", "id", query.id().value());
        if (query.node() != null)
            fits(
                    sql,
                    values,
                    " and id in (select command_id from command_invocation where node = :node)",
                    "node",
                    query.node().value());
        if (query.after() != null) fits(sql, values, " and requested_at > :after", "after", utc(query.after()));
        if (query.before() != null) fits(sql, values, " and requested_at < :before", "before", utc(query.before()));
        if (query.document() != null) fits(sql, values, " and document = :document", "document", query.document());
        if (!query.commands().isEmpty())
            fits(
                    sql,
                    values,
                    " and status in (:statuses)",
                    "statuses",
                    query.commands().stream().map(Enum::name).toList());
        sql.append(" order by requested_at desc, id limit ").append(limit);
        return withTallies(database.sql(sql.toString())
                        .params(values)
                        .query(CommandRecords::read)
                        .list())
                .stream()
                .map(Kept::command)
                .toList();
    }

    private static void fits(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        sql.append(condition);
        values.put(name, value);
    }

    /** False when it is over (an end is for ever) or unknown. */
    boolean move(CommandId id, CommandStatus status, Instant now) {
        return database.sql(
                                "update command set status = :status, status_since = :since where id = :id and status in (:live)")
                        .param("status", status.name())
                        .param("since", utc(now))
                        .param("id", id.value())
                        .param("live", LIVE)
                        .update()
                == 1;
    }

    /** What is over for longer, with all that came of it. */
    int forget(Instant overBefore) {
        return database.sql("delete from command where status not in (:live) and status_since < :before")
                .param("live", LIVE)
                .param("before", utc(overBefore))
                .update();
    }

    private List<Kept> withTallies(List<Kept> found) {
        if (found.isEmpty()) return found;
        var counts = new HashMap<String, Map<InvocationStatus, Integer>>();
        database.sql("""
                        select command_id, status, count(*) as invocations from command_invocation
                        where command_id in (:ids) group by command_id, status
                        """)
                .param("ids", found.stream().map(kept -> kept.id().value()).collect(Collectors.toSet()))
                .query(row -> {
                    counts.computeIfAbsent(row.getString("command_id"), _ -> new EnumMap<>(InvocationStatus.class))
                            .put(InvocationStatus.valueOf(row.getString("status")), row.getInt("invocations"));
                });
        return found.stream()
                .map(kept -> new Kept(
                        kept.command()
                                .with(new Tally(counts.getOrDefault(kept.id().value(), Map.of()))),
                        kept.job(),
                        kept.runWithin()))
                .toList();
    }

    private static Kept read(ResultSet row, int number) throws SQLException {
        var command = new Command(
                new CommandId(row.getString("id")),
                row.getString("owner"),
                row.getString("owner_id"),
                row.getString("owner_name"),
                row.getString("document"),
                row.getString("document_version"),
                CommandColumns.parameters(row.getString("parameters")),
                CommandColumns.targets(row.getString("targets")),
                row.getString("remark"),
                Duration.ofSeconds(row.getLong("deliver_within")),
                new Allowance(row.getString("most_at_once")),
                new Allowance(row.getString("most_errors")),
                CommandColumns.output(row.getString("output")),
                instant(row, "requested_at"),
                instant(row, "expires_at"),
                CommandStatus.valueOf(row.getString("status")),
                instant(row, "status_since"),
                Tally.NOTHING);
        return new Kept(command, row.getString("job"), Duration.ofSeconds(row.getLong("run_within")));
    }
}
