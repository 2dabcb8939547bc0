package dev.postern.recording;

import static dev.postern.recording.RecordingUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.evidence.Event.Kind;
import dev.postern.evidence.SegmentWriter;
import dev.postern.gateway.spi.Happening;
import dev.postern.screen.Screen;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class RecorderTest {
    private final RecordingUnderTest all;

    RecorderTest(Database database) {
        all = new RecordingUnderTest(database.fresh());
    }

    @Test
    void aSessionIsRecordedFromItsFirstByteToItsEnd() {
        all.begin();
        all.note(new Happening.Resized(all.clock.instant(), 100, 30));
        all.clock.forward(Duration.ofMillis(1500));
        all.output("$ ");
        all.note(new Happening.Input(
                all.clock.instant(),
                java.nio.ByteBuffer.wrap("ls\r".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        all.output("ls\r\nnotes\r\n$ ");
        all.recorder.look();
        assertThat(all.recording().state()).isEqualTo(RecordingState.LIVE);

        all.clock.forward(Duration.ofSeconds(2));
        var recording = all.finish();

        assertThat(recording.state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(recording.durationMillis()).isEqualTo(3500);
        assertThat(recording.outputBytes()).isEqualTo(15);
        assertThat(recording.inputBytes()).isEqualTo(3);
        assertThat(recording.columns()).isEqualTo(100);
        assertThat(recording.rows()).isEqualTo(30);
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
        assertThat(all.texts(Kind.END))
                .containsExactly("{\"cause\":\"EXITED\",\"words\":\"Ended by itself with status 0.\"}");
        assertThat(all.events().getLast().at()).isEqualTo(3500);
        assertThat(all.tapes.released).containsExactly(ID);
        assertThat(all.tapes.open).isZero();

        var manifest = all.proven();
        assertThat(manifest.number()).isEqualTo(1);
        assertThat(manifest.facts())
                .containsEntry("ownerName", "alice")
                .containsEntry("nodeName", "builder")
                .containsEntry("reason", "looking after it")
                .containsEntry("cause", "EXITED");
        assertThat(all.written("RecordingSealed")).singleElement().satisfies(entry -> {
            assertThat(entry.event().actor().arn()).isEqualTo("postern:system");
            assertThat(entry.event().details())
                    .containsEntry("sessionNumber", "1")
                    .containsEntry("recordingHash", recording.hash())
                    .containsEntry("bytes", "15");
        });
    }

    @Test
    void whatFilledASegmentIsSealedAtOnce() {
        all.begin();
        for (var i = 0; i < 700; i++) all.output("x".repeat(1000));
        all.recorder.look();

        assertThat(all.segments.of(ID)).hasSize(2);
        assertThat(all.segments.of(ID))
                .allSatisfy(row -> assertThat(row.sealed().outputBytes())
                        .isBetween(SegmentWriter.FULL - 8_000L, (long) SegmentWriter.FULL));
        all.finish();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
        assertThat(all.proven().segments()).hasSize(3);
    }

    @Test
    void aLittleIsSealedAfterAMinute() {
        all.begin();
        all.output("one");
        all.recorder.look();
        all.clock.forward(Duration.ofSeconds(59));
        all.recorder.look();
        assertThat(all.segments.of(ID)).isEmpty();
        assertThat(all.registry.get("postern.recording.lag").timeGauge().value())
                .isEqualTo(59);

        all.clock.forward(Duration.ofSeconds(1));
        all.recorder.look();
        all.recorder.look();
        assertThat(all.segments.of(ID)).hasSize(1);
        assertThat(all.registry.get("postern.recording.lag").timeGauge().value())
                .isZero();
        assertThat(all.registry.get("postern.recording.segments").counter().count())
                .isEqualTo(1);

        all.clock.forward(Duration.ofHours(1));
        all.recorder.look();
        assertThat(all.segments.of(ID)).as("nothing happened since").hasSize(1);
        all.output("two");
        all.recorder.look();
        all.finish();
        assertThat(all.played()).hasSize(2);
        assertThat(all.played().getLast().from()).isEqualTo(3_660_000);
    }

    @Test
    void eachSegmentBeginsWithTheScreenAsItWas() {
        all.begin();
        for (var i = 0; i < 600; i++) {
            all.output("\033[3" + i % 8 + "mline " + i + "\r\n" + "~".repeat(990) + "\r");
            if (i == 300) all.note(new Happening.Resized(all.clock.instant(), 120, 40));
        }
        all.finish();

        var screen = new Screen(Keyframes.COLUMNS, Keyframes.ROWS);
        assertThat(all.played()).hasSizeGreaterThan(2);
        for (var segment : all.played()) {
            var first = segment.keyframe();
            var drawn = new Screen(first.columns(), first.rows());
            drawn.write(first.redraw());
            assertThat(drawn.text()).isEqualTo(screen.text());
            assertThat(drawn.cursorRow()).isEqualTo(screen.cursorRow());
            for (var event : segment.events()) {
                if (event.kind() == Kind.OUTPUT) screen.write(event.payload());
                if (event.kind() == Kind.RESIZE) screen.resize(event.columns(), event.rows());
            }
        }
        assertThat(screen.columns()).isEqualTo(120);
    }

    @Test
    void numbersHaveNoGapsAndBelongToSessionsForEver() {
        var ids = new ArrayList<SessionId>();
        for (var i = 0; i < 5; i++) {
            ids.add(new SessionId("alice-" + i));
            all.begin(ids.getLast());
        }
        all.end(ids.getFirst(), new EndCause.ClosedByUser());
        assertThat(all.records.find(ids))
                .extracting(kept -> kept.recording().number())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aSessionThatLeftNoTapeIsMissingAndThatIsTold() {
        all.begin();
        all.tapes.lose(ID);
        var recording = all.finish();
        assertThat(recording.state()).isEqualTo(RecordingState.MISSING);
        assertThat(recording.endedAt()).isEqualTo(HandClock.START);
        assertThat(all.written("RecordingMissing"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().details()).containsEntry("sessionNumber", "1"));
        assertThat(all.records.evidence(ID)).isEmpty();
    }

    @Test
    void aTapeThatBreaksOffIsSavedUpToThere() {
        all.begin();
        for (var i = 0; i < 20; i++) {
            all.clock.forward(Duration.ofSeconds(1));
            all.output("line " + i + "\r\n");
        }
        all.tapes.torn.put(ID, 12);
        all.recorder.look();
        all.end(ID, new EndCause.NodeLost());
        all.clock.forward(Duration.ofSeconds(30));
        all.recorder.look();
        assertThat(all.recording().state()).as("it may pass").isEqualTo(RecordingState.LIVE);
        assertThat(all.recorder.failing()).isEqualTo(1);

        var recording = all.settle();
        assertThat(recording.state()).isEqualTo(RecordingState.TRUNCATED);
        assertThat(new String(all.bytes(Kind.OUTPUT), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("line 0\r\n")
                .endsWith("line 11\r\n");
        assertThat(all.texts(Kind.END)).isEmpty();
        assertThat(all.proven().truncatedAt()).isEqualTo(12_000);
        assertThat(all.proven().endedAt()).isEqualTo(HandClock.START.plusSeconds(20));
        assertThat(all.recorder.failing()).isZero();
    }

    @Test
    void aTapeThatCanBeReadAgainLosesNothing() {
        all.begin();
        all.output("one");
        all.output("two");
        all.tapes.torn.put(ID, 1);
        all.recorder.look();
        all.recorder.look();
        all.tapes.torn.clear();
        all.finish();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
    }

    @Test
    void aTapeThatIsLostHalfWayLeavesWhatWasSealed() {
        all.begin();
        all.output("sealed");
        all.recorder.look();
        all.clock.forward(Duration.ofMinutes(1));
        all.recorder.look();
        all.tapes.lose(ID);
        all.restart();
        assertThat(all.finish().state()).isEqualTo(RecordingState.TRUNCATED);
        assertThat(all.proven().outputBytes()).isEqualTo(6);
    }

    @Test
    void whatOnlyNodeAndClientCanReadIsUnrecorded() {
        all.begin(ID, new Purpose.Shell(), Session.Client.COMMAND_LINE, "alias/sessions");
        all.tapes.tape(ID);
        all.output("cipher text");
        all.recorder.look();
        assertThat(all.recording().state()).isEqualTo(RecordingState.UNRECORDED);
        assertThat(all.recording().endedAt()).isNull();
        var recording = all.finish();
        assertThat(recording.state()).isEqualTo(RecordingState.UNRECORDED);
        assertThat(recording.endedAt()).isEqualTo(HandClock.START);
        assertThat(all.segments.of(ID)).isEmpty();
        assertThat(all.disk.files).isEmpty();
        assertThat(all.tapes.released).containsExactly(ID);
        assertThat(all.written("SessionUnrecorded"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().details())
                        .containsEntry("sessionNumber", "1")
                        .containsEntry("unrecorded", "encrypted"));
    }

    @Test
    void ofAPortItIsKnownWhoWasThereAndHowMuchMoved() {
        all.begin(ID, new Purpose.Port("db.internal", "5432"), Session.Client.COMMAND_LINE, "");
        all.note(new Happening.Person(
                all.clock.instant(), "arn:aws:iam::000000000000:user/alice", Happening.Did.ATTACHED));
        all.note(new Happening.Traffic(all.clock.instant(), 100, 2_000));
        all.clock.forward(Duration.ofSeconds(5));
        all.note(new Happening.State(all.clock.instant(), Happening.Is.NODE_AWAY));
        all.note(new Happening.Traffic(all.clock.instant(), 300, 9_000));
        var recording = all.finish();
        assertThat(recording.state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(recording.toNode()).isEqualTo(300);
        assertThat(recording.fromNode()).isEqualTo(9_000);
        assertThat(recording.columns()).isZero();
        assertThat(all.texts(Kind.TRAFFIC))
                .containsExactly("{\"fromNode\":2000,\"toNode\":100}", "{\"fromNode\":9000,\"toNode\":300}");
        assertThat(all.texts(Kind.PEOPLE))
                .containsExactly("{\"did\":\"attached\",\"who\":\"arn:aws:iam::000000000000:user/alice\"}");
        assertThat(all.texts(Kind.STATE)).containsExactly("{\"is\":\"node-away\"}");
        assertThat(all.proven().facts()).containsEntry("host", "db.internal").containsEntry("port", "5432");
    }

    @Test
    void aSessionInWhichNothingHappenedIsItsEnd() {
        all.begin();
        assertThat(all.finish().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.events()).extracting(event -> event.kind()).containsExactly(Kind.KEYFRAME, Kind.END);
    }

    @Test
    void whatComesWhileTheEndsAreClosedBelongsToIt() {
        all.begin();
        all.output("working");
        all.tapes.growing.add(ID);
        all.end(ID, new EndCause.Terminated("arn:aws:iam::000000000000:user/admin"));
        all.clock.forward(Duration.ofSeconds(1));
        all.recorder.look();
        all.output(" … cut");
        assertThat(all.recording().state()).isEqualTo(RecordingState.LIVE);
        all.tapes.growing.clear();
        all.settle();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
        assertThat(all.events().getLast().kind()).isEqualTo(Kind.END);
    }

    @Test
    void ofWhatWasTypedUnseenItsLengthIsKept() {
        all.begin();
        all.output("Password: ");
        all.note(new Happening.HiddenInput(all.clock.instant(), 12));
        all.finish();
        assertThat(all.texts(Kind.HIDDEN)).containsExactly("{\"bytes\":12}");
        assertThat(all.recording().inputBytes()).isZero();
    }

    @Test
    void noSizeOnATapeIsBelieved() {
        all.begin();
        all.note(new Happening.Resized(all.clock.instant(), 0, 100_000));
        for (var i = 0; i < 50_000; i++) all.note(new Happening.Resized(all.clock.instant(), i, -i));
        all.output("a");
        for (var i = 0; i < 300_000; i++) all.output(ID, new byte[] {(byte) i});
        all.output("b".repeat(200_000));
        assertThat(all.finish().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
        assertThat(all.events())
                .filteredOn(event -> event.kind() == Kind.RESIZE || event.kind() == Kind.KEYFRAME)
                .allSatisfy(event -> {
                    assertThat(event.columns()).isBetween(1, Screen.LARGEST);
                    assertThat(event.rows()).isBetween(1, Screen.LARGEST);
                });
        all.proven();
    }

    @Test
    void aPieceThatNoGatewayWritesBreaksTheRecordingOffAndNothingElse() {
        all.begin();
        all.output("fine");
        all.output(ID, new byte[UnderWay.LARGEST_READ + 1]);
        assertThat(all.finish().state()).isEqualTo(RecordingState.TRUNCATED);
        assertThat(all.bytes(Kind.OUTPUT)).hasSize(4);
        all.proven();
    }

    @Test
    void aThousandSessionsAtRestHoldNoSegmentAndNoScreen() {
        for (var i = 0; i < 1000; i++) {
            var id = new SessionId("alice-" + i);
            all.begin(id);
            all.output(id, new byte[] {'$'});
        }
        all.recorder.look();
        all.clock.forward(Duration.ofMinutes(1));
        all.recorder.look();
        assertThat(all.registry.get("postern.recording.segments").counter().count())
                .isEqualTo(1000);
        assertThat(all.recorder.tail(new SessionId("alice-7"))).isEmpty();
    }
}
