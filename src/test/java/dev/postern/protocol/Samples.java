package dev.postern.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** What the tests of the wire are made of. */
final class Samples {
    /** The constants of the stock repositories' own codec tests, which the byte-exact examples use. */
    static final Instant CREATED = Instant.ofEpochMilli(1_503_434_274_948L);

    static final UUID ID = UUID.fromString("dd01e56b-ff48-483e-a508-b5f073f31b16");

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Samples() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    static String hex(ByteBuffer bytes) {
        var array = new byte[bytes.remaining()];
        bytes.get(bytes.position(), array);
        return HexFormat.of().formatHex(array);
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Ids that are the same for the same seed. */
    static Supplier<UUID> ids(long seed) {
        var random = new Random(seed);
        return () -> new UUID(random.nextLong(), random.nextLong());
    }

    static Frame output(long sequence, String text) {
        return stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, sequence, bytes(text));
    }

    static Frame stream(MessageType type, int payloadType, long sequence, ByteBuffer payload) {
        return Frame.of(type, payloadType, sequence, 0, new UUID(7, sequence), START, payload);
    }

    static Frame json(MessageType type, String json) {
        return Frame.of(type, PayloadType.NONE, 0, 0, ID, START, bytes(json));
    }

    static InputStream resource(String name) {
        return Objects.requireNonNull(Samples.class.getResourceAsStream("/transcripts/" + name), name);
    }

    static List<String> lines(InputStream in) {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
