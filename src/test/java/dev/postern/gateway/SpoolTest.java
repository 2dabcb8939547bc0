package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    Path folder;

    private final FullableDisk disk = new FullableDisk();

    @Test
    void givesBackBytesByOffsetAndFramesByNumber() throws IOException {
        try (var spool = open()) {
            var first = output(0, "one ");
            var second = output(1, "two");
            spool.append(first, HandClock.START);
            spool.append(second, HandClock.START);
            assertThat(spool.end()).isEqualTo(7);
            assertThat(read(spool, 2)).isEqualTo("e two");
            assertThat(spool.frame(0)).isEqualTo(first);
            assertThat(spool.frame(1)).isEqualTo(second);
        }
    }

    @Test
    void keepsWhatIsNotOutputBesideTheOffsets() throws IOException {
        var request = frame(0, PayloadType.HANDSHAKE_REQUEST, "{}");
        var exit = frame(2, PayloadType.EXIT_CODE, "EXIT_CODE: 3");
        try (var spool = open()) {
            spool.append(request, HandClock.START);
            spool.append(output(1, "out"), HandClock.START);
            spool.append(exit, HandClock.START);
        }
        try (var spool = open()) {
            assertThat(spool.end()).isEqualTo(3);
            assertThat(spool.frame(0)).isEqualTo(request);
            assertThat(spool.frame(2)).isEqualTo(exit);
        }
    }

    @Test
    void goesOnWhereItWasLeftWithoutBeingClosed() throws IOException {
        var left = open();
        left.append(output(0, "one "), HandClock.START);
        try (var spool = open()) {
            assertThat(spool.nextSequence()).isEqualTo(1);
            spool.append(output(1, "two"), HandClock.START);
            assertThat(read(spool, 0)).isEqualTo("one two");
        }
    }

    @Test
    void wantsFramesInOrder() throws IOException {
        try (var spool = open()) {
            assertThatThrownBy(() -> spool.append(output(1, "x"), HandClock.START))
                    .hasMessageContaining("where 0 is next");
        }
    }

    /** Whatever part of the last writes is missing, what is left is a prefix of what was appended. */
    @Test
    void recoversAPrefixFromAnyTornTail() throws IOException {
        var random = new Random(7);
        for (var round = 0; round < 200; round++) {
            var torn = Files.createDirectory(folder.resolve("torn-" + round));
            var written = new StringBuilder();
            try (var spool = Spool.open(torn, disk)) {
                for (var i = 0; i < 8; i++) {
                    var text = "frame " + i + " ".repeat(random.nextInt(50));
                    spool.append(output(i, text), HandClock.START);
                    written.append(text);
                }
            }
            tear(torn.resolve(random.nextBoolean() ? "output" : "index"), random);
            try (var spool = Spool.open(torn, disk)) {
                assertThat(written.toString()).startsWith(read(spool, 0));
                assertThat(read(spool, 0)).hasSize((int) spool.end());
                spool.append(output(spool.nextSequence(), "more"), HandClock.START);
                assertThat(read(spool, 0)).endsWith("more");
            }
        }
    }

    private static void tear(Path file, Random random) throws IOException {
        var size = Files.size(file);
        var from = size - random.nextInt((int) Math.min(size, 150));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (random.nextBoolean()) channel.truncate(from);
            else channel.write(ByteBuffer.allocate((int) (size - from)), from);
        }
    }

    @Test
    void hasNotChangedWhenAFullDiskTookHalfAFrame() throws IOException {
        try (var spool = open()) {
            spool.append(output(0, "one "), HandClock.START);
            disk.takes(20);
            assertThatThrownBy(() -> spool.append(output(1, "x".repeat(100)), HandClock.START))
                    .isInstanceOf(IOException.class);
            assertThat(spool.takes()).isFalse();
            assertThat(spool.end()).isEqualTo(4);

            disk.takesAll();
            assertThat(spool.takes()).isTrue();
            spool.append(output(1, "two"), HandClock.START);
            assertThat(read(spool, 0)).isEqualTo("one two");
        }
    }

    @Test
    void refusesMoreThanItsShareOfWhatIsNotOutput() throws IOException {
        try (var spool = open()) {
            var large = "x".repeat(60_000);
            for (var i = 0; i < 17; i++) spool.append(frame(i, PayloadType.HANDSHAKE_REQUEST, large), HandClock.START);
            assertThatThrownBy(() -> spool.append(frame(17, PayloadType.HANDSHAKE_REQUEST, large), HandClock.START))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void remembersWhenEachFrameArrived() throws IOException {
        try (var spool = open()) {
            spool.append(output(0, "one "), HandClock.START);
            spool.append(output(1, "two"), HandClock.START.plusMillis(1_234));
        }
        try (var spool = open()) {
            assertThat(spool.read(0).arrived()).isEqualTo(HandClock.START.toEpochMilli());
            assertThat(spool.read(1).arrived()).isEqualTo(HandClock.START.toEpochMilli() + 1_234);
        }
    }

    @Test
    void takesARecordOnlyInItsPlace() throws IOException {
        try (var spool = open()) {
            for (var i = 0; i < 3; i++) spool.append(output(i, "same"), HandClock.START);
        }
        try (var index = FileChannel.open(folder.resolve("index"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var first = ByteBuffer.allocate(Spool.RECORD);
            index.read(first, 0);
            index.write(first.flip(), 2 * Spool.RECORD);
        }
        try (var spool = open()) {
            assertThat(spool.nextSequence()).isEqualTo(2);
        }
    }

    @Test
    void isReadWithoutBeingChanged() throws IOException {
        try (var spool = open()) {
            spool.append(output(0, "one "), HandClock.START);
            spool.append(output(1, "two"), HandClock.START);
        }
        try (var index = FileChannel.open(folder.resolve("index"), StandardOpenOption.WRITE)) {
            index.truncate(2 * Spool.RECORD - 1);
        }
        try (var spool = Spool.openToRead(folder)) {
            assertThat(read(spool, 0)).isEqualTo("one ");
        }
        assertThat(folder.resolve("index")).hasSize(2 * Spool.RECORD - 1);
        assertThat(folder.resolve("output")).hasContent("one two");
    }

    @Test
    void isEmptyWhereThereIsNone() throws IOException {
        var missing = folder.resolve("missing");
        try (var spool = Spool.openToRead(missing)) {
            assertThat(spool.end()).isZero();
            assertThat(read(spool, 0)).isEmpty();
        }
        assertThat(missing).doesNotExist();
    }

    private Spool open() throws IOException {
        return Spool.open(folder, disk);
    }

    private static String read(Spool spool, long from) throws IOException {
        var bytes = ByteBuffer.allocate(64 * 1024);
        spool.read(from, bytes);
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }

    private static Frame output(long sequence, String text) {
        return frame(sequence, PayloadType.OUTPUT, text);
    }

    private static Frame frame(long sequence, int type, String text) {
        return Frame.of(
                MessageType.OUTPUT_STREAM_DATA,
                type,
                sequence,
                sequence == 0 ? Frame.SYN : 0,
                UUID.randomUUID(),
                HandClock.START,
                TestGateway.keys(text));
    }
}
