package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrailProofTest {
    /** Header, entries 1 to 3, checkpoint, entries 4 and 5, checkpoint. */
    private final byte[] bundle =
            new Trails().with(3).checkpoint().with(2).checkpoint().bundle();

    @Test
    void provesWhatWasWritten() throws Exception {
        var proven = prove(bundle);
        assertThat(proven.first()).isEqualTo(1);
        assertThat(proven.last()).isEqualTo(5);
        assertThat(proven.entries()).isEqualTo(5);
        assertThat(proven.checkpoints()).isEqualTo(2);
        assertThat(proven.from()).isEqualTo("2026-11-28T08:00:01Z");
        assertThat(proven.to()).isEqualTo("2026-11-28T08:00:05.007Z");
        assertThat(proven.signers())
                .containsExactly(Recordings.KEY.sign(new byte[0]).fingerprint());
    }

    @Test
    void givesTheEntriesAsTheyWere() throws Exception {
        var entries = new ArrayList<TrailEntry>();
        TrailProof.prove(new ByteArrayInputStream(bundle), entries::add, Map.of());
        assertThat(entries).extracting(TrailEntry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(entries.getFirst().details()).containsEntry("method", "password, näh = \\ \n 日本 🚪");
        assertThat(entries.get(1).follows()).isEqualTo(entries.get(0).id());
    }

    @Test
    void theFormIsPinned() {
        assertThat(Trails.lines(bundle).get(0))
                .isEqualTo("{\"format\":\"postern-trail 1\",\"first\":1,\"last\":5,\"before\":\"" + "0".repeat(64)
                        + "\"}");
        assertThat(Trails.lines(bundle).get(1))
                .isEqualTo(
                        "{\"sequence\":1,\"id\":\"00000000-0000-0007-0000-000000000001\",\"at\":\"2026-11-28T08:00:01Z\","
                                + "\"action\":\"ConsoleLogin\",\"outcome\":\"NOTED\",\"actor\":{\"arn\":\"arn:aws:iam::000000000000:user/alice\","
                                + "\"name\":\"alice\",\"address\":\"192.0.2.7\"},\"resource\":\"arn:of:what\",\"details\":{\"method\":"
                                + "\"password, näh = \\\\ \\n 日本 🚪\"},\"hash\":\"" + hash(1) + "\"}");
        assertThat(Trails.lines(bundle).get(4))
                .startsWith(
                        "{\"checkpoint\":{\"sequence\":3,\"hash\":\"" + hash(3)
                                + "\",\"at\":\"2026-11-28T08:00:03.007Z\",\"seal\":{\"algorithm\":\"Ed25519\",\"publicKey\":\"");
    }

    @Test
    void aPieceFromTheMiddleIsProvenToo() throws Exception {
        var piece = new Trails().with(3).checkpoint().with(2).checkpoint().bundle(2, 3);
        assertThat(prove(piece).first()).isEqualTo(2);
        var otherPast = Trails.lines(piece);
        otherPast.set(0, otherPast.getFirst().replaceAll("\"before\":\"[^\"]*", "\"before\":\"" + "1".repeat(64)));
        assertThatThrownBy(() -> prove(Trails.of(otherPast)))
                .hasMessage("entry 2 is not what was written: its hash does not come out");
        var otherBeginning = Trails.lines(bundle);
        otherBeginning.set(
                0, otherBeginning.getFirst().replaceAll("\"before\":\"[^\"]*", "\"before\":\"" + "1".repeat(64)));
        assertThatThrownBy(() -> prove(Trails.of(otherBeginning)))
                .hasMessage("before entry 1 it names another, and there is none");
    }

    @Test
    void aByteFlippedAnywhereIsFound() {
        for (var place = 0; place < bundle.length; place++)
            for (var bit :
                    new int[] {0, 5, place % 8}) { // with 5 a letter becomes the small one, or the other way round
                var changed = bundle.clone();
                changed[place] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> prove(changed))
                        .as("bit %d of byte %d", bit, place)
                        .isInstanceOf(Damaged.class);
            }
    }

    @Test
    void whatIsCutOffAnywhereIsFound() {
        for (var length = 0; length < bundle.length; length++) {
            var cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> prove(cut)).as("%d bytes", length).isInstanceOf(Damaged.class);
        }
    }

    @Test
    void namesTheEntryThatIsMissingChangedOrOutOfOrder() {
        refused(lines -> lines.remove(2), "entry 2 is missing: entry 3 stands in its place");
        refused(lines -> Collections.swap(lines, 2, 3), "entry 2 is missing: entry 3 stands in its place");
        refused(lines -> lines.add(4, lines.get(2)), "entry 2 is out of order: entry 4 should stand there");
        refused(
                lines -> lines.set(2, lines.get(2).replace("\"bob\"", "\"rob\"")),
                "entry 2 is not what was written: its hash does not come out");
        refused(lines -> lines.subList(5, 8).clear(), "entry 4 is missing: the file ends before it");
        refused(lines -> lines.removeLast(), "no signed checkpoint covers entries 4 to 5");
        refused(lines -> lines.set(2, "{}"), "line 3 is not as a line of a trail is written");
        refused(lines -> lines.set(2, lines.get(2) + " "), "line 3 is not as a line of a trail is written");
        refused(lines -> lines.set(2, "[1]"), "line 3 is not as a line of a trail is written");
        refused(lines -> lines.set(0, "{\"format\":\"postern-trail 2\"}"), "its first line is no header of a trail");
        refused(
                lines -> lines.set(0, lines.getFirst().replace("\"last\":5", "\"last\":4")),
                "entry 5 does not belong: the last should be 4");
        refused(lines -> lines.set(4, lines.get(7)), "the checkpoint of entry 5 does not stand behind it");
    }

    @Test
    void whatWasChangedAndHashedAnewDoesNotAgreeWithWhatWasSigned() {
        var changed = Trails.lines(new Trails()
                .with(1)
                .with("Innocent", null, Map.of())
                .with(1)
                .with(2)
                .bundle());
        changed.add(4, Trails.lines(bundle).get(4));
        changed.add(Trails.lines(bundle).get(7));
        assertThatThrownBy(() -> prove(Trails.of(changed)))
                .hasMessage(
                        "the checkpoint of entry 3 was signed for another one: of entries 1 to 3 something was changed, and hashed anew");
    }

    @Test
    void aCheckpointIsWhatWasSigned() {
        refused(
                lines -> lines.set(4, lines.get(4).replace("08:00:03.007Z", "08:00:04.007Z")),
                "the checkpoint of entry 3: its signature is not of these bytes");
        refused(
                lines -> lines.set(4, lines.get(4).replaceAll("\"signature\":\"[^\"]*", "\"signature\":\"AAAA")),
                "the checkpoint of entry 3: its signature is none");
    }

    @Test
    void theSignatureOfAManifestIsNoCheckpoint() {
        var manifest = Recordings.complete("alice-1", 1);
        var checkpoint = new Checkpoint(3, hash(3), Recordings.START, manifest.seal());
        assertThatThrownBy(checkpoint::prove).hasMessage("its signature is not of these bytes");
    }

    @Test
    void keysThatFollowEachOtherAreBothNamed() throws Exception {
        var both = new Trails()
                .with(1)
                .checkpoint()
                .with(1)
                .checkpoint(Recordings.ANOTHER_KEY)
                .bundle();
        assertThat(prove(both).signers()).hasSize(2);
    }

    @Test
    void aLineWithoutEndIsNotRead() {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return '{';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                read += length;
                Arrays.fill(into, from, from + length, (byte) '{');
                return length;
            }
        };
        assertThatThrownBy(() -> TrailProof.prove(endless, _ -> {}, Map.of()))
                .hasMessage("line 1 is longer than one can be");
        assertThat(endless.read).isLessThan(2L * TrailLines.LONGEST);
    }

    private interface Change {
        void on(List<String> lines);
    }

    private void refused(Change change, String message) {
        var lines = Trails.lines(bundle);
        change.on(lines);
        assertThatThrownBy(() -> prove(Trails.of(lines)))
                .isInstanceOf(Damaged.class)
                .hasMessage(message);
    }

    private static String hash(int sequence) {
        return new Trails().with(5).before(sequence + 1L);
    }

    private static ProvenTrail prove(byte[] bundle) throws IOException, Damaged {
        return TrailProof.prove(new ByteArrayInputStream(bundle), _ -> {}, Map.of());
    }
}
