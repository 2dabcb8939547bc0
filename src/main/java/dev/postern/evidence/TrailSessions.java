package dev.postern.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the trail says of sessions that concerns their recordings. An entry of a session by the server itself may have the
 * details {@code sessionNumber}, {@code recordingHash} (SHA-256 of the manifest's bytes) and {@code unrecorded} (why there is no
 * recording: {@code encrypted}, {@code expired}, {@code port} or other words). What people ask for says nothing here, whatever
 * words are in it.
 */
final class TrailSessions implements Consumer<TrailEntry> {
    private static final String NUMBER = "sessionNumber";
    private static final String HASH = "recordingHash";
    private static final String UNRECORDED = "unrecorded";
    private static final String ENDED = "SessionEnded";
    private static final String SYSTEM = "postern:system";
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * Of one session.
     *
     * @param entry the newest that says any of it
     * @param unrecorded why there is no recording
     */
    record Told(
            long entry,
            boolean ended,
            @Nullable Long number,
            @Nullable String hash,
            @Nullable String unrecorded) {
        /** What the newer of two says, and where it is silent, the older. */
        Told and(Told other) {
            var older = entry < other.entry ? this : other;
            var newer = entry < other.entry ? other : this;
            return new Told(
                    newer.entry,
                    ended || other.ended,
                    newer.number == null ? older.number : newer.number,
                    newer.hash == null ? older.hash : newer.hash,
                    newer.unrecorded == null ? older.unrecorded : newer.unrecorded);
        }

        /** What is sealed is over, though its end may stand in another piece of the trail. */
        boolean isOver() {
            return ended || hash != null;
        }

        boolean isNumbered() {
            return number != null || hash != null;
        }
    }

    private final Map<String, Told> all = new LinkedHashMap<>();
    private long numberedSince = Long.MAX_VALUE;

    Map<String, Told> all() {
        return all;
    }

    /** Whether it ended before sessions had numbers, and so recordings. */
    boolean isOlderThanNumbers(Told session) {
        return !session.isNumbered() && session.entry < numberedSince;
    }

    @Override
    public void accept(TrailEntry entry) {
        var session = entry.session();
        if (session != null && entry.actor().arn().equals(SYSTEM)) told(entry).ifPresent(told -> add(session, told));
    }

    private void add(String session, Told told) {
        if (told.isNumbered()) numberedSince = Math.min(numberedSince, told.entry);
        all.merge(session, told, Told::and);
    }

    void addAll(TrailSessions others) {
        numberedSince = Math.min(numberedSince, others.numberedSince);
        others.all.forEach((session, told) -> all.merge(session, told, Told::and));
    }

    private static Optional<Told> told(TrailEntry entry) {
        var details = entry.details();
        var ended = entry.action().equals(ENDED);
        var number = details.getOrDefault(NUMBER, "");
        var told = new Told(
                entry.sequence(),
                ended,
                DIGITS.matcher(number).matches() ? Long.valueOf(number) : null,
                details.get(HASH),
                details.get(UNRECORDED));
        return ended || told.isNumbered() || told.unrecorded != null ? Optional.of(told) : Optional.empty();
    }
}
