package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    private static final Recordings.Parts ONE = Recordings.complete("alice-1", 1);
    private static final Recordings.Parts TWO = Recordings.truncated("bob-2", 2);
    private static final Recordings.Parts FOUR = Recordings.complete("carol-4", 4);

    @TempDir
    private Path dir;

    @Test
    void filesThatAreAllThereAreProven() throws IOException {
        recordings(ONE, TWO);
        new Trails().with(2).ended(ONE).ended(TWO).checkpoint().in(dir.resolve("trail.jsonl"));
        var verdict = verify();
        assertThat(verdict.proven()).isTrue();
        assertThat(verdict.findings()).hasSize(3).noneMatch(Finding.Broken.class::isInstance);
        assertThat(verdict.notes()).isEmpty();
        assertThat(verdict.signers()).containsExactly(ONE.seal().fingerprint());
    }

    @Test
    void aGapInTheNumbersIsMissing() throws IOException {
        recordings(ONE, FOUR);
        assertThat(verify().missing()).containsExactly(new Missing.Numbers(2, 3));
        assertThat(verify().proven()).isFalse();
    }

    @Test
    void theTrailKnowsOfRecordingsThatAreNotThere() throws IOException {
        recordings(ONE);
        new Trails().with(1).ended(ONE).ended(TWO).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify().missing()).containsExactly(new Missing.Recording("bob-2", 2L, 5));
    }

    @Test
    void aNumberThatNobodySpeaksOfIsMissingThoughTheTrailIsHere() throws IOException {
        recordings(ONE, FOUR);
        new Trails().ended(ONE).ended(FOUR).ended(TWO).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify().missing())
                .containsExactly(new Missing.Recording("bob-2", 2L, 6), new Missing.Numbers(3, 3));
    }

    @Test
    void sessionsWithoutARecordingAreExcusedByTheTrailAlone() throws IOException {
        recordings(ONE, FOUR);
        new Trails()
                .with("SessionEnded", "old-0", Map.of())
                .ended(ONE)
                .with("SessionUnrecorded", "port-2", Map.of("sessionNumber", "2", "unrecorded", "port"))
                .with("SessionEnded", "port-2", Map.of())
                .with("RecordingStarted", "still-3", Map.of("sessionNumber", "3"))
                .ended(FOUR)
                .checkpoint()
                .in(dir.resolve("trail.jsonl"));
        var verdict = verify();
        assertThat(verdict.missing()).isEmpty();
        assertThat(verdict.notes())
                .containsExactlyInAnyOrder(
                        new Note.Unrecorded("port-2", 2L, "port"),
                        new Note.Running("still-3", 3L),
                        new Note.Unnumbered(1));
    }

    @Test
    void sinceSessionsHaveNumbersNoneIsWithout() throws IOException {
        recordings(ONE);
        new Trails()
                .with("RecordingStarted", "alice-1", Map.of("sessionNumber", "1"))
                .with("SessionEnded", "eve-2", Map.of())
                .ended(ONE)
                .checkpoint()
                .in(dir.resolve("trail.jsonl"));
        assertThat(verify().missing()).containsExactly(new Missing.Recording("eve-2", null, 2));
    }

    @Test
    void whatPeopleAskForExcusesNothing() throws IOException {
        recordings(ONE);
        new Trails()
                .ended(ONE)
                .with("RecordingStarted", "mallory-2", Map.of("sessionNumber", "2"))
                .with("SessionEnded", "mallory-2", Map.of())
                .with("StartSession", Trails.ALICE, "mallory-2", Map.of("unrecorded", "port", "recordingHash", "x"))
                .checkpoint()
                .in(dir.resolve("trail.jsonl"));
        assertThat(verify().missing()).containsExactly(new Missing.Recording("mallory-2", 2L, 4));
        assertThat(verify().notes()).isEmpty();
    }

    @Test
    void whatWasSealedIsOverThoughItsEndIsInAnotherPiece() throws IOException {
        recordings(ONE);
        var trail = new Trails().with(1).ended(ONE).ended(TWO).checkpoint();
        Files.write(dir.resolve("trail.jsonl"), trail.bundle(5, 5));
        assertThat(verify().missing()).containsExactly(new Missing.Recording("bob-2", 2L, 5));
    }

    @Test
    void anotherRecordingThanTheTrailNamesIsNoneOfIt() throws IOException {
        recordings(Recordings.of("alice-1", 1, 2, true));
        new Trails().ended(ONE).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify().missing()).containsExactly(new Missing.Another("alice-1", 2, dir.resolve("alice-1.zip")));
    }

    @Test
    void twoThatShouldBeOneAreNamed() throws IOException {
        recordings(ONE, Recordings.complete("mallory-1", 1));
        ONE.in(dir.resolve("copy.zip"));
        Recordings.of("alice-1", 1, 2, true).in(dir.resolve("later.zip"));
        assertThat(verify().missing())
                .containsExactlyInAnyOrder(
                        new Missing.Twice(dir.resolve("alice-1.zip"), dir.resolve("later.zip"), 1),
                        new Missing.Twice(dir.resolve("alice-1.zip"), dir.resolve("mallory-1.zip"), 1));
    }

    @Test
    void aSelectionMissesNothingButContradictsNeither() throws IOException {
        recordings(ONE, FOUR);
        new Trails().ended(ONE).ended(TWO).ended(FOUR).checkpoint().in(dir.resolve("trail.jsonl"));
        var verdict = new Verification(Set.of()).of(List.of(dir), true);
        assertThat(verdict.proven()).isTrue();
        assertThat(verdict.notes()).containsExactly(new Note.NotLookedFor());
    }

    @Test
    void aTrailAloneMissesNoRecordings() throws IOException {
        new Trails().ended(ONE).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify().proven()).isTrue();
        assertThat(verify().notes()).containsExactly(new Note.NotLookedFor());
    }

    @Test
    void aSessionTheTrailDoesNotKnowIsNoted() throws IOException {
        recordings(ONE);
        new Trails().with(2).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify().notes()).containsExactly(new Note.Untold("alice-1"));
    }

    @Test
    void piecesOfTheTrailAreJoined() throws IOException {
        var whole =
                new Trails().with(2).checkpoint().with(2).checkpoint().with(2).checkpoint();
        var other = new Trails()
                .with(1)
                .with("Other", null, Map.of())
                .checkpoint()
                .with(2)
                .checkpoint();
        Files.write(dir.resolve("b.jsonl"), whole.bundle(1, 2));
        Files.write(dir.resolve("a.jsonl"), whole.bundle(3, 4));
        assertThat(verify().proven()).isTrue();
        Files.write(dir.resolve("c.jsonl"), whole.bundle(5, 6));
        assertThat(verify().proven()).isTrue();
        Files.delete(dir.resolve("a.jsonl"));
        assertThat(verify().missing()).containsExactly(new Missing.Entries(3, 4));
        Files.write(dir.resolve("a.jsonl"), other.bundle(3, 4));
        assertThat(verify().missing())
                .containsExactly(
                        new Missing.Continuation(dir.resolve("a.jsonl"), 3),
                        new Missing.Continuation(dir.resolve("c.jsonl"), 5));
        Files.delete(dir.resolve("b.jsonl"));
        assertThat(verify().notes()).containsExactly(new Note.BeginsAt(3));
    }

    @Test
    void aPastThatWasMadeAnewDoesNotAgreeWithAPieceThatSomebodyKept() throws IOException {
        var kept = new Trails().with(3).checkpoint();
        Files.write(dir.resolve("kept.jsonl"), kept.bundle());
        Files.write(dir.resolve("all.jsonl"), kept.with(4).checkpoint().bundle());
        assertThat(verify().proven()).isTrue();
        var anew = new Trails().with(1).with("Innocent", null, Map.of()).with(5).checkpoint();
        Files.write(dir.resolve("all.jsonl"), anew.bundle());
        assertThat(verify().findings().getFirst())
                .isEqualTo(new Finding.Broken(
                        dir.resolve("all.jsonl"),
                        "entry 3 is another one than in a piece that ends with it: one of the two was made anew"));
    }

    @Test
    void aDamagedTrailExcusesNothing() throws IOException {
        recordings(ONE, Recordings.complete("carol-3", 3));
        var excuse = new Trails()
                .with("SessionEnded", "port-2", Map.of("sessionNumber", "2", "unrecorded", "port"))
                .bundle();
        Files.write(dir.resolve("trail.jsonl"), excuse);
        var verdict = verify();
        assertThat(verdict.findings())
                .contains(new Finding.Broken(dir.resolve("trail.jsonl"), "no signed checkpoint covers entry 1"));
        assertThat(verdict.missing()).containsExactly(new Missing.Numbers(2, 2));
    }

    @Test
    void onlyTheNamedKeysMaySign() throws IOException {
        recordings(ONE);
        TWO.sealed(Recordings.ANOTHER_KEY).in(dir.resolve("bob-2.zip"));
        new Trails().with(1).checkpoint(Recordings.ANOTHER_KEY).in(dir.resolve("trail.jsonl"));
        assertThat(verify().signers()).hasSize(2);
        var another = "it is signed by another key, "
                + Recordings.ANOTHER_KEY.sign(new byte[0]).fingerprint();
        assertThat(new Verification(Set.of(ONE.seal().fingerprint()))
                        .of(List.of(dir), false)
                        .findings())
                .contains(
                        new Finding.Broken(dir.resolve("bob-2.zip"), another),
                        new Finding.Broken(dir.resolve("trail.jsonl"), another));
    }

    @Test
    void whatIsNoBundleIsSaid() throws IOException {
        var text = Files.writeString(dir.resolve("note.txt"), "hello");
        var empty = Files.createFile(dir.resolve("empty.zip"));
        var nothing = Files.createDirectory(dir.resolve("nothing"));
        var none = dir.resolve("none.zip");
        assertThat(new Verification(Set.of())
                        .of(List.of(text, empty, nothing, none), false)
                        .findings())
                .containsExactly(
                        new Finding.Broken(text, "it is neither a recording nor a piece of the trail"),
                        new Finding.Broken(empty, "it is neither a recording nor a piece of the trail"),
                        new Finding.Broken(
                                nothing, "neither a recording (.zip) nor a piece of the trail (.jsonl) is in it"),
                        new Finding.Broken(none, "there is no such file"));
    }

    private Verdict verify() {
        return new Verification(Set.of()).of(List.of(dir), false);
    }

    private void recordings(Recordings.Parts... parts) throws IOException {
        for (var each : parts) {
            try {
                each.in(dir.resolve(Manifest.read(each.manifest()).session() + ".zip"));
            } catch (Damaged e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
