package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingBundleTest {
    private static final Recordings.Parts ALICE = Recordings.complete("alice-1", 7);
    private static final Recordings.Parts BOB = Recordings.complete("bob-1", 8);

    @TempDir
    private Path dir;

    @Test
    void provesWhatWasSealed() throws Exception {
        var proven = prove(ALICE.bundle());
        assertThat(proven.session()).isEqualTo("alice-1");
        assertThat(proven.number()).isEqualTo(7);
        assertThat(proven.segments()).isEqualTo(3);
        assertThat(proven.truncatedAt()).isNull();
        assertThat(proven.outputBytes()).isEqualTo(3L * "line 1 of alice-1\r\n".length());
        assertThat(proven.hash()).isEqualTo(ALICE.hash());
        assertThat(proven.signer()).isEqualTo(ALICE.seal().fingerprint());
    }

    @Test
    void aTruncatedRecordingIsProvenAsOne() throws Exception {
        assertThat(prove(Recordings.truncated("alice-2", 9).bundle()).truncatedAt())
                .isEqualTo(2_040);
        var nothing = Recordings.sealed(Recordings.manifest("alice-3", 10, List.of(), 0L), List.of());
        assertThat(prove(nothing.bundle()).segments()).isZero();
    }

    @Test
    void aByteFlippedAnywhereIsFound() throws Exception {
        var bundle = ALICE.bundle();
        for (var place = 0; place < bundle.length; place++) {
            var changed = bundle.clone();
            changed[place] ^= (byte) (1 << place % 8);
            var where = place;
            assertThatThrownBy(() -> prove(changed)).as("byte %d", where).isInstanceOf(Damaged.class);
        }
    }

    @Test
    void whatIsCutOffAnywhereIsFound() throws Exception {
        var bundle = ALICE.bundle();
        for (var length = 0; length < bundle.length; length++) {
            var cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> prove(cut)).as("%d bytes", length).isInstanceOf(Damaged.class);
        }
        assertThatThrownBy(() -> prove(Arrays.copyOf(bundle, bundle.length + 1)))
                .hasMessage("everything in it is as it was sealed, but the ZIP around it was changed at byte "
                        + bundle.length);
    }

    @Test
    void namesTheSegmentThatIsDamaged() throws Exception {
        var third = place(ALICE.bundle(), ALICE.segments().get(2));
        assertThatThrownBy(() -> prove(flipped(ALICE.bundle(), third + 20)))
                .hasMessage("segment 3: its bytes are not those that were sealed");
        assertThatThrownBy(() -> prove(Arrays.copyOf(ALICE.bundle(), third + 20)))
                .hasMessage("the file ends in the middle of segment 3");
    }

    @Test
    void namesWhatIsMissing() {
        for (var number = 1; number <= 3; number++)
            missing("segments/00000" + number + ".zst", "segment " + number + " is missing");
        missing("manifest.json", "manifest.json is missing");
        missing("manifest.sig", "manifest.sig is missing");
        assertThatThrownBy(() -> prove(zipped(Map.of()))).hasMessage("manifest.json is missing");
        assertThatThrownBy(() -> prove(new byte[0])).hasMessage("manifest.json is missing");
    }

    private void missing(String name, String message) {
        assertThatThrownBy(() -> {
                    var entries = entries(ALICE.bundle());
                    entries.remove(name);
                    prove(zipped(entries));
                })
                .hasMessage(message);
    }

    @Test
    void namesWhatDoesNotBelong() throws Exception {
        var more = entries(ALICE.bundle());
        more.put("note\n.txt", new byte[1]);
        assertThatThrownBy(() -> prove(zipped(more))).hasMessage("an entry that does not belong: note?.txt");
        var twice = entries(ALICE.bundle());
        twice.put("segments/000004.zst", twice.get("segments/000003.zst"));
        assertThatThrownBy(() -> prove(zipped(twice))).hasMessage("an entry that does not belong: segments/000004.zst");
        var first = new LinkedHashMap<String, byte[]>();
        first.put("x".repeat(500), new byte[1]);
        first.putAll(entries(ALICE.bundle()));
        assertThatThrownBy(() -> prove(zipped(first)))
                .hasMessage("an entry that does not belong: " + "x".repeat(80) + "…");
    }

    @Test
    void whatIsPackedAnewIsNotWhatWasWritten() throws Exception {
        assertThatThrownBy(() -> prove(zipped(entries(ALICE.bundle()))))
                .hasMessageStartingWith(
                        "everything in it is as it was sealed, but the ZIP around it was changed at byte ");
    }

    @Test
    void anotherSessionsManifestIsNoManifestOfThese() {
        var swapped = new Recordings.Parts(BOB.manifest(), BOB.seal(), ALICE.segments());
        assertThatThrownBy(() -> prove(swapped.bundle()))
                .hasMessage("segment 1: its bytes are not those that were sealed");
        assertThatThrownBy(() -> prove(ALICE.manifest(BOB.manifest()).bundle()))
                .hasMessage("manifest.json: its signature is not of these bytes");
    }

    @Test
    void aManifestThatWasChangedAndSignedByAnotherHasAnotherSigner() throws Exception {
        assertThat(prove(ALICE.sealed(Recordings.ANOTHER_KEY).bundle()).signer())
                .isNotEqualTo(ALICE.seal().fingerprint());
    }

    /** What only somebody with the key could seal, and still makes no sense. */
    @Test
    void whatWasSealedIsDecodedToo() {
        refused(
                writer(1, 0, 100, Recordings.end(200), Event.output(300, ByteBuffer.allocate(1))),
                "segment 1: the session goes on after its end");
        refused(
                writer(1, 0, 100, Event.output(300, ByteBuffer.allocate(1))),
                "it says that it is complete, and its end is not in it");
        refused(writer(2, 0, 100, Recordings.end(200)), 1, "segment 1: it is numbered 2");
        assertThatThrownBy(() -> prove(sealed(writer(1, 0, 0, Recordings.end(1)), Packed.pack(new byte[40]), 1)))
                .hasMessage("segment 1: it is no segment of a recording");
        assertThatThrownBy(() -> prove(sealed(writer(1, 0, 0, Recordings.end(1)), new byte[40], 1)))
                .hasMessage("segment 1: it is no zstd frame of a segment");
        var said = writer(1, 0, 0, Event.output(5, ByteBuffer.allocate(3)), Recordings.end(9));
        var other = writer(1, 0, 0, Event.output(5, ByteBuffer.allocate(4)), Recordings.end(9));
        assertThatThrownBy(() -> prove(sealed(said, Packed.pack(other.body()), 1)))
                .hasMessage("segment 1: its output is not of 3 bytes, as the manifest says");
        var later = writer(1, 0, 0, Event.output(5, ByteBuffer.allocate(3)), Recordings.end(10));
        assertThatThrownBy(() -> prove(sealed(said, Packed.pack(later.body()), 1)))
                .hasMessage("segment 1: its times are not those of the manifest");
    }

    private void refused(SegmentWriter writer, String message) {
        refused(writer, 1, message);
    }

    private void refused(SegmentWriter writer, int number, String message) {
        assertThatThrownBy(() -> prove(sealed(writer, Packed.pack(writer.body()), number)))
                .hasMessage(message);
    }

    private static SegmentWriter writer(int number, long offset, long from, Event... events) {
        var writer = new SegmentWriter(number, offset, Event.keyframe(from, 80, 24, new byte[0]));
        for (var event : events) writer.add(event);
        return writer;
    }

    private static byte[] sealed(SegmentWriter writer, byte[] packed, int number) {
        var hash = Hashes.sha256(packed);
        var segment = new SealedSegment(
                number,
                writer.from(),
                writer.to(),
                writer.offset(),
                writer.outputBytes(),
                writer.inputBytes(),
                packed.length,
                hash,
                Hashes.chained(Hashes.beforeTheFirst("alice-1"), hash));
        return Recordings.sealed(Recordings.manifest("alice-1", 7, List.of(segment), null), List.of(packed))
                .bundle();
    }

    @Test
    void entriesLargerThanTheyCanBeAreNotRead() throws Exception {
        var bomb = entries(ALICE.bundle());
        bomb.put("segments/000002.zst", new byte[Packed.LARGEST + 1]);
        assertThatThrownBy(() -> prove(zipped(bomb))).hasMessage("segment 2 is larger than one can be");
        bomb.put("manifest.sig", new byte[5_000]);
        assertThatThrownBy(() -> prove(zipped(bomb))).hasMessage("manifest.sig is larger than one can be");
    }

    @Test
    void aBundleIsTheSameBytesEverywhereAndAZipForEverybody() throws Exception {
        var bundle = new ByteArrayOutputStream();
        var envelope = new Envelope(bundle);
        envelope.add("manifest.json", Recordings.bytes("{}"));
        envelope.add("segments/000001.zst", new byte[1_000]);
        envelope.end();
        assertThat(Hashes.sha256(bundle.toByteArray()))
                .isEqualTo("7be7061346f233a85ad460c6a385a6a96d2250aaf5490672f5e88dc0a990aa96");
        try (var zip = new ZipFile(ALICE.in(dir.resolve("alice.zip")).toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "manifest.json",
                            "manifest.sig",
                            "segments/000001.zst",
                            "segments/000002.zst",
                            "segments/000003.zst");
            assertThat(zip.getInputStream(zip.getEntry("segments/000002.zst")).readAllBytes())
                    .isEqualTo(ALICE.segments().get(1));
        }
    }

    /** More entries than 16 bits count, behind more bytes than 32 bits count; the file has a hole, and takes no room. */
    @Test
    void aBundleOfAnySizeIsAZip() throws Exception {
        var file = dir.resolve("large.zip");
        var before = 5L << 30;
        var entries = 66_000;
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(before);
            large.seek(before);
            var rest = new ByteArrayOutputStream();
            var envelope = new Envelope(rest, before);
            for (var i = 1; i <= entries; i++) envelope.add(SealedSegment.fileName(i), new byte[] {(byte) i});
            envelope.end();
            large.write(rest.toByteArray());
        }
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(entries);
            assertThat(zip.getInputStream(zip.getEntry("065999.zst")).readAllBytes())
                    .containsExactly((byte) 65_999);
        }
    }

    @Test
    void writesSegmentByBytesOfASupplierAsTheyCome() throws Exception {
        var asked = new ArrayList<Integer>();
        RecordingBundle.write(OutputStream.nullOutputStream(), ALICE.manifest(), ALICE.seal(), segment -> {
            asked.add(segment.number());
            return new byte[1];
        });
        assertThat(asked).containsExactly(1, 2, 3);
        assertThatThrownBy(() ->
                        RecordingBundle.write(OutputStream.nullOutputStream(), ALICE.manifest(), ALICE.seal(), _ -> {
                            throw new IOException("storage is away");
                        }))
                .hasMessage("storage is away");
    }

    private ProvenRecording prove(byte[] bundle) throws IOException, Damaged {
        return RecordingBundle.prove(Files.write(dir.resolve("bundle.zip"), bundle));
    }

    private static byte[] flipped(byte[] bundle, int place) {
        bundle[place] ^= 1;
        return bundle;
    }

    private static int place(byte[] bundle, byte[] part) {
        for (var i = 0; ; i++) if (Arrays.equals(bundle, i, i + part.length, part, 0, part.length)) return i;
    }

    private static SequencedMap<String, byte[]> entries(byte[] bundle) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                entries.put(entry.getName(), zip.readAllBytes());
        }
        return entries;
    }

    /** As anybody packs it. */
    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }
}
