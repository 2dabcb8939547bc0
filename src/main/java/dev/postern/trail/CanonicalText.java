package dev.postern.trail;

import dev.postern.evidence.TrailEntry;
import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The text an entry's hash is made of, as {@link TrailEntry} has it: whoever has the entries can make it again. */
final class CanonicalText {
    static final String BEFORE_THE_FIRST = TrailEntry.BEFORE_THE_FIRST;

    // Bounds of what is kept, so that no caller's input can make an entry unwritable; the columns have the same.
    private static final int LONGEST_VALUE = 4_000;
    private static final int LONGEST_KEY = 128;
    private static final int MOST_DETAILS = 64;
    private static final String CUT = "…";

    private CanonicalText() {}

    /** The entry as it will be stored: over-long text is cut, and characters no database stores are replaced. */
    static NewEntry storable(NewEntry entry) {
        var details = new TreeMap<String, String>();
        for (var detail : entry.details().entrySet()) {
            if (details.size() == MOST_DETAILS) {
                break;
            }
            details.put(storable(detail.getKey(), LONGEST_KEY), storable(detail.getValue(), LONGEST_VALUE));
        }
        var actor = entry.actor();
        return new NewEntry(
                storable(entry.action(), 128),
                new Actor(storable(actor.arn(), 512), storable(actor.name(), 256), storableIfAny(actor.address(), 64)),
                entry.outcome(),
                storable(entry.resource(), 2048),
                storableIfAny(entry.node(), 64),
                storableIfAny(entry.session(), 128),
                details,
                entry.follows());
    }

    static String hash(String previousHash, long sequence, UUID id, Instant at, NewEntry entry) {
        return evidence(sequence, id, at, entry).hash(previousHash);
    }

    static String of(long sequence, UUID id, Instant at, NewEntry entry) {
        return evidence(sequence, id, at, entry).text();
    }

    static TrailEntry evidence(long sequence, UUID id, Instant at, NewEntry entry) {
        var actor = entry.actor();
        return new TrailEntry(
                sequence,
                id,
                at,
                entry.action(),
                entry.outcome().name(),
                new TrailEntry.Who(actor.arn(), actor.name(), actor.address()),
                entry.resource(),
                entry.node(),
                entry.session(),
                entry.follows(),
                entry.details());
    }

    private static @Nullable String storableIfAny(@Nullable String value, int longest) {
        return value == null ? null : storable(value, longest);
    }

    /** PostgreSQL stores no NUL and UTF-8 has no lone surrogates: both become U+FFFD, else the hash would not come out again. */
    private static String storable(String value, int longest) {
        var cut = value.length() > longest ? value.substring(0, longest - CUT.length()) + CUT : value;
        var clean = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
