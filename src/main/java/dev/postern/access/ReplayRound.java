package dev.postern.access;

import dev.postern.access.Askers.Asker;
import dev.postern.access.HistoryRecords.Row;
import dev.postern.access.Replayed.Change;
import dev.postern.access.policies.Subject;
import dev.postern.policy.RequestContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One way through a history. Reasons are asked for at the end, and only where something would change. */
final class ReplayRound {
    private static final Comparator<Found> ORDER = Comparator.comparingInt((Found found) -> found.key.then() ? 1 : 0)
            .thenComparingLong(found -> -found.times)
            .thenComparing(found -> found.key.who().toString())
            .thenComparing(found -> found.key.asked().toString());

    private final Decisions decisions;
    private final Askers askers;
    // what was asked is often the same from day to day
    private final Map<String, Asked.Legs> legs = new HashMap<>();
    private final Map<Key, Found> found = new HashMap<>();
    private long unchanged;
    private long gone;
    private long hidden;
    private long notRead;

    /** What is one line of the result. */
    private record Key(Subject who, List<String> asked, boolean answered, boolean then) {}

    private static final class Found {
        private final Key key;
        private long times;
        private Row last;
        private Asker.Present asker;
        private List<Leg> legs;

        Found(Key key, Row row, Asker.Present asker, List<Leg> legs) {
            this.key = key;
            this.last = row;
            this.asker = asker;
            this.legs = legs;
        }

        void and(Row row, Asker.Present by, List<Leg> asked) {
            times += row.times();
            if (row.last().isBefore(last.last())) return;
            last = row;
            asker = by;
            legs = asked;
        }
    }

    ReplayRound(Decisions decisions, Askers askers) {
        this.decisions = decisions;
        this.askers = askers;
    }

    void leave(Row row) {
        notRead += row.times();
    }

    void ask(Row row) {
        switch (askers.of(row)) {
            case Asker.Gone _ -> gone += row.times();
            case Asker.Untouched _ -> unchanged += row.times();
            case Asker.Hidden _ -> hidden += row.times();
            case Asker.Present present -> ask(row, present);
        }
    }

    private void ask(Row row, Asker.Present asker) {
        Asked.Legs asked;
        try {
            asked = legs.computeIfAbsent(row.legs(), Asked::legs);
        } catch (JacksonException | IllegalArgumentException _) {
            gone += row.times();
            return;
        }
        if (!asked.whole()) {
            gone += row.times();
            return;
        }
        var request = request(asker, asked.legs());
        boolean now = decisions.allows(request, then(asker.now(), row));
        boolean then = decisions.allows(request, then(asker.then(), row));
        if (now == then) {
            unchanged += row.times();
            return;
        }
        var names = asked.legs().stream()
                .map(leg -> leg.action() + ' ' + leg.resource())
                .toList();
        found.computeIfAbsent(
                        new Key(asker.who(), names, row.allowed(), then),
                        key -> new Found(key, row, asker, asked.legs()))
                .and(row, asker, asked.legs());
    }

    private static AccessRequest request(Asker.Present asker, List<Leg> legs) {
        return new AccessRequest(asker.caller(), legs, null, null, new TreeMap<>());
    }

    /** In the circumstances of then. */
    private static Standpoint then(Standpoint today, Row row) {
        var at = row.last().truncatedTo(ChronoUnit.SECONDS);
        var context = today.context().with();
        Asked.circumstances(row.circumstances()).forEach(context::put);
        return new Standpoint(today.principal(), today.layers(), moment(context, at));
    }

    private static RequestContext moment(RequestContext.Builder context, Instant at) {
        return context.put("aws:CurrentTime", at.toString())
                .put("aws:EpochTime", Long.toString(at.getEpochSecond()))
                .build();
    }

    Replayed result(long leftOut, @Nullable LocalDate since) {
        var changes = new ArrayList<Change>();
        found.values().stream().sorted(ORDER).limit(Replay.MOST_CHANGES).forEach(each -> changes.add(change(each)));
        return new Replayed(changes, found.size() - changes.size(), unchanged, gone, hidden, leftOut, notRead, since);
    }

    private Change change(Found each) {
        var request = request(each.asker, each.legs);
        return new Change(
                each.key.who(),
                each.legs,
                each.key.answered(),
                each.times,
                each.last.last(),
                decisions.decide(request, then(each.asker.now(), each.last)),
                decisions.decide(request, then(each.asker.then(), each.last)));
    }
}
