package dev.postern.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recording is and what belongs to it. Its bytes, as {@link #written}, are what is signed; nobody writes them again.
 *
 * @param session the session's id
 * @param number of the session: 1, 2, 3 … without gaps, so that a missing recording is missed
 * @param facts who, where, by which document and why: for people, by name
 * @param state what it is worth
 * @param truncatedAt milliseconds since the start after which nothing is known; null for a complete one
 * @param columns at its beginning
 */
public record Manifest(
        String format,
        String session,
        long number,
        SortedMap<String, String> facts,
        Instant startedAt,
        Instant endedAt,
        State state,
        @Nullable Long truncatedAt,
        int columns,
        int rows,
        boolean input,
        List<SealedSegment> segments) {
    public static final String FORMAT = "postern-recording 1";
    /** A segment a minute is 70 days. */
    static final int MOST_SEGMENTS = 100_000;

    /** Of the most segments, and as many facts as one likes. */
    static final int LARGEST = 48 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // what is named twice is read by each reader as it likes
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What a recording is worth. */
    public enum State {
        /** From the first byte to the session's end. */
        @JsonProperty("complete")
        COMPLETE,
        /** What could be saved of it. */
        @JsonProperty("truncated")
        TRUNCATED
    }

    public Manifest {
        facts = new TreeMap<>(facts == null ? Map.of() : facts);
        segments = segments == null ? List.of() : List.copyOf(segments);
        if (!FORMAT.equals(format))
            throw new IllegalArgumentException("a manifest of " + format + ", not of " + FORMAT);
        if (session == null || session.isEmpty() || number < 1)
            throw new IllegalArgumentException("a manifest of no session");
        if (startedAt == null || endedAt == null || state == null || segments.size() > MOST_SEGMENTS)
            throw new IllegalArgumentException("a manifest without what it must say");
        if ((state == State.TRUNCATED) != (truncatedAt != null) || (truncatedAt != null && truncatedAt < 0))
            throw new IllegalArgumentException("a truncated recording, and no other, says where");
    }

    public long durationMillis() {
        return segments.isEmpty() ? 0 : segments.getLast().to();
    }

    public long outputBytes() {
        return segments.stream().mapToLong(SealedSegment::outputBytes).sum();
    }

    /** Over all segments. */
    public String chain() {
        return segments.isEmpty()
                ? Hashes.beforeTheFirst(session)
                : segments.getLast().chain();
    }

    public byte[] written() {
        return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Damaged where it is no manifest */
    public static Manifest read(byte[] written) throws Damaged {
        try {
            var manifest = JSON.readValue(written, Manifest.class);
            if (manifest != null) return manifest;
        } catch (JacksonException nonsense) {
            throw new Damaged("it is no manifest of a recording", nonsense);
        }
        throw new Damaged("it is no manifest of a recording");
    }

    /**
     * Whether the list of segments is one: numbered from 1, each beginning where the one before ended, and chained.
     *
     * @throws Damaged names the first segment that is not
     */
    public void proveChain() throws Damaged {
        var chain = Hashes.beforeTheFirst(session);
        long offset = 0;
        long from = 0;
        for (var i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            chain = Hashes.chained(chain, segment.sha256());
            if (segment.number() != i + 1) throw new Damaged("segment " + (i + 1) + " is missing from the manifest");
            if (!segment.chain().equals(chain))
                throw new Damaged("segment " + segment.number() + " is not chained to those before it");
            if (segment.offset() != offset || segment.from() < from)
                throw new Damaged("segment " + segment.number() + " does not begin where the one before it ended");
            offset += segment.outputBytes();
            from = segment.to();
        }
    }
}
