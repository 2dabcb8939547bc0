package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Happening.Did;
import dev.postern.gateway.spi.Happening.HiddenInput;
import dev.postern.gateway.spi.Happening.Input;
import dev.postern.gateway.spi.Happening.Is;
import dev.postern.gateway.spi.Happening.Person;
import dev.postern.gateway.spi.Happening.Resized;
import dev.postern.gateway.spi.Happening.State;
import dev.postern.gateway.spi.Happening.Traffic;
import dev.postern.protocol.TerminalSize;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @TempDir
    Path folder;

    private final FullableDisk disk = new FullableDisk();
    private final HandClock clock = new HandClock();
    private long output;

    @Test
    void givesBackWhatHappenedWithItsTimeAndPlace() throws IOException {
        try (var timeline = open()) {
            timeline.person(TestGateway.OWNER, Did.ATTACHED);
            timeline.resized(new TerminalSize(65_535, 24));
            output = 7;
            clock.forward(Duration.ofSeconds(3));
            timeline.state(Is.NODE_AWAY);
            timeline.typed(TestGateway.keys("ls\r"));
            timeline.typedHidden(8);
            timeline.traffic(1, 2);
        }
        var later = HandClock.START.plusSeconds(3);
        assertThat(happenings())
                .containsExactly(
                        new Person(HandClock.START, TestGateway.OWNER, Did.ATTACHED),
                        new Resized(HandClock.START, 65_535, 24),
                        new State(later, Is.NODE_AWAY),
                        new Input(later, TestGateway.keys("ls\r")),
                        new HiddenInput(later, 8),
                        new Traffic(later, 1, 2));
        assertThat(notes().stream().map(Note::offset)).containsExactly(0L, 0L, 7L, 7L, 7L, 7L);
    }

    @Test
    void goesOnAfterWhatIsWholeWhereverItIsTorn() throws IOException {
        try (var timeline = open()) {
            for (var i = 1; i <= 3; i++) timeline.resized(new TerminalSize(i, i));
        }
        var whole = Files.readAllBytes(folder.resolve(Timeline.FILE));
        var note = whole.length / 3;
        for (var size = 0; size <= whole.length; size++) {
            Files.write(folder.resolve(Timeline.FILE), whole);
            tear(size);
            try (var timeline = open()) {
                assertThat(timeline.end()).isEqualTo((long) size / note * note);
                timeline.state(Is.GOES_ON);
            }
            assertThat(happenings()).hasSize(size / note + 1).last().isEqualTo(new State(HandClock.START, Is.GOES_ON));
        }
    }

    /** As a lost machine leaves it: longer than what was written, and zeros at its end. */
    private void tear(int size) throws IOException {
        try (var file = FileChannel.open(folder.resolve(Timeline.FILE), StandardOpenOption.WRITE)) {
            file.truncate(size);
            if (size % 2 == 1) file.write(ByteBuffer.allocate(100), size);
        }
    }

    @Test
    void writesLaterInOrderWhatAFullDiskRefused() throws IOException {
        try (var timeline = open()) {
            timeline.typed(TestGateway.keys("before"));
            disk.takes(20);
            timeline.state(Is.PAUSED);
            timeline.typedHidden(1);
            assertThat(timeline.takes()).isFalse();
            assertThat(timeline.takesInput()).isFalse();
            assertThat(happenings()).hasSize(1);

            disk.takesAll();
            assertThat(timeline.takes()).isTrue();
            assertThat(timeline.takesInput()).isTrue();
            timeline.state(Is.GOES_ON);
        }
        assertThat(happenings())
                .containsExactly(
                        new Input(HandClock.START, TestGateway.keys("before")),
                        new State(HandClock.START, Is.PAUSED),
                        new HiddenInput(HandClock.START, 1),
                        new State(HandClock.START, Is.GOES_ON));
    }

    @Test
    void leavesNothingOfHalfANoteBehindAShorterOne() throws IOException {
        try (var timeline = open()) {
            disk.takes(200);
            timeline.typed(TestGateway.keys("x".repeat(500)));
        }
        disk.takesAll();
        try (var timeline = open()) {
            timeline.state(Is.GOES_ON);
        }
        assertThat(happenings()).containsExactly(new State(HandClock.START, Is.GOES_ON));
        assertThat(folder.resolve(Timeline.FILE)).hasSize(notes().getFirst().length());
    }

    @Test
    void keepsOnlySoMuchForADiskThatStaysFull() throws IOException {
        try (var timeline = open()) {
            disk.takes(0);
            for (var i = 0; i < Timeline.MOST_WAITING + 10; i++) timeline.typedHidden(i + 1);
            disk.takesAll();
            timeline.takes();
        }
        assertThat(happenings())
                .hasSize(Timeline.MOST_WAITING)
                .last()
                .isEqualTo(new HiddenInput(HandClock.START, Timeline.MOST_WAITING));
    }

    @Test
    void takesNoMoreThanItsLimit() throws IOException {
        try (var timeline = open()) {
            var line = TestGateway.keys("x".repeat(Note.MOST_PAYLOAD));
            for (var i = 0; i < Timeline.MOST_BYTES / Note.MOST_PAYLOAD + 10; i++) timeline.typed(line);
            assertThat(timeline.isFull()).isTrue();
            assertThat(timeline.takesInput()).isFalse();
            assertThat(timeline.takes()).isTrue();
        }
        assertThat(Files.size(folder.resolve(Timeline.FILE)))
                .isBetween(Timeline.MOST_BYTES, Timeline.MOST_BYTES + Note.MOST);
        try (var timeline = open()) {
            assertThat(timeline.isFull()).isTrue();
        }
    }

    @Test
    void countsTrafficOnAfterARestart() throws IOException {
        try (var timeline = open()) {
            timeline.traffic(10, 20);
            timeline.traffic(10, 20);
        }
        try (var timeline = open()) {
            assertThat(timeline.trafficToNode()).isEqualTo(10);
            assertThat(timeline.trafficFromNode()).isEqualTo(20);
        }
        assertThat(happenings()).hasSize(1);
    }

    @Test
    void takesNothingAfterItsEnd() throws IOException {
        var timeline = open();
        timeline.close();
        timeline.person(TestGateway.OWNER, Did.LEFT);
        assertThat(happenings()).isEmpty();
    }

    private Timeline open() throws IOException {
        return Timeline.open(folder, disk, clock, () -> output);
    }

    private List<Happening> happenings() throws IOException {
        return notes().stream().map(note -> note.happening().orElseThrow()).toList();
    }

    private List<Note> notes() throws IOException {
        var found = new ArrayList<Note>();
        try (var file = SpoolFile.openToRead(folder.resolve(Timeline.FILE))) {
            var notes = new Notes(file, 0, file.size());
            for (var note = notes.peek(); note != null; note = notes.peek()) {
                // the buffer it lies in is used again
                var payload = ByteBuffer.allocate(note.payload().remaining())
                        .put(note.payload().duplicate())
                        .flip();
                found.add(new Note(note.millis(), note.offset(), note.kind(), payload, note.length()));
                notes.take();
            }
        }
        return found;
    }
}
