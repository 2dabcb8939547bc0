package dev.postern.access;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Tries a change of policies on what was really decided: everybody is asked again as they are today, about what they asked then, under the
 * circumstances of then, once under the policies there are and once under the change. Nothing is done and nothing written; who may ask is for
 * the faces to check.
 */
@Component
public final class Replay {
    /** Rows of the history: a few seconds. The newest are asked first. */
    public static final int MOST_ROWS = 250_000;

    public static final int MOST_CHANGES = 1_000;

    private static final int PAGE = 5_000;

    private final DecisionHistory history;
    private final HistoryRecords records;
    private final Policies policies;
    private final PolicySource source;
    private final Concerned concerned;
    private final Returning returning;
    private final Decisions decisions;

    Replay(
            DecisionHistory history,
            HistoryRecords records,
            Policies policies,
            PolicySource source,
            Concerned concerned,
            Returning returning,
            Decisions decisions) {
        this.history = history;
        this.records = records;
        this.policies = policies;
        this.source = source;
        this.concerned = concerned;
        this.returning = returning;
        this.decisions = decisions;
    }

    /** Whether decisions are kept at all. */
    public boolean isPossible() {
        return history.isKept();
    }

    /** The oldest day there is anything of. */
    public Optional<LocalDate> since() {
        history.flush();
        return records.firstDay();
    }

    /**
     * @param period back from now, today included
     * @param visible whether whoever asks may know what this user or role is told
     * @throws IllegalArgumentException where there is no such policy, or its new text cannot be read
     */
    public Replayed of(PolicyChange.OfManaged change, Period period, Predicate<Subject> visible) {
        return of(change, period, visible, MOST_ROWS);
    }

    Replayed of(PolicyChange.OfManaged change, Period period, Predicate<Subject> visible, int mostRows) {
        var after = new ChangedPolicies(source, change, policies);
        history.flush();
        var from = history.today().minus(period).plusDays(1);
        var round = new ReplayRound(decisions, new Askers(returning, source, after, concerned.by(change), visible));
        int left = mostRows;
        for (var day : records.days(from)) {
            var last = "";
            while (true) {
                var page = records.page(day, last, PAGE);
                for (var row : page) {
                    if (left-- > 0) round.ask(row);
                    else round.leave(row);
                }
                if (page.size() < PAGE || left <= 0) break;
                last = page.getLast().key();
            }
        }
        return round.result(records.leftOut(from), records.firstDay().orElse(null));
    }
}
