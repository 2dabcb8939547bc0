package dev.postern.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of the history. */
@Repository
class HistoryRecords {
    /** Of different rows on one day: 200,000 decisions that are all alike are one. */
    static final int MOST_A_DAY = 10_000;

    private static final int LONGEST_JSON = 65_536;
    private static final int LONGEST_CIRCUMSTANCES = 4_096;
    private static final int LONGEST_ARN = 512;
    private static final int LONGEST_NAME = 256;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    /** @param key with the day: what makes it one row */
    record Row(
            LocalDate day,
            String key,
            String arn,
            String name,
            String standing,
            String legs,
            String circumstances,
            boolean allowed,
            long times,
            Instant first,
            Instant last) {
        boolean fits() {
            return arn.length() <= LONGEST_ARN
                    && name.length() <= LONGEST_NAME
                    && standing.length() <= LONGEST_JSON
                    && legs.length() <= LONGEST_JSON
                    && circumstances.length() <= LONGEST_CIRCUMSTANCES
                    // PostgreSQL stores no NUL
                    && (legs + standing + circumstances).indexOf('\0') < 0
                    && !(legs + standing + circumstances).contains("\\u0000");
        }
    }

    HistoryRecords(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * All of it, or nothing when it throws.
     *
     * @param leftOut decisions that are in no row, by day
     * @return how many decisions there was no room for
     */
    long add(List<Row> rows, Map<LocalDate, Long> leftOut) {
        var full = transaction.execute(_ -> {
            var counts = new HashMap<LocalDate, Integer>();
            var more = new HashMap<>(leftOut);
            long none = 0;
            // in one order, so that two servers wait for each other and not both at once
            for (var row : rows.stream().sorted(Comparator.comparing(Row::key)).toList()) {
                if (update(row)) continue;
                int there = counts.computeIfAbsent(row.day(), this::count);
                if (there >= MOST_A_DAY) {
                    none += row.times();
                    more.merge(row.day(), row.times(), Long::sum);
                    continue;
                }
                insert(row);
                counts.put(row.day(), there + 1);
            }
            more.forEach(this::leaveOut);
            return none;
        });
        return full == null ? 0 : full;
    }

    private boolean update(Row row) {
        return jdbc.sql("""
                        UPDATE decided SET times = times + ?, last_at = ?, principal_name = ?, standing = ?, legs = ?, circumstances = ?
                        WHERE decided_on = ? AND row_key = ?""")
                        .params(
                                row.times(),
                                utc(row.last()),
                                row.name(),
                                row.standing(),
                                row.legs(),
                                row.circumstances(),
                                row.day(),
                                row.key())
                        .update()
                > 0;
    }

    private void insert(Row row) {
        jdbc.sql("""
                        INSERT INTO decided (decided_on, row_key, principal_arn, principal_name, standing, legs, circumstances, allowed,
                                             times, first_at, last_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        row.day(),
                        row.key(),
                        row.arn(),
                        row.name(),
                        row.standing(),
                        row.legs(),
                        row.circumstances(),
                        row.allowed(),
                        row.times(),
                        utc(row.first()),
                        utc(row.last()))
                .update();
    }

    private int count(LocalDate day) {
        return jdbc.sql("SELECT COUNT(*) FROM decided WHERE decided_on = ?")
                .param(day)
                .query(Integer.class)
                .single();
    }

    private void leaveOut(LocalDate day, long times) {
        var there = jdbc.sql("UPDATE decided_and_left_out SET times = times + ? WHERE decided_on = ?")
                .params(times, day)
                .update();
        if (there == 0)
            jdbc.sql("INSERT INTO decided_and_left_out (decided_on, times) VALUES (?, ?)")
                    .params(day, times)
                    .update();
    }

    /** Of one day, in the order of their keys. */
    List<Row> page(LocalDate day, String after, int limit) {
        return jdbc.sql("SELECT * FROM decided WHERE decided_on = ? AND row_key > ? ORDER BY row_key LIMIT ?")
                .params(day, after, limit)
                .query((row, _) -> row(row))
                .list();
    }

    /** Days that have rows, the newest first. */
    List<LocalDate> days(LocalDate from) {
        return jdbc.sql("SELECT DISTINCT decided_on FROM decided WHERE decided_on >= ? ORDER BY decided_on DESC")
                .param(from)
                .query(LocalDate.class)
                .list();
    }

    Optional<LocalDate> firstDay() {
        return jdbc.sql("SELECT decided_on FROM decided ORDER BY decided_on LIMIT 1")
                .query(LocalDate.class)
                .optional();
    }

    long leftOut(LocalDate from) {
        return jdbc.sql("SELECT COALESCE(SUM(times), 0) FROM decided_and_left_out WHERE decided_on >= ?")
                .param(from)
                .query(Long.class)
                .single();
    }

    /** Those before this day. */
    int forget(LocalDate before) {
        jdbc.sql("DELETE FROM decided_and_left_out WHERE decided_on < ?")
                .param(before)
                .update();
        return jdbc.sql("DELETE FROM decided WHERE decided_on < ?")
                .param(before)
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("decided_on", LocalDate.class),
                row.getString("row_key"),
                row.getString("principal_arn"),
                row.getString("principal_name"),
                row.getString("standing"),
                row.getString("legs"),
                row.getString("circumstances"),
                row.getBoolean("allowed"),
                row.getLong("times"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
