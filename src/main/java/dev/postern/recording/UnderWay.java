package dev.postern.recording;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Event;
import dev.postern.evidence.Event.Kind;
import dev.postern.evidence.Segment;
import dev.postern.evidence.SegmentWriter;
import dev.postern.gateway.spi.Happening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The segment that a session's happenings are written to at the moment. */
final class UnderWay {
    /** Frames have 64 KiB, and a read asks for that much again at most. With it a segment that was all but full is still one that is read. */
    static final int LARGEST_READ = 640 * 1024;

    /** Time, kind and length of an event, and a size. */
    private static final int MOST_AROUND = 16;
    /** The same, and JSON with two numbers or short words. */
    private static final int MOST_IN_JSON = 112;
    /** A control character in JSON. */
    private static final int MOST_PER_CHARACTER = 6;

    /** Large output goes in pieces that a player can draw one by one. */
    private static final int PIECE = 64 * 1024;

    /** A single byte becomes four or five here: time, kind, length. */
    static final int CAUTION = 8;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SegmentWriter writer;
    private final Instant start;
    /** When what makes it due happened: the keyframe may be older. */
    private final long first;

    private long toNode;
    private long fromNode;

    /** @param first milliseconds since the start of its first event after the keyframe */
    UnderWay(int number, long offset, Event keyframe, Instant start, long first, long toNode, long fromNode) {
        this.writer = new SegmentWriter(number, offset, keyframe);
        this.start = start;
        this.first = first;
        this.toNode = toNode;
        this.fromNode = fromNode;
    }

    static long millis(Instant start, Instant at) {
        return Math.max(0, Duration.between(start, at).toMillis());
    }

    /** @throws IOException where there is something among them that no gateway writes, and that nobody could play */
    static void check(List<Happening> happenings) throws IOException {
        var size = 0L;
        for (var happening : happenings)
            size += switch (happening) {
                case Happening.Output output -> MOST_AROUND + output.bytes().remaining();
                case Happening.Input input -> MOST_AROUND + input.bytes().remaining();
                case Happening.Resized _ -> MOST_AROUND;
                case Happening.Person person ->
                    MOST_IN_JSON + MOST_PER_CHARACTER * (long) person.who().length();
                case Happening.State _, Happening.Traffic _, Happening.HiddenInput _ -> MOST_IN_JSON;
            };
        if (size > LARGEST_READ)
            throw new IOException("the tape gives " + happenings.size() + " things with " + size + " bytes at once");
    }

    /** Something that was {@link #check}ed. */
    void add(Happening happening) {
        var at = millis(start, happening.at());
        switch (happening) {
            case Happening.Output output ->
                bytes(at, Kind.OUTPUT, output.bytes().duplicate());
            case Happening.Input input -> bytes(at, Kind.INPUT, input.bytes().duplicate());
            case Happening.HiddenInput hidden -> text(at, Kind.HIDDEN, Map.of("bytes", hidden.bytes()));
            case Happening.Resized window ->
                writer.add(Event.resize(at, Keyframes.size(window.columns()), Keyframes.size(window.rows())));
            case Happening.Person person ->
                text(at, Kind.PEOPLE, Map.of("who", person.who(), "did", word(person.did())));
            case Happening.State state -> text(at, Kind.STATE, Map.of("is", word(state.is())));
            case Happening.Traffic traffic -> {
                toNode = traffic.toNode();
                fromNode = traffic.fromNode();
                text(at, Kind.TRAFFIC, Map.of("toNode", toNode, "fromNode", fromNode));
            }
        }
    }

    private void bytes(long at, Kind kind, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var piece = bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
            writer.add(new Event(at, kind, piece));
            bytes.position(bytes.position() + piece.remaining());
        }
    }

    private void text(long at, Kind kind, Map<String, ?> facts) {
        writer.add(Event.text(at, kind, JSON.writeValueAsString(new TreeMap<>(facts))));
    }

    private static String word(Enum<?> what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void end(long at, Ending ending) {
        writer.add(Event.text(at, Kind.END, ending.json()));
    }

    /** How much payload to read for it at once: so little that nothing but the last of it fills the segment. */
    int appetite() {
        return Math.max(1, (SegmentWriter.FULL - writer.size()) / CAUTION);
    }

    boolean isFull() {
        return writer.isFull();
    }

    boolean isOlderThan(Duration age, long now) {
        return now - first >= age.toMillis();
    }

    long first() {
        return first;
    }

    SegmentWriter writer() {
        return writer;
    }

    long toNode() {
        return toNode;
    }

    long fromNode() {
        return fromNode;
    }

    byte[] body() {
        return writer.body();
    }

    /** What {@link Segment#read} makes of it: it was written just now. */
    static Segment read(byte[] body) {
        try {
            return Segment.read(body);
        } catch (Damaged e) {
            throw new IllegalStateException("a segment that was written a moment ago cannot be read", e);
        }
    }
}
