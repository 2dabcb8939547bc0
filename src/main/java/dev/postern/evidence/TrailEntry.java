package dev.postern.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log as its hash knows it; whoever has the entries can make the hashes again.
 *
 * <p>Its text is UTF-8, each line ended by LF: {@code postern-trail 1}, then {@code name=value} for sequence, id, at
 * (ISO-8601, UTC, as {@link Instant#toString} writes it, never finer than a millisecond), action, outcome, actor.arn,
 * actor.name, actor.address, resource, node, session, follows, and for each detail, by key in the order of UTF-16 code
 * units, {@code detail.key=value}. What an entry does not have is no line. In keys and values a backslash is written
 * {@code \\}, LF {@code \n}, CR {@code \r}; in keys of details {@code =} is {@code \=}.
 *
 * <p>Its hash is hex SHA-256 of the previous entry's hash, LF and this text; before the first entry stand 64 zeros.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param follows the entry that this one completes, if any
 */
@JsonPropertyOrder({
    "sequence",
    "id",
    "at",
    "action",
    "outcome",
    "actor",
    "resource",
    "node",
    "session",
    "follows",
    "details"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrailEntry(
        long sequence,
        UUID id,
        Instant at,
        String action,
        String outcome,
        Who actor,
        String resource,
        @Nullable String node,
        @Nullable String session,
        @Nullable UUID follows,
        SortedMap<String, String> details) {
    public static final String FORMAT = "postern-trail 1";
    public static final String BEFORE_THE_FIRST = "0".repeat(64);

    /** Whoever did it. */
    @JsonPropertyOrder({"arn", "name", "address"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Who(String arn, String name, @Nullable String address) {
        public Who {
            if (arn == null || name == null) throw new IllegalArgumentException("an entry by nobody");
        }
    }

    public TrailEntry {
        if (sequence < 1 || id == null || at == null || action == null || outcome == null || actor == null)
            throw new IllegalArgumentException("an entry without what it must say");
        if (resource == null || details == null || details.containsValue(null))
            throw new IllegalArgumentException("an entry without what it must say");
        details = new TreeMap<>(details);
    }

    /** @param previous hash of the entry before */
    public String hash(String previous) {
        return Hashes.sha256((previous + "\n" + text()).getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        var text = new StringBuilder(FORMAT).append('\n');
        line(text, "sequence", Long.toString(sequence));
        line(text, "id", id.toString());
        line(text, "at", at.toString());
        line(text, "action", action);
        line(text, "outcome", outcome);
        line(text, "actor.arn", actor.arn());
        line(text, "actor.name", actor.name());
        line(text, "actor.address", actor.address());
        line(text, "resource", resource);
        line(text, "node", node);
        line(text, "session", session);
        line(text, "follows", follows == null ? null : follows.toString());
        details.forEach((key, value) -> line(text, "detail." + escaped(key).replace("=", "\\="), value));
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
}
