package dev.postern.access;

import dev.postern.access.HistoryRecords.Row;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Remembers what the gate decided, so that a draft of a policy can be tried on it. What was decided alike on one day is one row with a count:
 * the same caller, the same actions on the same resources, with a second factor or without, signed or not, and the same answer. The rest
 * (address, age of the step-up, moment, tags, what else a leg says) changes from call to call and is kept of the last one.
 *
 * <p>It is beside the way: the gate puts a row into memory, which costs a microsecond or two and never throws; every few seconds they are
 * written, and once more when the server stops. A server that is killed forgets the last seconds. What is too much is counted and not kept.
 * Who needs certainty reads the trail.
 */
@Component
class DecisionHistory implements Witness {
    /** Different rows in memory, of a few seconds. */
    static final int MOST_WAITING = 10_000;

    /** A request about more than this is told apart: each leg was allowed, or one was refused. Else every choice of nodes were a row of its own. */
    static final int MOST_TOGETHER = 4;

    /** Keys of legs that have few values and say what kind of a request it is; others are of the last time alone. */
    private static final Set<String> TELLING =
            Set.of("ssm:SessionDocumentAccessCheck", "iam:PolicyARN", "iam:PermissionsBoundary", "postern:OwnCommand");

    private static final String FACTORS = "aws:MultiFactorAuthPresent";
    private static final Logger log = LoggerFactory.getLogger(DecisionHistory.class);

    private final HistoryRecords records;
    private final Duration keep;
    private final InstantSource clock;
    private final Counter dropped;
    private final ConcurrentHashMap<Key, Tally> waiting = new ConcurrentHashMap<>();
    // decisions of a day that found no room in memory
    private final ConcurrentHashMap<LocalDate, Long> leftOut = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    /** What makes decisions one row. */
    record Key(
            LocalDate day,
            String arn,
            String id,
            @Nullable String factors,
            boolean signed,
            List<String> asked,
            boolean allowed) {}

    /** @param circumstances of the caller, the last time */
    private record Tally(
            long times,
            Instant first,
            Instant last,
            Caller caller,
            List<Leg> legs,
            SortedMap<String, String> circumstances) {
        Tally and(Tally later) {
            var newest = later.last.isBefore(last) ? this : later;
            return new Tally(
                    times + later.times,
                    later.first.isBefore(first) ? later.first : first,
                    newest.last,
                    newest.caller,
                    newest.legs,
                    newest.circumstances);
        }
    }

    DecisionHistory(HistoryRecords records, AccessSettings settings, InstantSource clock, MeterRegistry meters) {
        this.records = records;
        this.keep = settings.history();
        this.clock = clock;
        this.dropped = Counter.builder("postern.access.history.dropped")
                .description("decisions that are in the trail and not in the history")
                .register(meters);
    }

    boolean isKept() {
        return keep.isPositive();
    }

    @Override
    public void decided(AccessRequest request, Decision decision) {
        if (!isKept() || !isOfPolicies(request.caller())) return;
        try {
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var circumstances = request.caller().circumstances(now);
            for (var legs : apart(request, decision))
                keep(request.caller(), legs, circumstances, decision.allowed(), now);
        } catch (RuntimeException e) {
            dropped.increment();
            log.atWarn().setCause(e).log("a decision is not in the history");
        }
    }

    /** No policy of the account bears on nodes, and on strangers on their way into a role: no draft changes anything for them. */
    private static boolean isOfPolicies(Caller caller) {
        return caller.standing() instanceof Standing.Own || caller.standing() instanceof Standing.InRole;
    }

    private static List<List<Leg>> apart(AccessRequest request, Decision decision) {
        if (request.legs().size() <= MOST_TOGETHER) return List.of(request.legs());
        return switch (decision) {
            case Decision.Allowed _ -> request.legs().stream().map(List::of).toList();
            case Decision.Denied denied -> List.of(List.of(denied.leg()));
        };
    }

    private void keep(
            Caller caller, List<Leg> legs, SortedMap<String, String> circumstances, boolean allowed, Instant now) {
        var key = new Key(
                now.atOffset(ZoneOffset.UTC).toLocalDate(),
                caller.arn(),
                caller.userId(),
                circumstances.get(FACTORS),
                caller.accessKeyId() != null,
                asked(legs),
                allowed);
        put(key, new Tally(1, now, now, caller, legs, circumstances));
    }

    private void put(Key key, Tally tally) {
        if (waiting.size() >= MOST_WAITING && !waiting.containsKey(key)) {
            leaveOut(key.day(), tally.times());
            return;
        }
        waiting.merge(key, tally, Tally::and);
    }

    private void leaveOut(LocalDate day, long times) {
        dropped.increment(times);
        leftOut.merge(day, times, Long::sum);
    }

    private static List<String> asked(List<Leg> legs) {
        var asked = new ArrayList<String>(legs.size() * 2);
        for (var leg : legs) {
            asked.add(leg.action());
            asked.add(leg.resource());
            for (var key : leg.keys().entrySet()) {
                if (TELLING.contains(key.getKey())) asked.add(key.getKey() + '=' + key.getValue());
            }
        }
        return asked;
    }

    /** Writes what is waiting. What cannot be written waits on, as far as there is room. */
    @PreDestroy
    @Scheduled(fixedDelayString = "PT5S")
    void flush() {
        writing.lock();
        try {
            var days = taken(leftOut);
            var tallies = taken(waiting);
            if (days.isEmpty() && tallies.isEmpty()) return;
            try {
                dropped.increment(records.add(rows(tallies, days), days));
            } catch (DataAccessException | TransactionException e) {
                tallies.forEach(this::put);
                days.forEach((day, times) -> leftOut.merge(day, times, Long::sum));
                log.atWarn()
                        .setCause(e)
                        .addKeyValue("rows", tallies.size())
                        .log("history not written, to be tried again");
            }
        } finally {
            writing.unlock();
        }
    }

    private static <K, V> Map<K, V> taken(ConcurrentHashMap<K, V> from) {
        var taken = new LinkedHashMap<K, V>();
        for (var key : from.keySet()) {
            var value = from.remove(key);
            if (value != null) taken.put(key, value);
        }
        return taken;
    }

    private List<Row> rows(Map<Key, Tally> tallies, Map<LocalDate, Long> leftOut) {
        var rows = new ArrayList<Row>();
        tallies.entrySet().removeIf(each -> {
            var key = each.getKey();
            var tally = each.getValue();
            var row = new Row(
                    key.day(),
                    RowKey.of(key),
                    key.arn(),
                    tally.caller().name(),
                    Asked.standing(tally.caller().standing()),
                    Asked.legs(tally.legs()),
                    Asked.circumstances(tally.circumstances()),
                    key.allowed(),
                    tally.times(),
                    tally.first(),
                    tally.last());
            if (row.fits()) {
                rows.add(row);
                return false;
            }
            dropped.increment(tally.times());
            leftOut.merge(key.day(), tally.times(), Long::sum);
            return true;
        });
        return rows;
    }

    @Scheduled(fixedDelayString = "PT1H")
    void sweep() {
        var forgotten = records.forget(today().minusDays(keep.toDays()));
        if (forgotten > 0) log.atInfo().addKeyValue("rows", forgotten).log("old decisions forgotten");
    }

    LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
