package dev.postern.access;

import dev.postern.access.HistoryRecords.Row;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;

/** Those who come up in a history, each looked up once: most rows are of few. */
final class Askers {
    private final Returning returning;
    private final PolicySource now;
    private final PolicySource after;
    private final Set<Subject> concerned;
    private final Predicate<Subject> visible;
    private final Map<Once, Asker> known = new HashMap<>();

    private record Once(String arn, String standing) {}

    /** Somebody who asked once. */
    sealed interface Asker {
        /** Nobody any more. */
        record Gone() implements Asker {}

        /** Nothing changes for them. */
        record Untouched() implements Asker {}

        /** Whoever replays may not know what they are told. */
        record Hidden() implements Asker {}

        /** @param then where they would stand after the change */
        record Present(Subject who, Caller caller, Standpoint now, Standpoint then) implements Asker {}
    }

    Askers(
            Returning returning,
            PolicySource now,
            PolicySource after,
            Set<Subject> concerned,
            Predicate<Subject> visible) {
        this.returning = returning;
        this.now = now;
        this.after = after;
        this.concerned = concerned;
        this.visible = visible;
    }

    Asker of(Row row) {
        return known.computeIfAbsent(new Once(row.arn(), row.standing()), _ -> find(row));
    }

    private Asker find(Row row) {
        try {
            var found = returning.find(row.name(), Asked.standing(row.standing()));
            if (found.isEmpty()) return new Asker.Gone();
            var who = found.get().who();
            if (!concerned.contains(who)) return new Asker.Untouched();
            if (!visible.test(who)) return new Asker.Hidden();
            var caller = found.get().caller();
            var standpoints = returning.standpoints();
            return new Asker.Present(
                    who, caller, standpoints.imagined(caller, now), standpoints.imagined(caller, after));
        } catch (JacksonException | IllegalArgumentException _) {
            // written by another version of Postern, or limited by a policy that this one does not read
            return new Asker.Gone();
        }
    }
}
