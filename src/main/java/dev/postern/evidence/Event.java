package dev.postern.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Something that happened in a session.
 *
 * @param at milliseconds since the recording's start
 * @param payload what {@link Kind} says; read-only, and the reader's to move about in
 */
public record Event(long at, Kind kind, ByteBuffer payload) {
    /** What an event is; readers pass over kinds they do not know. */
    public enum Kind {
        /** The screen as it was: columns and rows (u16 each), then what makes a freshly reset terminal look so. First in each segment, and nowhere else. */
        KEYFRAME('k'),
        /** Bytes from the node as they came; may end within a character. */
        OUTPUT('o'),
        /** Bytes that were typed. */
        INPUT('i'),
        /** So much was typed that the terminal did not show, and is nowhere kept: JSON with {@code bytes}. */
        HIDDEN('h'),
        /** A new size: columns and rows, u16 each. */
        RESIZE('r'),
        /** What somebody noted: JSON with {@code text} and {@code by}. */
        MARKER('m'),
        /** Who came, went, watched, typed: JSON with {@code who} and {@code did}. */
        PEOPLE('w'),
        /** How it stood with the session: JSON with {@code is}. */
        STATE('p'),
        /** What a port session has moved since its beginning: JSON with {@code toNode} and {@code fromNode}. */
        TRAFFIC('t'),
        /** The last event of a recording that is complete: JSON with {@code cause} and {@code words}. */
        END('x');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }

        byte letter() {
            return letter;
        }

        boolean hasSize() {
            return this == KEYFRAME || this == RESIZE;
        }

        static Optional<Kind> of(byte letter) {
            for (var kind : values()) if (kind.letter == letter) return Optional.of(kind);
            return Optional.empty();
        }
    }

    static final int SIZE = 2 * Short.BYTES;

    public Event {
        if (at < 0) throw new IllegalArgumentException("an event before the beginning: " + at + " ms");
        payload = payload.asReadOnlyBuffer();
        if (kind.hasSize() && payload.remaining() < SIZE)
            throw new IllegalArgumentException("a " + kind + " without a size");
    }

    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    public static Event output(long at, ByteBuffer bytes) {
        return new Event(at, Kind.OUTPUT, bytes);
    }

    public static Event resize(long at, int columns, int rows) {
        return new Event(at, Kind.RESIZE, size(columns, rows).flip());
    }

    /** @param redraw what makes a freshly reset terminal of that size look so */
    public static Event keyframe(long at, int columns, int rows, byte[] redraw) {
        var payload = ByteBuffer.allocate(SIZE + redraw.length);
        return new Event(
                at,
                Kind.KEYFRAME,
                payload.put(size(columns, rows).flip()).put(redraw).flip());
    }

    public static Event text(long at, Kind kind, String json) {
        return new Event(at, kind, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static ByteBuffer size(int columns, int rows) {
        return ByteBuffer.allocate(SIZE).putShort((short) columns).putShort((short) rows);
    }

    /** Of a keyframe or a resize. */
    public int columns() {
        return Short.toUnsignedInt(payload.getShort(payload.position()));
    }

    /** Of a keyframe or a resize. */
    public int rows() {
        return Short.toUnsignedInt(payload.getShort(payload.position() + Short.BYTES));
    }

    /** Of a keyframe. */
    public ByteBuffer redraw() {
        return payload.slice(payload.position() + SIZE, payload.remaining() - SIZE);
    }

    public String text() {
        return StandardCharsets.UTF_8.decode(payload()).toString();
    }
}
