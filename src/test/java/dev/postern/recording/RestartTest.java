package dev.postern.recording;

import static dev.postern.recording.RecordingUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.evidence.Event.Kind;
import dev.postern.gateway.spi.Happening;
import dev.postern.session.EndCause;
import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Killed anywhere, a server comes to the same recording, to the byte, as one that was not. */
@OnEveryDatabase
class RestartTest {
    private final Database database;

    RestartTest(Database database) {
        this.database = database;
    }

    @Test
    void killedAfterEachSealedSegment() {
        var undisturbed = record(new RecordingUnderTest(database.fresh()), _ -> {});
        var disturbed = new RecordingUnderTest(database.fresh());
        record(disturbed, look -> disturbed.restart());
        assertThat(manifest(disturbed)).isEqualTo(manifest(undisturbed));
        assertThat(disturbed.proven().segments()).hasSizeGreaterThan(5);
    }

    @Test
    void killedBeforeOrAfterAnyFileWasWritten() {
        var undisturbed = record(new RecordingUnderTest(database.fresh()), _ -> {});
        for (var after : new boolean[] {false, true}) {
            var disturbed = new RecordingUnderTest(database.fresh());
            Set<String> failed = new HashSet<>();
            if (after) disturbed.disk.failsAfter = failed::add;
            else disturbed.disk.failsBefore = failed::add;
            record(disturbed, _ -> disturbed.restart());
            assertThat(failed).contains("000001.seg", "manifest.json", "manifest.seal.json");
            assertThat(manifest(disturbed)).isEqualTo(manifest(undisturbed));
            assertThat(disturbed.bytes(Kind.OUTPUT)).isEqualTo(disturbed.onTape());
        }
    }

    @Test
    void killedBetweenTheEventAndTheRow() {
        var all = new RecordingUnderTest(database.fresh());
        all.begin();
        all.output("done");
        all.tapes.refusesRelease = true;
        all.end(ID, new EndCause.ClosedByUser());
        all.clock.forward(Duration.ofSeconds(5));
        all.recorder.look();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.tapes.released).isEmpty();

        all.restart();
        all.tapes.refusesRelease = false;
        all.clock.forward(Duration.ofSeconds(5));
        all.recorder.look();
        assertThat(all.tapes.released).containsExactly(ID);
        assertThat(all.records.open()).isEmpty();
        assertThat(all.written("RecordingSealed")).hasSize(1);
    }

    @Test
    void aFullDiskStopsTheRecordingForAsLongAsItIsFull() {
        var all = new RecordingUnderTest(database.fresh());
        all.begin();
        all.output("x".repeat(300_000));
        all.disk.failsBefore = _ -> true;
        for (var second = 0; second < 600; second++) {
            all.clock.forward(Duration.ofSeconds(1));
            all.recorder.look();
        }
        assertThat(all.segments.of(ID)).isEmpty();
        assertThat(all.recorder.failing()).isEqualTo(1);
        assertThat(all.registry
                        .get("postern.recording.failures")
                        .tag("step", "record")
                        .counter()
                        .count())
                .as("once a minute by then")
                .isBetween(10.0, 20.0);
        assertThat(all.registry.get("postern.recording.lag").timeGauge().value())
                .isGreaterThan(500);

        all.disk.failsBefore = _ -> false;
        all.finish();
        assertThat(all.recorder.failing()).isZero();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
    }

    @Test
    void whateverIsOnATapeIsInItsRecording() {
        for (var seed = 1; seed <= 12; seed++) {
            var all = new RecordingUnderTest(database.fresh());
            var random = new Random(seed);
            all.begin();
            for (var step = 0; step < 60; step++) {
                for (var i = random.nextInt(40); i > 0; i--) all.note(any(all, random));
                all.clock.forward(Duration.ofMillis(random.nextInt(20_000)));
                if (random.nextInt(5) == 0) all.restart();
                if (random.nextInt(4) == 0) all.disk.failsBefore = _ -> random.nextBoolean();
                all.recorder.look();
                all.disk.failsBefore = _ -> false;
            }
            all.finish();
            assertThat(all.recording().state()).as("seed " + seed).isEqualTo(RecordingState.COMPLETE);
            assertThat(all.bytes(Kind.OUTPUT)).as("seed " + seed).isEqualTo(all.onTape());
            assertThat(all.proven().outputBytes()).isEqualTo(all.onTape().length);
            var times = all.events().stream().map(event -> event.at()).toList();
            assertThat(times).as("seed " + seed).isSorted();
            assertThat(new TreeSet<>(all.disk.files.keySet()))
                    .as("no file without a row")
                    .hasSize(all.proven().segments().size() + 2);
        }
    }

    private static Happening any(RecordingUnderTest all, Random random) {
        // a clock that is set back now and then
        var at = all.clock.instant().plusMillis(random.nextInt(2000) - 1000);
        return switch (random.nextInt(12)) {
            case 0 -> new Happening.Resized(at, random.nextInt(-5, 1200), random.nextInt(-5, 1200));
            case 1 -> new Happening.Person(at, "arn:aws:iam::000000000000:user/\u0000\"é", Happening.Did.JOINED);
            case 2 -> new Happening.State(at, Happening.Is.PAUSED);
            case 3 -> new Happening.Input(at, ByteBuffer.wrap(bytes(random, 10)));
            default -> new Happening.Output(at, ByteBuffer.wrap(bytes(random, random.nextInt(5) == 0 ? 20_000 : 300)));
        };
    }

    private static byte[] bytes(Random random, int most) {
        var bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        // what moves a terminal about, and is cut off anywhere
        for (var i = 0; i < bytes.length - 2; i += 2 + random.nextInt(20)) {
            bytes[i] = '\033';
            bytes[i + 1] = '[';
        }
        return bytes;
    }

    private interface Disturbance {
        void after(int look);
    }

    /** The same session each time. */
    private static RecordingUnderTest record(RecordingUnderTest all, Disturbance disturbance) {
        all.begin();
        var random = new Random(7);
        for (var look = 0; look < 40; look++) {
            for (var i = 0; i < 15; i++) {
                all.output(ID, bytes(random, 5_000));
                if (i == 7) all.note(new Happening.Resized(all.clock.instant(), 80 + look, 24));
            }
            all.recorder.look();
            disturbance.after(look);
            // until the pause after a failure is over
            all.clock.forward(Duration.ofSeconds(3));
            all.recorder.look();
            disturbance.after(look);
        }
        all.end(ID, new EndCause.Exited(0));
        for (var look = 0; look < 10; look++) {
            all.clock.forward(Duration.ofSeconds(70));
            all.recorder.look();
            disturbance.after(look);
        }
        return all;
    }

    private static String manifest(RecordingUnderTest all) {
        return all.records.evidence(ID).orElseThrow().manifest();
    }
}
