package dev.postern.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a recording that can be played by itself. Its body, before zstd, numbers big-endian:
 *
 * <pre>{@code
 * magic    8 bytes   POSTSEG1
 * number   u32       1, 2, 3 …
 * from     u64       milliseconds since the recording's start
 * offset   u64       output bytes of the session before it
 * events, each:
 *   delta    LEB128    milliseconds since the event before
 *   kind     1 byte
 *   length   LEB128
 *   payload
 * }</pre>
 *
 * @param to when its last event was, of whatever kind
 * @param events without those of kinds that are not known here
 */
public record Segment(int number, long from, long to, long offset, List<Event> events) {
    /** The largest body that is read: a full segment, and the one event that filled it. */
    public static final int LARGEST = 1024 * 1024;
    /** Frames have 64 KiB, control messages 160 KiB. */
    public static final int LARGEST_PAYLOAD = 256 * 1024;

    static final int HEADER = 28;
    private static final byte[] MAGIC = "POSTSEG1".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 9;

    public Segment {
        events = List.copyOf(events);
    }

    static byte[] magic() {
        return MAGIC.clone();
    }

    /** @throws Damaged where it is none, or ends too early */
    public static Segment read(byte[] body) throws Damaged {
        var bytes = ByteBuffer.wrap(body).asReadOnlyBuffer();
        if (bytes.remaining() < HEADER || !bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC)))
            throw new Damaged("it is no segment of a recording");
        bytes.position(MAGIC.length);
        var number = bytes.getInt();
        var from = bytes.getLong();
        var offset = bytes.getLong();
        if (number < 1 || from < 0 || offset < 0) throw new Damaged("its header makes no sense");
        var events = new ArrayList<Event>();
        var to = read(bytes, from, events);
        return new Segment(number, from, to, offset, events);
    }

    private static long read(ByteBuffer bytes, long from, List<Event> events) throws Damaged {
        var at = from;
        while (bytes.hasRemaining()) {
            var where = bytes.position();
            at += number(bytes, where);
            if (!bytes.hasRemaining()) throw cut(where);
            var kind = Event.Kind.of(bytes.get());
            var length = number(bytes, where);
            if (at < 0 || length > bytes.remaining()) throw cut(where);
            var payload = bytes.slice(bytes.position(), (int) length);
            bytes.position(bytes.position() + (int) length);
            if ((where == HEADER) != kind.equals(Optional.of(Event.Kind.KEYFRAME)))
                throw new Damaged("a keyframe stands at its beginning and nowhere else");
            if (kind.isEmpty()) continue;
            if (kind.get().hasSize() && length < Event.SIZE) throw cut(where);
            events.add(new Event(at, kind.get(), payload));
        }
        if (events.isEmpty()) throw new Damaged("it has no keyframe");
        return at;
    }

    private static long number(ByteBuffer bytes, int where) throws Damaged {
        long value = 0;
        for (var shift = 0; shift < 7 * LONGEST_NUMBER && bytes.hasRemaining(); shift += 7) {
            var next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) return value;
        }
        throw cut(where);
    }

    private static Damaged cut(int where) {
        return new Damaged("the event at byte " + where + " is cut off or no event");
    }

    /** Bytes of all events of that kind. */
    public long bytesOf(Event.Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .mapToLong(event -> event.payload().remaining())
                .sum();
    }

    public Event keyframe() {
        return events.getFirst();
    }
}
