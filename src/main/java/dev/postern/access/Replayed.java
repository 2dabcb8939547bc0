package dev.postern.access;

import dev.postern.access.policies.Subject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of policies would have made of what was decided. All counts are of decisions, however many rows they are kept in.
 *
 * @param changes what would be refused first, then what would be allowed; of each the most frequent first
 * @param changesLeft changes that are not listed, for there are too many
 * @param unchanged would be told the same
 * @param gone could not be asked again: who asked is not there any more, or what an outsider proved themselves by is not kept
 * @param hidden of principals the change reaches and whoever asks may not look at
 * @param leftOut were not kept when they were made, for there were too many different ones
 * @param notRead of older days, or more than can be asked in one go: at least this many
 * @param since the oldest day there is anything of; null where there is nothing yet
 */
public record Replayed(
        List<Change> changes,
        int changesLeft,
        long unchanged,
        long gone,
        long hidden,
        long leftOut,
        long notRead,
        @Nullable LocalDate since) {
    public Replayed {
        changes = List.copyOf(changes);
    }

    /**
     * The same thing, asked once or often, and answered otherwise after the change.
     *
     * @param who a user, or a role for all its sessions
     * @param legs what was asked, with what was true of it the last time
     * @param answered what they were told then, which policies of today may not say any more
     * @param now with its reasons, by the policies there are
     * @param then with its reasons, after the change
     */
    public record Change(
            Subject who, List<Leg> legs, boolean answered, long times, Instant last, Decision now, Decision then) {
        public Change {
            legs = List.copyOf(legs);
        }

        public String action() {
            return legs.getFirst().action();
        }

        public String resource() {
            return legs.getFirst().resource();
        }
    }

    public long refused() {
        return count(false);
    }

    public long allowed() {
        return count(true);
    }

    private long count(boolean allowed) {
        return changes.stream()
                .filter(change -> change.then().allowed() == allowed)
                .mapToLong(Change::times)
                .sum();
    }

    /** Not everything that was decided was looked at. */
    public boolean isCut() {
        return changesLeft > 0 || leftOut > 0 || notRead > 0;
    }
}
