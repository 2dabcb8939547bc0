package dev.postern.recording;

import static dev.postern.recording.RecordingUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.evidence.Event.Kind;
import dev.postern.recording.storage.MemoryStore;
import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.session.SessionId;
import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of recordings once they are sealed: brought to their store, and deleted when their time is over. */
@OnEveryDatabase
class KeepingTest {
    private final Store store;

    KeepingTest(Database database) {
        store = database.fresh();
    }

    private static RecordingSettings keeping(Duration keep) {
        return new RecordingSettings(keep, Duration.ofSeconds(60));
    }

    @Test
    void whatIsOldIsDeletedAndItsNumberStays() {
        var all = new RecordingUnderTest(store, null, keeping(Duration.ofDays(30)));
        all.begin();
        all.output("secret");
        var recording = all.finish();
        all.retention.sweep();
        all.clock.forward(Duration.ofDays(30).minusMinutes(1));
        all.retention.sweep();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);

        all.clock.forward(Duration.ofMinutes(1));
        all.retention.sweep();
        assertThat(all.recording().state()).isEqualTo(RecordingState.EXPIRED);
        assertThat(all.recording().number()).isEqualTo(1);
        assertThat(all.recording().hash()).isEqualTo(recording.hash());
        assertThat(all.proven().outputBytes()).isEqualTo(6);
        assertThat(all.disk.files).isEmpty();
        assertThat(all.segments.of(ID)).isEmpty();
        assertThat(all.keys.find(ID)).isEmpty();
        assertThat(all.written("DeleteRecording"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().details())
                        .containsEntry("sessionNumber", "1")
                        .containsEntry("recordingHash", recording.hash())
                        .containsEntry("unrecorded", "expired"));
        assertThatThrownBy(() -> all.recordings.index(all.admin, ID)).hasMessageContaining("deleted");

        all.retention.sweep();
        assertThat(all.written("DeleteRecording")).hasSize(1);
    }

    @Test
    void withoutASettingNothingIsEverDeleted() {
        var all = new RecordingUnderTest(store, null, new RecordingSettings(null, Duration.ofSeconds(60)));
        all.begin();
        all.finish();
        all.clock.forward(Duration.ofDays(36_500));
        all.retention.sweep();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.recording().expiresAt()).isNull();
    }

    @Test
    void whatItsStoreDoesNotLetGoIsTriedAgain() {
        var all = new RecordingUnderTest(store, null, keeping(Duration.ofDays(1)));
        all.begin();
        all.finish();
        all.clock.forward(Duration.ofDays(2));
        all.disk.away = true;
        all.retention.sweep();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.keys.find(ID)).isPresent();
        all.disk.away = false;
        all.retention.sweep();
        assertThat(all.recording().state()).isEqualTo(RecordingState.EXPIRED);
    }

    @Test
    void whileASessionGoesOnItsSegmentsAreBroughtToTheStore() throws IOException {
        var far = new MemoryStore(Where.S3);
        var all = new RecordingUnderTest(store, far, keeping(Duration.ofDays(30)));
        all.begin();
        all.output("x".repeat(300_000));
        all.recorder.look();
        assertThat(all.disk.files).hasSize(1);
        assertThat(all.segments.countWaiting()).isEqualTo(1);
        all.uploads.look();
        assertThat(far.files.keySet()).containsExactly("2026/11/23/" + ID + "/000001.seg");
        assertThat(all.disk.files).isEmpty();
        assertThat(all.segments.countWaiting()).isZero();

        all.output("y");
        all.restart();
        all.finish();
        all.uploads.look();
        assertThat(far.list("2026/11/23/" + ID))
                .containsExactly("000001.seg", "000002.seg", "manifest.json", "manifest.seal.json");
        assertThat(all.disk.files).isEmpty();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
    }

    @Test
    void whatTheStoreDoesNotTakeWaitsOnDiskForAsLongAsThatLasts() {
        var far = new MemoryStore(Where.S3);
        var all = new RecordingUnderTest(store, far, keeping(Duration.ofDays(30)));
        far.away = true;
        all.begin();
        for (var minute = 0; minute < 20; minute++) {
            all.output("minute " + minute);
            for (var second = 0; second < 60; second++) {
                all.clock.forward(Duration.ofSeconds(1));
                all.recorder.look();
                all.uploads.look();
            }
        }
        all.finish();
        assertThat(all.recording().state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(all.uploads.fails()).isTrue();
        assertThat(all.registry
                        .get("postern.recording.failures")
                        .tag("step", "store")
                        .counter()
                        .count())
                .as("not oftener than once a minute by then")
                .isBetween(15.0, 30.0);
        assertThat(all.bytes(Kind.OUTPUT)).as("played from disk").isEqualTo(all.onTape());

        far.away = false;
        all.clock.forward(Duration.ofMinutes(1));
        all.uploads.look();
        assertThat(all.uploads.fails()).isFalse();
        assertThat(all.disk.files).isEmpty();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());
    }

    @Test
    void aServerThatIsKilledWhileItBringsThemLosesNone() {
        var far = new MemoryStore(Where.S3);
        var all = new RecordingUnderTest(store, far, keeping(Duration.ofDays(30)));
        all.begin();
        all.output("x".repeat(600_000));
        all.finish();
        Set<String> failed = new HashSet<>();
        far.failsBefore = failed::add;
        for (var i = 0; i < 20; i++) {
            all.clock.forward(Duration.ofMinutes(1));
            all.uploads.look();
        }
        assertThat(failed).contains("000001.seg", "manifest.json");
        assertThat(all.disk.files).isEmpty();
        assertThat(all.bytes(Kind.OUTPUT)).isEqualTo(all.onTape());

        // killed between the store and the row: the file is in both
        var again = new SessionId("alice-again");
        all.begin(again);
        all.output(again, new byte[300_000]);
        all.recorder.look();
        var name = all.disk.files.firstKey();
        far.files.put(name, all.disk.files.get(name));
        all.uploads.look();
        assertThat(all.disk.files).isEmpty();
        assertThat(all.segments.countWaiting()).isZero();
    }

    @Test
    void aDeletionReachesBothStores() {
        var far = new MemoryStore(Where.S3);
        var all = new RecordingUnderTest(store, far, keeping(Duration.ofDays(1)));
        all.begin();
        all.output("x".repeat(300_000));
        all.recorder.look();
        all.uploads.look();
        all.finish();
        assertThat(all.disk.files).isNotEmpty();
        assertThat(far.files).isNotEmpty();
        all.clock.forward(Duration.ofDays(2));
        all.retention.sweep();
        assertThat(all.disk.files).isEmpty();
        assertThat(far.files).isEmpty();
    }
}
