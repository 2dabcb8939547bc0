package dev.postern.gateway;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Happening.Did;
import dev.postern.gateway.spi.Happening.HiddenInput;
import dev.postern.gateway.spi.Happening.Input;
import dev.postern.gateway.spi.Happening.Is;
import dev.postern.gateway.spi.Happening.Output;
import dev.postern.gateway.spi.Happening.Person;
import dev.postern.gateway.spi.Happening.Resized;
import dev.postern.gateway.spi.Happening.State;
import dev.postern.gateway.spi.Happening.Traffic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record of a timeline: length and CRC32C of what follows, time in milliseconds, output offset, kind, payload.
 *
 * @param offset how many output bytes there were when it was written
 * @param kind a letter, as in recordings
 * @param length of the whole record
 */
record Note(long millis, long offset, byte kind, ByteBuffer payload, int length) {
    /** Length and CRC. */
    static final int HEADER = 8;
    /** The longest payload: who somebody is, or a line that was typed. */
    static final int MOST_PAYLOAD = 8 * 1024;

    private static final int FIXED = Long.BYTES + Long.BYTES + 1;
    /** The longest record. */
    static final int MOST = HEADER + FIXED + MOST_PAYLOAD;

    private static final byte RESIZED = 'r';
    private static final byte PERSON = 'w';
    private static final byte STATE = 'p';
    private static final byte TRAFFIC = 't';
    private static final byte INPUT = 'i';
    private static final byte HIDDEN = 'h';

    /** The record of what happened when there were so many bytes of output. */
    static ByteBuffer record(Happening happening, long offset) {
        var payload = payload(happening);
        if (payload.remaining() > MOST_PAYLOAD)
            throw new IllegalArgumentException("a note of " + payload.remaining() + " bytes");
        var record = ByteBuffer.allocate(HEADER + FIXED + payload.remaining())
                .position(HEADER)
                .putLong(happening.at().toEpochMilli())
                .putLong(offset)
                .put(kind(happening))
                .put(payload)
                .flip();
        var body = record.slice(HEADER, record.limit() - HEADER);
        return record.putInt(0, body.remaining()).putInt(Integer.BYTES, crcOf(body));
    }

    private static byte kind(Happening happening) {
        return switch (happening) {
            case Resized _ -> RESIZED;
            case Person _ -> PERSON;
            case State _ -> STATE;
            case Traffic _ -> TRAFFIC;
            case Input _ -> INPUT;
            case HiddenInput _ -> HIDDEN;
            case Output _ -> throw new IllegalArgumentException("output is spooled, not noted");
        };
    }

    private static ByteBuffer payload(Happening happening) {
        return switch (happening) {
            case Resized(var _, var columns, var rows) ->
                ByteBuffer.allocate(4)
                        .putShort((short) columns)
                        .putShort((short) rows)
                        .flip();
            case Person(var _, var who, var did) -> text(did.name() + ' ' + who);
            case State(var _, var is) -> text(is.name());
            case Traffic(var _, var toNode, var fromNode) ->
                ByteBuffer.allocate(16).putLong(toNode).putLong(fromNode).flip();
            case Input(var _, var bytes) -> bytes.duplicate();
            case HiddenInput(var _, var bytes) ->
                ByteBuffer.allocate(4).putInt(bytes).flip();
            case Output _ -> throw new IllegalArgumentException("output is spooled, not noted");
        };
    }

    /** The note at the buffer's position; null when it is not there as a whole. The buffer stays as it is. */
    static @Nullable Note read(ByteBuffer from) {
        if (from.remaining() < HEADER) return null;
        var at = from.position();
        var length = from.getInt(at);
        if (length < FIXED || length > FIXED + MOST_PAYLOAD || from.remaining() < HEADER + length) return null;
        var body = from.slice(at + HEADER, length);
        if (crcOf(body) != from.getInt(at + Integer.BYTES)) return null;
        return new Note(body.getLong(), body.getLong(), body.get(), body.slice(), HEADER + length);
    }

    /** Empty for a kind that a newer version wrote. */
    Optional<Happening> happening() {
        var at = Instant.ofEpochMilli(millis);
        return switch (kind) {
            case RESIZED ->
                Optional.of(new Resized(
                        at, Short.toUnsignedInt(payload.getShort(0)), Short.toUnsignedInt(payload.getShort(2))));
            case PERSON -> {
                var words = text(payload).split(" ", 2);
                yield Optional.of(new Person(at, words[1], Did.valueOf(words[0])));
            }
            case STATE -> Optional.of(new State(at, Is.valueOf(text(payload))));
            case TRAFFIC -> Optional.of(new Traffic(at, payload.getLong(0), payload.getLong(Long.BYTES)));
            case INPUT -> {
                var bytes = new byte[payload.remaining()];
                payload.get(0, bytes);
                yield Optional.of(new Input(at, ByteBuffer.wrap(bytes)));
            }
            case HIDDEN -> Optional.of(new HiddenInput(at, payload.getInt(0)));
            default -> Optional.empty();
        };
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    private static int crcOf(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }
}
