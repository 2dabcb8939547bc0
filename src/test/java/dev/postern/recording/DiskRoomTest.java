package dev.postern.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.recording.storage.MemoryStore;
import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.recording.storage.Storage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    @TempDir
    Path folder;

    private DiskRoom room(Path directory, long leastFree) {
        return new DiskRoom(
                new Storage(directory, new MemoryStore(Where.LOCAL), null, leastFree), new SimpleMeterRegistry());
    }

    @Test
    void whileThereIsRoomSessionsStart() {
        assertThat(room(folder.resolve("new"), 1).refusal()).isEmpty();
    }

    @Test
    void aDiskThatIsFullIsSaidToBeWithTheRuleAndTheFix() {
        assertThat(room(folder, Long.MAX_VALUE).refusal().orElseThrow())
                .contains("the disk for recordings has")
                .contains("postern.recording.least-free wants")
                .contains("make room");
    }

    @Test
    void aDiskThatDoesNotAnswerIsNoRoom() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThat(room(file.resolve("below"), 0).refusal().orElseThrow()).contains("postern.recording.directory");
    }
}
