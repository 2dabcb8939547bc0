package dev.postern.recording;

import static dev.postern.recording.RecordingUnderTest.ID;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.postern.access.Outcome;
import dev.postern.evidence.RecordingBundle;
import dev.postern.evidence.Segment;
import dev.postern.gateway.spi.Happening;
import dev.postern.recording.RecordingRefused.Code;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryDatabase
class RecordingsTest {
    private final RecordingUnderTest all;

    RecordingsTest(Database database) {
        all = new RecordingUnderTest(database.fresh());
    }

    private RecordingIndex index() {
        return done(all.recordings.index(all.admin, ID));
    }

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) outcome).value();
    }

    private void record() {
        all.begin();
        all.note(new Happening.Person(
                all.clock.instant(), "arn:aws:iam::000000000000:user/alice", Happening.Did.ATTACHED));
        for (var minute = 0; minute < 10; minute++) {
            all.output("x".repeat(1000 * minute));
            all.clock.forward(Duration.ofMinutes(1));
            all.recorder.look();
        }
        all.note(new Happening.Resized(all.clock.instant(), 120, 50));
        all.finish();
    }

    @Test
    void theIndexTellsWhereThingsAreAndHowItWent() {
        record();
        var index = index();
        assertThat(index.live()).isFalse();
        assertThat(index.durationMillis()).isEqualTo(600_000);
        assertThat(index.outputBytes()).isEqualTo(45_000);
        assertThat(index.segments()).hasSizeBetween(10, 11);
        assertThat(index.segments().getFirst().number()).isEqualTo(1);
        assertThat(index.segments().getLast().offset()
                        + index.segments().getLast().bytes())
                .isEqualTo(45_000);
        assertThat(Arrays.stream(index.activity().output()).sum()).isEqualTo(45_000);
        assertThat(index.activity().output()).hasSize(RecordingIndex.SLICES);
        // nine thousand bytes at minute nine of ten
        assertThat(index.activity().output()[180]).isEqualTo(9_000);
        assertThat(index.markers()).extracting(Marker::kind).containsExactly('w', 'r', 'x');
        assertThat(index.markers().getFirst().json()).contains("\"did\":\"attached\"");
        assertThat(index.markers().get(1).json()).isEqualTo("{\"columns\":120,\"rows\":50}");
        assertThat(index.markers().getLast().json()).contains("Ended by itself with status 0.");
    }

    @Test
    void segmentsComeAsTheyWereWritten() throws Exception {
        record();
        for (var place : index().segments()) {
            var segment = Segment.read(done(all.recordings.segment(all.admin, ID, place.number())));
            assertThat(segment.from()).isEqualTo(place.fromMillis());
            assertThat(segment.to()).isEqualTo(place.toMillis());
            assertThat(segment.offset()).isEqualTo(place.offset());
        }
        assertThatThrownBy(() -> all.recordings.segment(all.admin, ID, 99))
                .asInstanceOf(type(RecordingRefused.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
                    assertThat(refused).hasMessageContaining("no segment 99");
                });
    }

    @Test
    void theEndOfALiveSessionGrowsBeforeItIsSealed() throws Exception {
        all.begin();
        all.output("one");
        all.recorder.look();
        assertThat(index().live()).isTrue();
        assertThat(index().outputBytes()).isEqualTo(3);
        var before = done(all.recordings.segment(all.admin, ID, 1));

        all.clock.forward(Duration.ofSeconds(5));
        all.output("two");
        all.recorder.look();
        assertThat(index().outputBytes()).isEqualTo(6);
        assertThat(index().durationMillis()).isEqualTo(5000);
        var after = done(all.recordings.segment(all.admin, ID, 1));
        assertThat(after).startsWith(before);

        all.clock.forward(Duration.ofMinutes(1));
        all.recorder.look();
        assertThat(done(all.recordings.segment(all.admin, ID, 1))).isEqualTo(after);
        assertThat(Segment.read(after).events()).hasSize(3);
    }

    @Test
    void whoMayNotSeeItDoesNotAndThatIsWritten() {
        record();
        assertThat(all.recordings.index(all.alice, ID)).isInstanceOf(Outcome.Refused.class);
        assertThat(all.recordings.segment(all.alice, ID, 1)).isInstanceOf(Outcome.Refused.class);
        assertThat(all.recordings.export(all.alice, ID)).isInstanceOf(Outcome.Refused.class);
        assertThat(all.written("ViewRecording"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.event().outcome()).isEqualTo(dev.postern.trail.Outcome.DENIED));
    }

    @Test
    void toReadItPieceByPieceIsOneView() {
        record();
        index();
        for (var number = 1; number <= 10; number++) done(all.recordings.segment(all.admin, ID, number));
        all.clock.forward(Duration.ofMinutes(9));
        index();
        all.clock.forward(Duration.ofMinutes(9));
        index();
        assertThat(all.written("ViewRecording")).singleElement().satisfies(entry -> {
            assertThat(entry.event().actor().arn()).isEqualTo(all.admin.arn());
            assertThat(entry.event().session()).isEqualTo(ID.value());
            assertThat(entry.event().details()).containsEntry("sessionNumber", "1");
        });
        all.clock.forward(Duration.ofMinutes(10));
        index();
        assertThat(all.written("ViewRecording")).hasSize(2);
    }

    @Test
    void aSegmentCannotBeReadWithoutAnEvent() {
        record();
        done(all.recordings.segment(all.admin, ID, 3));
        assertThat(all.written("ViewRecording")).hasSize(1);
    }

    @Test
    void anExportIsTheBundleThatProvesIt(@TempDir Path folder) throws Exception {
        record();
        var bundle = folder.resolve("bundle.zip");
        try (var file = Files.newOutputStream(bundle)) {
            done(all.recordings.export(all.admin, ID)).writeTo(file);
        }
        var proven = RecordingBundle.prove(bundle);
        assertThat(proven.session()).isEqualTo(ID.value());
        assertThat(proven.hash()).isEqualTo(all.recording().hash());
        assertThat(all.written("ExportRecording")).hasSize(1);
    }

    @Test
    void aChangedFileIsFoundOut() {
        record();
        var name = all.disk.files.keySet().stream()
                .filter(key -> key.endsWith("000002.seg"))
                .findFirst()
                .orElseThrow();
        var bytes = requireNonNull(all.disk.files.get(name)).clone();
        bytes[bytes.length / 2] ^= 1;
        all.disk.files.put(name, bytes);
        assertRefused(2, Code.DAMAGED, "segment 2 is not what was stored");

        all.disk.files.remove(name);
        assertRefused(2, Code.DAMAGED, "segment 2 is missing");

        // another of the same recording in its place
        all.disk.files.put(name, all.disk.files.get(name.replace("000002", "000003")));
        assertRefused(2, Code.DAMAGED, "segment 2 is not what was stored");

        all.disk.away = true;
        assertRefused(3, Code.TRY_AGAIN, "its store does not answer");
        index();
    }

    private void assertRefused(int segment, Code code, String why) {
        assertThatThrownBy(() -> all.recordings.segment(all.admin, ID, segment))
                .asInstanceOf(type(RecordingRefused.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused).hasMessageContaining(why);
                });
    }

    @Test
    void whereThereIsNothingTheReasonIsSaid() {
        assertThatThrownBy(() -> index()).hasMessageContaining("no recording of a session");
        all.begin(ID, new Purpose.Shell(), Session.Client.COMMAND_LINE, "alias/sessions");
        assertThatThrownBy(() -> index()).hasMessageContaining("not recorded");
        var other = new SessionId("alice-missing");
        all.begin(other);
        all.tapes.lose(other);
        all.end(other, new EndCause.ClosedByUser());
        all.settle();
        assertThatThrownBy(() -> all.recordings.index(all.admin, other))
                .asInstanceOf(type(RecordingRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.NOTHING_KEPT));
    }

    @Test
    void whatGoesOnCannotBeExportedYet() {
        all.begin();
        all.output("live");
        all.recorder.look();
        assertThatThrownBy(() -> all.recordings.export(all.admin, ID))
                .asInstanceOf(type(RecordingRefused.class))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.NOT_FINISHED));
    }

    @Test
    void manyAreFoundAtOnce() {
        all.begin(new SessionId("a"));
        all.begin(new SessionId("b"));
        assertThat(all.recordings.find(List.of(new SessionId("a"), new SessionId("b"), new SessionId("c"))))
                .extracting(recording -> recording.session().value())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(all.recordings.find(List.of())).isEmpty();
    }
}
