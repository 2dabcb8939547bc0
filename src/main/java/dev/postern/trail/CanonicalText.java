package dev.postern.trail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text an entry's hash is made of; whoever has the entries can make it again.
 *
 * <p>UTF-8, each line ended by LF: {@code postern-trail 1}, then {@code name=value} for sequence, id, at (ISO-8601, UTC,
 * as {@link Instant#toString} writes it, never finer than a millisecond), action, outcome, actor.arn, actor.name,
 * actor.address, resource, node, session, follows, and for each detail, by key in the order of UTF-16 code units,
 * {@code detail.key=value}. What an entry does not have is no line. In keys and values a backslash is written
 * {@code \\}, LF {@code \n}, CR {@code \r}; in keys of details {@code =} is {@code \=}.
 *
 * <p>An entry's hash is hex SHA-256 of the previous entry's hash, LF and this text; before the first entry stand 64 zeros.
 */
final class CanonicalText {
    static final String BEFORE_THE_FIRST = "0".repeat(64);

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
        try {
            var text = previousHash + "\n" + of(sequence, id, at, entry);
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(long sequence, UUID id, Instant at, NewEntry entry) {
        var text = new StringBuilder("postern-trail 1\n");
        line(text, "sequence", Long.toString(sequence));
        line(text, "id", id.toString());
        line(text, "at", at.toString());
        line(text, "action", entry.action());
        line(text, "outcome", entry.outcome().name());
        line(text, "actor.arn", entry.actor().arn());
        line(text, "actor.name", entry.actor().name());
        line(text, "actor.address", entry.actor().address());
        line(text, "resource", entry.resource());
        line(text, "node", entry.node());
        line(text, "session", entry.session());
        line(text, "follows", entry.follows() == null ? null : entry.follows().toString());
        entry.details()
                .forEach((key, value) -> line(text, "detail." + escaped(key).replace("=", "\\="), value));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append('=').append(escaped(value)).append('\n');
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
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
