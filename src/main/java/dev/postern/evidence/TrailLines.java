package dev.postern.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a trail bundle. Each thing has one text: a line that is written otherwise is none. */
final class TrailLines {
    /** An entry has at most 64 details of 4,000 characters, of which each may be written with six bytes. */
    static final int LONGEST = 4 * 1024 * 1024;

    private static final String HASH = "hash";
    private static final String CHECKPOINT = "checkpoint";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final InputStream in;
    private long number;

    TrailLines(InputStream in) {
        this.in = in;
    }

    @JsonPropertyOrder({"format", "first", "last", "before"})
    record Header(String format, long first, long last, String before) {
        Header {
            if (!TrailEntry.FORMAT.equals(format) || first < 1 || last < first || !Hashes.isOne(before))
                throw new IllegalArgumentException("no header of " + TrailEntry.FORMAT);
        }
    }

    /** What may stand below the header. */
    sealed interface Line {
        record Chained(TrailEntry entry, String hash) implements Line {}

        record Signed(Checkpoint checkpoint) implements Line {}
    }

    static byte[] written(Header header) {
        return bytes(JSON.writeValueAsString(header));
    }

    static byte[] written(TrailEntry entry, String hash) {
        ObjectNode line = JSON.valueToTree(entry);
        return bytes(JSON.writeValueAsString(line.put(HASH, hash)));
    }

    static byte[] written(Checkpoint checkpoint) {
        var line = JSON.createObjectNode();
        line.set(CHECKPOINT, JSON.<JsonNode>valueToTree(checkpoint));
        return bytes(JSON.writeValueAsString(line));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Header header() throws IOException, Damaged {
        var line = next();
        try {
            var header = line == null ? null : JSON.readValue(line, Header.class);
            if (header != null && Arrays.equals(line, written(header))) return header;
        } catch (JacksonException nonsense) {
            throw new Damaged("its first line is no header of a trail", nonsense);
        }
        throw new Damaged("its first line is no header of a trail");
    }

    /** Null at the end. */
    @Nullable Line line() throws IOException, Damaged {
        var bytes = next();
        if (bytes == null) return null;
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode line) return line(bytes, line);
        } catch (JacksonException nonsense) {
            throw none(nonsense);
        }
        throw none(null);
    }

    private Line line(byte[] bytes, ObjectNode line) throws Damaged {
        var checkpoint = line.get(CHECKPOINT);
        if (checkpoint != null) {
            var signed = JSON.treeToValue(checkpoint, Checkpoint.class);
            if (signed == null || !Arrays.equals(bytes, written(signed))) throw none(null);
            return new Line.Signed(signed);
        }
        var value = line.remove(HASH);
        var hash = value != null && value.isString() ? value.stringValue() : "";
        var entry = JSON.treeToValue(line, TrailEntry.class);
        if (entry == null || !Arrays.equals(bytes, written(entry, hash))) throw none(null);
        return new Line.Chained(entry, hash);
    }

    private Damaged none(@Nullable Exception cause) {
        var what = "line " + number + " is not as a line of a trail is written";
        return cause == null ? new Damaged(what) : new Damaged(what, cause);
    }

    private byte @Nullable [] next() throws IOException, Damaged {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && line.size() == 0) return null;
            if (next < 0) throw new Damaged("line " + (number + 1) + " is cut off");
            if (line.size() == LONGEST) throw new Damaged("line " + (number + 1) + " is longer than one can be");
            line.write(next);
        }
        number++;
        return line.toByteArray();
    }
}
