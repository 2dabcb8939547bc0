package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Happening.Output;
import dev.postern.gateway.spi.Happening.Resized;
import dev.postern.gateway.spi.Place;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.TerminalSize;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private Spool spool;
    private Timeline timeline;
    private @Nullable Growing growing;
    private Tape tape;

    @BeforeEach
    void aSession() throws IOException {
        spool = Spool.open(folder, SpoolFile::open);
        timeline = Timeline.open(folder, SpoolFile::open, clock, spool::end);
        growing = new Growing(spool, timeline);
        tape = Tape.open(folder, true, () -> growing);
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
        timeline.close();
        tape.close();
    }

    @Test
    void putsANoteAfterTheOutputBeforeItAndBeforeWhatCameLater() throws IOException {
        size(1);
        say("a");
        say("b");
        size(2);
        size(3);
        clock.forward(Duration.ofMillis(1));
        say("c");
        assertThat(texts(read(Place.BEGINNING))).containsExactly("1", "ab", "2", "3", "c");
    }

    @Test
    void givesOutputWithTheTimeItCame() throws IOException {
        say("a");
        clock.forward(Duration.ofSeconds(5));
        say("b");
        assertThat(read(Place.BEGINNING))
                .extracting(Happening::at)
                .containsExactly(HandClock.START, HandClock.START.plusSeconds(5));
    }

    @Test
    void joinsWhatCameAtOnceButNoMoreThan64Kilobytes() throws IOException {
        for (var i = 0; i < 200; i++) say("x".repeat(1024));
        var pieces = read(Place.BEGINNING);
        assertThat(pieces).hasSize(4);
        assertThat(pieces)
                .allSatisfy(piece ->
                        assertThat(((Output) piece).bytes().remaining()).isLessThanOrEqualTo(Tape.MOST_OUTPUT));
        assertThat(String.join("", texts(pieces))).hasSize(200 * 1024);
    }

    @Test
    void leavesOutWhatIsNoOutput() throws IOException {
        append(PayloadType.HANDSHAKE_REQUEST, "{}");
        say("a");
        append(PayloadType.EXIT_CODE, "EXIT_CODE: 3");
        size(1);
        assertThat(texts(read(Place.BEGINNING))).containsExactly("a", "1");
    }

    @Test
    void hasNoOutputWhereNodeAndClientAloneCanReadIt() throws IOException {
        size(1);
        say("ciphertext");
        size(2);
        try (var unreadable = Tape.open(folder, false, () -> growing)) {
            assertThat(texts(unreadable.read(Place.BEGINNING, ALL).happenings()))
                    .containsExactly("1", "2");
        }
    }

    @Test
    void givesTheSameRestFromEveryPlace() throws IOException {
        var random = new Random(11);
        for (var i = 0; i < 600; i++) {
            if (random.nextInt(4) == 0) size(1 + i);
            else say("<" + i + ">");
            if (random.nextInt(3) == 0) clock.forward(Duration.ofMillis(1));
        }
        var whole = whole(read(Place.BEGINNING));
        var read = new StringBuilder();
        for (var reel = tape.read(Place.BEGINNING, 1);
                !reel.happenings().isEmpty();
                reel = tape.read(reel.next(), 1 + random.nextInt(20))) {
            read.append(whole(reel.happenings()));
            assertThat(read + whole(read(reel.next()))).isEqualTo(whole);
        }
        assertThat(read).hasToString(whole);
    }

    /** What was read live is what is read later, although notes and output come from two threads. */
    @Test
    void readsTheSameWhileItIsWritten() throws Exception {
        var frames = 20_000;
        var live = new StringBuilder();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var says = threads.submit(() -> {
                for (var i = 0; i < frames; i++) say(i + ",");
                return true;
            });
            var notes = threads.submit(() -> {
                for (var i = 1; !says.isDone(); i++) size(i % 60_000);
                return true;
            });
            var place = Place.BEGINNING;
            while (true) {
                var over = says.isDone() && notes.isDone();
                var reel = tape.read(place, 4096);
                live.append(whole(reel.happenings()));
                place = reel.next();
                if (over && reel.happenings().isEmpty()) break;
            }
            says.get();
            notes.get();
        }
        growing = null;
        assertThat(whole(read(Place.BEGINNING))).isEqualTo(live.toString());
        var expected = new StringBuilder();
        for (var i = 0; i < frames; i++) expected.append(i).append(',');
        assertThat(live.toString().replaceAll("\\[[0-9]+\\]", "")).isEqualTo(expected.toString());
    }

    @Test
    void readsWhatIsWholeOfATornTail() throws IOException {
        say("whole");
        size(1);
        say("torn");
        close();
        cut("index", 10);
        cut(Timeline.FILE, 3);
        tape = Tape.open(folder, true, () -> null);
        assertThat(texts(read(Place.BEGINNING))).containsExactly("whole");
    }

    @Test
    void saysWhenAPlaceIsBeyondWhatThereIs() throws IOException {
        say("a");
        size(1);
        var end = tape.read(Place.BEGINNING, ALL).next();
        assertThat(tape.read(end, ALL).happenings()).isEmpty();
        assertThatThrownBy(() -> tape.read(new Place(end.frame() + 1, end.note()), ALL))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tape.read(new Place(end.frame(), end.note() + 1), ALL))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysWhereItIsDamaged() throws IOException {
        for (var i = 0; i < 3; i++) {
            say("frame " + i);
            clock.forward(Duration.ofMillis(1));
        }
        flip("output", 10);
        assertThat(texts(tape.read(Place.BEGINNING, 1).happenings())).containsExactly("frame 0");
        assertThatThrownBy(() -> read(Place.BEGINNING)).hasMessageContaining("output at 7 is damaged");
        flip("index", 2 * Spool.RECORD + 20);
        assertThatThrownBy(() -> read(new Place(2, 0))).hasMessageContaining("frame 2 is damaged");
    }

    @Test
    void saysWhereTheTimelineIsDamagedOnceNothingElseIsLeft() throws IOException {
        size(1);
        var second = timeline.end();
        size(2);
        size(3);
        say("a");
        flip(Timeline.FILE, (int) second + 12);
        var reel = tape.read(Place.BEGINNING, ALL);
        assertThat(texts(reel.happenings())).containsExactly("1", "a");
        assertThatThrownBy(() -> read(reel.next())).hasMessageContaining("timeline at " + second);
    }

    private void cut(String file, int bytes) throws IOException {
        try (var channel = FileChannel.open(folder.resolve(file), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    private void flip(String file, int at) throws IOException {
        try (var channel = FileChannel.open(folder.resolve(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var bit = ByteBuffer.allocate(1);
            channel.read(bit, at);
            channel.write(bit.put(0, (byte) (bit.get(0) ^ 1)).flip(), at);
        }
    }

    private void say(String text) throws IOException {
        append(PayloadType.OUTPUT, text);
    }

    private void append(int type, String text) throws IOException {
        var now = clock.instant();
        spool.append(
                Frame.of(
                        MessageType.OUTPUT_STREAM_DATA,
                        type,
                        spool.nextSequence(),
                        0,
                        UUID.randomUUID(),
                        now,
                        TestGateway.keys(text)),
                now);
    }

    private void size(int number) {
        timeline.resized(new TerminalSize(number, 24));
    }

    private List<Happening> read(Place from) throws IOException {
        return tape.read(from, ALL).happenings();
    }

    /** Output as it is, a size by its columns. */
    private static List<String> texts(List<Happening> happenings) {
        var texts = new ArrayList<String>();
        for (var happening : happenings) {
            texts.add(
                    switch (happening) {
                        case Output(var _, var bytes) ->
                            StandardCharsets.ISO_8859_1
                                    .decode(bytes.duplicate())
                                    .toString();
                        case Resized(var _, var columns, var _) -> String.valueOf(columns);
                        default -> throw new AssertionError(happening);
                    });
        }
        return texts;
    }

    /** The same in one, however output was cut. */
    private static String whole(List<Happening> happenings) {
        var whole = new StringBuilder();
        for (var happening : happenings) {
            var text = texts(List.of(happening)).getFirst();
            whole.append(happening instanceof Output ? text : "[" + text + "]");
        }
        return whole.toString();
    }
}
