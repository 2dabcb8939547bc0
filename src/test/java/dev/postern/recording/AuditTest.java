package dev.postern.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Outcome;
import dev.postern.evidence.Finding;
import dev.postern.evidence.Missing;
import dev.postern.evidence.Note;
import dev.postern.evidence.Verdict;
import dev.postern.evidence.Verification;
import dev.postern.keys.TestSigningKeys;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.TestTrail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this server hands over is what an auditor can prove, and what is taken out of it is named. */
@OnEveryDatabase
class AuditTest {
    private static final SessionId FIRST = new SessionId("alice-1");
    private static final SessionId ENCRYPTED = new SessionId("alice-2");
    private static final SessionId THIRD = new SessionId("alice-3");
    private static final SessionId LIVE = new SessionId("alice-4");

    private final Store store;
    private final RecordingUnderTest all;

    @TempDir
    private Path files;

    AuditTest(Database database) {
        store = database.fresh();
        all = new RecordingUnderTest(store);
    }

    @BeforeEach
    void handOver() throws IOException {
        record(FIRST);
        all.begin(ENCRYPTED, new Purpose.Shell(), Session.Client.COMMAND_LINE, "a-key");
        all.end(ENCRYPTED, new EndCause.Exited(0));
        record(THIRD);
        all.begin(LIVE);
        for (var look = 0; look < 20; look++) {
            all.clock.forward(Duration.ofSeconds(1));
            all.recorder.look();
        }
        for (var id : List.of(FIRST, THIRD))
            try (var file = Files.newOutputStream(files.resolve(id + ".zip"))) {
                ((Outcome.Done<SealedRecording>) all.recordings.export(all.admin, id))
                        .value()
                        .writeTo(file);
            }
        try (var file = Files.newOutputStream(files.resolve("trail.jsonl"))) {
            TestTrail.export(store, TestSigningKeys.in(store, all.clock), all.clock)
                    .write(1, Long.MAX_VALUE, file);
        }
    }

    private void record(SessionId id) {
        all.begin(id);
        all.output(id, ("hello from " + id + "\r\n").getBytes(StandardCharsets.UTF_8));
        all.clock.forward(Duration.ofSeconds(3));
        all.recorder.look();
        all.end(id, new EndCause.Exited(0));
    }

    @Test
    void allOfItIsProven() {
        var verdict = verify();
        assertThat(verdict.findings()).hasSize(3).noneMatch(Finding.Broken.class::isInstance);
        assertThat(verdict.missing()).isEmpty();
        assertThat(verdict.notes())
                .containsExactlyInAnyOrder(
                        new Note.Unrecorded(ENCRYPTED.value(), 2L, "encrypted"), new Note.Running(LIVE.value(), 4L));
    }

    @Test
    void aRecordingThatIsKeptBackIsNamed() throws IOException {
        Files.delete(files.resolve(THIRD + ".zip"));
        assertThat(verify().missing()).singleElement().isInstanceOfSatisfying(Missing.Recording.class, missing -> {
            assertThat(missing.session()).isEqualTo(THIRD.value());
            assertThat(missing.number()).isEqualTo(3);
        });
    }

    @Test
    void anEntryThatIsTakenOutIsNamed() throws IOException {
        var trail = files.resolve("trail.jsonl");
        var lines = Files.readAllLines(trail);
        lines.removeIf(line -> line.contains("RecordingStarted") && line.contains(THIRD.value()));
        Files.write(trail, lines);
        assertThat(verify().findings())
                .filteredOn(Finding.Broken.class::isInstance)
                .singleElement()
                .extracting(broken -> ((Finding.Broken) broken).what())
                .asString()
                .matches("entry \\d+ is missing: entry \\d+ stands in its place");
    }

    private Verdict verify() {
        return new Verification(Set.of()).of(List.of(files), false);
    }
}
