package dev.postern.console.trail;

import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads back through the trail for what somebody looks for, a page at a time, and says how far it came. */
final class TrailSearch {
    static final int PAGE = 100;
    /** Read at once. */
    private static final int PIECE = 1_000;
    /** Then the person is asked whether to go on: a search must not hold a page up for a trail of millions. */
    static final int MOST_READ = 20_000;

    private final Trail trail;

    TrailSearch(Trail trail) {
        this.trail = trail;
    }

    /** @param words all of them must occur in what the entry says */
    record Wanted(String words, Optional<Outcome> outcome) {
        static final Wanted EVERYTHING = new Wanted("", Optional.empty());

        boolean everything() {
            return words.isBlank() && outcome.isEmpty();
        }

        boolean matches(Entry entry) {
            var event = entry.event();
            if (outcome.isPresent() && event.outcome() != outcome.get()) return false;
            if (words.isBlank()) return true;
            var said = Stream.concat(
                            Stream.of(
                                    event.action(),
                                    event.actor().name(),
                                    event.actor().arn(),
                                    orNothing(event.actor().address()),
                                    event.resource(),
                                    orNothing(event.node()),
                                    orNothing(event.session()),
                                    entry.id().toString()),
                            event.details().entrySet().stream()
                                    .map(detail -> detail.getKey() + "=" + detail.getValue()))
                    .reduce("", (all, more) -> all + "\n" + more)
                    .toLowerCase(Locale.ROOT);
            return Stream.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                    .allMatch(said::contains);
        }
    }

    /**
     * @param entries newest first, a page at most
     * @param next what the page after this one is {@linkplain #before asked for before}
     * @param more whether there are older entries that nobody has looked at
     */
    record Found(List<Entry> entries, long next, boolean more) {}

    /** @param before exclusive; {@link Long#MAX_VALUE} for the newest page */
    Found before(long before, Wanted wanted) {
        var found = new ArrayList<Entry>();
        var next = before;
        for (int read = 0; read < MOST_READ; read += PIECE) {
            var piece = trail.latest(next, wanted.everything() ? PAGE : PIECE);
            for (var entry : piece) {
                next = entry.sequence();
                if (wanted.matches(entry)) found.add(entry);
                if (found.size() == PAGE) return new Found(found, next, next > 1);
            }
            if (piece.isEmpty() || next <= 1) return new Found(found, next, false);
        }
        return new Found(found, next, true);
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }
}
