package dev.postern.access;

import dev.postern.access.policies.Subject;
import java.util.List;

/**
 * Who would gain and lose what by a change of policies.
 *
 * @param rows those for whom something would change, by kind and name
 * @param asked how many principals were looked at
 * @param principalsLeft how many were not, and so may gain or lose, too
 * @param destinationsLeft how many destinations were not looked at
 */
public record Foreseen(List<Row> rows, int asked, int principalsLeft, int destinationsLeft) {
    public Foreseen {
        rows = List.copyOf(rows);
    }

    /**
     * @param who a user or a role
     * @param gains names of destinations they could not reach and would
     */
    public record Row(Subject who, List<String> gains, List<String> losses) {
        public Row {
            gains = List.copyOf(gains);
            losses = List.copyOf(losses);
        }
    }

    /** Not everything was looked at. */
    public boolean isCut() {
        return principalsLeft > 0 || destinationsLeft > 0;
    }
}
