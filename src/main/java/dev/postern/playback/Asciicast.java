package dev.postern.playback;

import dev.postern.evidence.Event;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recording as asciicast, a line for each event: for other players. Its text is UTF-8, so a character that came in two pieces goes out with the second, and bytes that are
 * none are U+FFFD: what was recorded to the byte is in the bundle. Version 3 has the time since the event before, version 2 since the start
 * (docs.asciinema.org/manual/asciicast).
 */
final class Asciicast {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MILLIS = 3;

    private final OutputStream out;
    private final int version;
    private final CharsetDecoder output = decoder();
    private final CharsetDecoder input = decoder();
    private ByteBuffer outputRest = ByteBuffer.allocate(0);
    private ByteBuffer inputRest = ByteBuffer.allocate(0);
    private long last;

    /** @param version 2 or 3 */
    Asciicast(OutputStream out, int version) {
        if (version != 2 && version != 3) throw new IllegalArgumentException("asciicast " + version);
        this.out = out;
        this.version = version;
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    void begin(Manifest manifest, String title) throws IOException {
        var header = new LinkedHashMap<String, Object>();
        var columns = manifest.columns() == 0 ? 80 : manifest.columns();
        var rows = manifest.rows() == 0 ? 24 : manifest.rows();
        header.put("version", version);
        if (version == 3) header.put("term", Map.of("cols", columns, "rows", rows));
        else header.putAll(Map.of("width", columns, "height", rows));
        header.put("timestamp", manifest.startedAt().getEpochSecond());
        header.put("title", title);
        line(header);
    }

    void add(Segment segment) throws IOException {
        for (var event : segment.events()) add(event);
    }

    private void add(Event event) throws IOException {
        switch (event.kind()) {
            case OUTPUT -> {
                outputRest = joined(outputRest, event.payload());
                text(event.at(), "o", decoded(output, outputRest, false));
            }
            case INPUT -> {
                inputRest = joined(inputRest, event.payload());
                text(event.at(), "i", decoded(input, inputRest, false));
            }
            case RESIZE -> event(event.at(), "r", event.columns() + "x" + event.rows());
            case MARKER ->
                event(event.at(), "m", JSON.readTree(event.text()).path("text").asString(""));
            case KEYFRAME, PEOPLE, STATE, TRAFFIC, HIDDEN, END -> {}
        }
    }

    /** Nothing follows: what is begun of a character stays so. */
    void end(long at) throws IOException {
        text(at, "o", decoded(output, outputRest, true));
        text(at, "i", decoded(input, inputRest, true));
    }

    private static ByteBuffer joined(ByteBuffer rest, ByteBuffer more) {
        return rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining() + more.remaining())
                        .put(rest)
                        .put(more)
                        .flip()
                : more;
    }

    /** Leaves in the buffer what is begun of a character. */
    private static String decoded(CharsetDecoder decoder, ByteBuffer bytes, boolean last) {
        var text = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.reset();
        decoder.decode(bytes, text, last);
        if (last) decoder.flush(text);
        return text.flip().toString();
    }

    private void text(long at, String code, String text) throws IOException {
        if (!text.isEmpty()) event(at, code, text);
    }

    private void event(long at, String code, String text) throws IOException {
        var ms = version == 3 ? at - last : at;
        last = at;
        line(List.of(BigDecimal.valueOf(ms, MILLIS), code, text));
    }

    private void line(Object value) throws IOException {
        out.write(JSON.writeValueAsBytes(value));
        out.write('\n');
    }
}
