package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.evidence.Recordings;
import dev.postern.evidence.Trails;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
    private static final Recordings.Parts ALICE = Recordings.complete("alice-1", 1);
    private static final Recordings.Parts BOB = Recordings.truncated("bob-2", 2);
    private static final String FINGERPRINT = ALICE.seal().fingerprint();
    private static final String COMPARE =
            " Compare that with the fingerprint you were given by somebody you trust, or name"
                    + " it with --key: anybody can sign with a key of their own.";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path dir;

    @Test
    void saysWhatIsProvenAndByWhomItIsSigned() throws IOException {
        var alice = ALICE.in(dir.resolve("alice.zip"));
        var bob = BOB.in(dir.resolve("bob.zip"));
        var trail = new Trails().ended(ALICE).ended(BOB).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify(dir)).isZero();
        assertThat(said())
                .containsExactly(
                        alice + ": proven. Session alice-1, number 1, of 2026-11-28T09:00:00Z, complete"
                                + " (segments: 3, bytes of output: 57).",
                        bob + ": proven, and TRUNCATED at 00:00:02. Session bob-2, number 2, of 2026-11-28T09:00:00Z"
                                + " (segments: 2, bytes of output: 34); what came later is not known.",
                        trail + ": proven. Entries 1 to 4 of the trail, 2026-11-28T08:00:01Z to"
                                + " 2026-11-28T08:00:04.007Z (signed checkpoints: 1).",
                        "Signed by " + FINGERPRINT + "." + COMPARE,
                        "Files: 3. Proven: 3, of which truncated: 1. Not proven: 0. Missing: 0.");
    }

    @Test
    void whatIsDamagedOrMissingIsNamedAndFails() throws IOException {
        var bytes = ALICE.bundle();
        bytes[bytes.length - 1] ^= 1;
        var damaged = Files.write(dir.resolve("alice.zip"), bytes);
        BOB.in(dir.resolve("bob.zip"));
        Recordings.complete("carol-4", 4).in(dir.resolve("carol.zip"));
        assertThat(verify(dir)).isEqualTo(1);
        assertThat(said())
                .contains(
                        damaged
                                + ": NOT PROVEN: everything in it is as it was sealed, but the ZIP around it was changed at"
                                + " byte " + (bytes.length - 1) + ".",
                        "MISSING: the recording of session number 3, or the piece of the trail that says why there is none.",
                        "Files: 3. Proven: 2, of which truncated: 1. Not proven: 1. Missing: 1.");
        assertThat(verify(dir.resolve("bob.zip"), dir.resolve("carol.zip"))).isEqualTo(1);
        assertThat(verify(
                        "--selection",
                        dir.resolve("bob.zip").toString(),
                        dir.resolve("carol.zip").toString()))
                .isZero();
        assertThat(said()).contains("Note: whether recordings are missing was not looked for.");
    }

    @Test
    void whatIsUnreadableFails() {
        assertThat(verify(dir.resolve("none.zip"))).isEqualTo(1);
        assertThat(said())
                .containsExactly(
                        dir.resolve("none.zip") + ": NOT PROVEN: there is no such file.",
                        "Nothing here is signed.",
                        "Files: 1. Proven: 0, of which truncated: 0. Not proven: 1. Missing: 0.");
    }

    @Test
    void sessionsWithoutARecordingAreListed() throws IOException {
        var alice = ALICE.in(dir.resolve("alice.zip"));
        var trail = new Trails()
                .ended(ALICE)
                .with("SessionEnded", "carol-1002", Map.of("sessionNumber", "1002", "unrecorded", "port"))
                .with("SessionEnded", "dave\u202e-5", Map.of("unrecorded", "by leave of eve"))
                .with("RecordingStarted", "erin-6", Map.of("sessionNumber", "6"))
                .checkpoint()
                .in(dir.resolve("trail.jsonl"));
        assertThat(verify(alice, trail)).isEqualTo(1);
        assertThat(said())
                .contains(
                        "Note: session carol-1002, number 1002, has no recording: it forwarded a port.",
                        "Note: session dave?-5 has no recording: by leave of eve.",
                        "Note: the trail that is here does not say that session erin-6, number 6, ended.",
                        "MISSING: the recordings of session numbers 2 to 5, or the pieces of the trail that say why"
                                + " there are none.");
    }

    @Test
    void thePinnedKeyMustHaveSigned() throws IOException {
        var alice = ALICE.in(dir.resolve("alice.zip"));
        assertThat(verify("--key", FINGERPRINT, alice.toString())).isZero();
        assertThat(said()).contains("Everything that is proven is signed by the key that was named.");
        var pem = Files.writeString(
                dir.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + ALICE.seal().publicKey() + "\n-----END PUBLIC KEY-----\n");
        assertThat(verify("--key", pem.toString(), alice.toString())).isZero();
        assertThat(verify("--key", "SHA256:" + "0".repeat(64), alice.toString()))
                .isEqualTo(1);
        assertThat(said()).contains(alice + ": NOT PROVEN: it is signed by another key, " + FINGERPRINT + ".");
        assertThat(verify("--key", "SHA256:" + "0".repeat(64), "--key", FINGERPRINT, alice.toString()))
                .isZero();
    }

    @Test
    void twoSignersAreSaid() throws IOException {
        ALICE.in(dir.resolve("alice.zip"));
        new Trails().ended(ALICE).checkpoint(Recordings.ANOTHER_KEY).in(dir.resolve("trail.jsonl"));
        assertThat(verify(dir)).isZero();
        assertThat(said())
                .contains(
                        "Signed by 2 different keys:",
                        "  " + FINGERPRINT,
                        "  " + Recordings.ANOTHER_KEY.sign(new byte[0]).fingerprint());
    }

    @Test
    void wrongUsageIsSaid() throws IOException {
        assertThat(verify(new String[0])).isEqualTo(2);
        assertThat(err.toString()).contains("FILE");
        for (var key : List.of(
                "SHA256:abc",
                dir.resolve("none.pem").toString(),
                Files.writeString(dir.resolve("text.pem"), "hello!").toString(),
                Files.writeString(dir.resolve("other.pem"), "AAAA").toString())) {
            assertThat(verify("--key", key, "x.zip")).as(key).isEqualTo(2);
            assertThat(err.toString())
                    .contains("--key takes SHA256: and 64 hex digits, or a file with an Ed25519 public key in PEM, and"
                            + " not " + key);
        }
    }

    @Test
    void saysItInJsonForMachines() throws IOException {
        ALICE.in(dir.resolve("alice.zip"));
        var damaged = Files.writeString(dir.resolve("b.zip"), "PK");
        new Trails().ended(ALICE).ended(BOB).checkpoint().in(dir.resolve("trail.jsonl"));
        assertThat(verify("--json", dir.toString())).isEqualTo(1);
        var verdict = JsonMapper.shared().readTree(out.toString());
        assertThat(verdict.get("proven").booleanValue()).isFalse();
        assertThat(verdict.at("/files/0/session").stringValue()).isEqualTo("alice-1");
        assertThat(verdict.at("/files/0/state").stringValue()).isEqualTo("complete");
        assertThat(verdict.at("/files/0/startedAt").stringValue()).isEqualTo("2026-11-28T09:00:00Z");
        assertThat(verdict.at("/files/0/signer").stringValue()).isEqualTo(FINGERPRINT);
        assertThat(verdict.at("/files/1/file").stringValue()).isEqualTo(damaged.toString());
        assertThat(verdict.at("/files/1/what").stringValue()).isEqualTo("manifest.json is missing");
        assertThat(verdict.at("/files/2/last").intValue()).isEqualTo(4);
        assertThat(verdict.at("/missing/0/is").stringValue()).isEqualTo("recording");
        assertThat(verdict.at("/missing/0/session").stringValue()).isEqualTo("bob-2");
        assertThat(verdict.at("/signers/0").stringValue()).isEqualTo(FINGERPRINT);
    }

    @Test
    void timesAreWrittenAsOnAClock() {
        assertThat(VerdictText.clock(Duration.ofMillis(999))).isEqualTo("00:00:00");
        assertThat(VerdictText.clock(Duration.ofSeconds(100 * 3600 + 61))).isEqualTo("100:01:01");
    }

    private int verify(Path... files) {
        return verify(List.of(files).stream().map(Path::toString).toArray(String[]::new));
    }

    private int verify(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private List<String> said() {
        return out.toString().lines().toList();
    }
}
