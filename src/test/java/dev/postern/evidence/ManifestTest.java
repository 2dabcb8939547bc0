package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Recordings.Parts COMPLETE = Recordings.complete("alice-1", 7);

    @Test
    void whatIsWrittenIsReadTheSame() throws Damaged {
        for (var parts : List.of(COMPLETE, Recordings.truncated("alice-2", 8))) {
            var manifest = Manifest.read(parts.manifest());
            assertThat(manifest.written()).isEqualTo(parts.manifest());
            assertThat(Manifest.read(manifest.written())).isEqualTo(manifest);
            manifest.proveChain();
        }
        assertThat(Manifest.read(Recordings.truncated("alice-2", 8).manifest()).truncatedAt())
                .isEqualTo(2_040);
    }

    @Test
    void theFormatIsPinned() {
        assertThat(new String(Recordings.manifest("alice-1", 7, List.of(), 1L).written(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("""
                        {
                          "format" : "postern-recording 1",
                          "session" : "alice-1",
                          "number" : 7,
                          "facts" : {
                            "node" : "mi-0123456789abcdef0",
                            "owner" : "alice"
                          },
                          "startedAt" : "2026-11-28T09:00:00Z",
                          "endedAt" : "2026-11-28T09:01:00Z",
                          "state" : "truncated",
                          "truncatedAt" : 1,
                          "columns" : 80,
                          "rows" : 24,
                          "input" : true,
                          "segments" : [ ]
                        }""");
    }

    @Test
    void readersPassOverWhatALaterVersionAdds() throws Damaged {
        var later = text(COMPLETE).replace("\"number\" : 7", "\"number\" : 7, \"colour\" : { \"of\" : [ 1 ] }");
        assertThat(Manifest.read(Recordings.bytes(later))).isEqualTo(Manifest.read(COMPLETE.manifest()));
    }

    @Test
    void whatMakesNoSenseIsNoManifest() {
        for (var wrong : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"format\":\"postern-recording 2\"}",
                text(COMPLETE).replace("recording 1", "recording 2"),
                text(COMPLETE).replace("\"number\" : 7", "\"number\" : 0"),
                text(COMPLETE).replace("\"number\" : 7", "\"number\" : null"),
                text(COMPLETE).replace("\"number\" : 7", "\"number\" : 7, \"number\" : 8"),
                text(COMPLETE).replace("\"complete\"", "\"fine\""),
                text(COMPLETE).replace("\"complete\"", "\"truncated\""),
                text(COMPLETE).replace("\"truncatedAt\" : null", "\"truncatedAt\" : 5"),
                text(COMPLETE).replace("\"segments\" : [", "\"segments\" : [ null,"),
                text(COMPLETE) + "{}"))
            assertThatThrownBy(() -> Manifest.read(Recordings.bytes(wrong)))
                    .as(wrong)
                    .isInstanceOf(Damaged.class)
                    .hasMessage("it is no manifest of a recording");
    }

    @Test
    void anyChangeLeavesAManifestOrSaysWhatIsWrong() {
        var written = COMPLETE.manifest();
        for (var length = 0; length < written.length; length++) readOrRefused(Arrays.copyOf(written, length));
        for (var place = 0; place < written.length; place++)
            for (var bit = 0; bit < 8; bit++) {
                var changed = written.clone();
                changed[place] ^= (byte) (1 << bit);
                readOrRefused(changed);
            }
        for (var seed = 0L; seed < 2_000; seed++) {
            var soup = new byte[100];
            new Random(seed).nextBytes(soup);
            readOrRefused(soup);
        }
    }

    private static void readOrRefused(byte[] written) {
        try {
            var manifest = Manifest.read(written);
            assertThat(manifest.durationMillis()).isNotNegative();
            manifest.proveChain();
        } catch (Damaged wrong) {
            assertThat(wrong.what()).isNotBlank();
        }
    }

    @Test
    void aListOfSegmentsThatIsNoneIsNamed() throws Damaged {
        var manifest = Manifest.read(COMPLETE.manifest());
        var segments = manifest.segments();
        assertThatThrownBy(() -> with(segments.get(0), segments.get(2)).proveChain())
                .hasMessage("segment 2 is missing from the manifest");
        assertThatThrownBy(() -> Recordings.manifest("bob-1", 7, segments, null).proveChain())
                .hasMessage("segment 1 is not chained to those before it");
        var second = segments.get(1);
        var moved = new SealedSegment(
                2,
                second.from(),
                second.to(),
                second.offset() + 1,
                1,
                1,
                second.size(),
                second.sha256(),
                second.chain());
        assertThatThrownBy(() -> with(segments.get(0), moved).proveChain())
                .hasMessage("segment 2 does not begin where the one before it ended");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SealedSegment(1, 0, 0, 0, 0, 0, 1, "abc", second.chain()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SealedSegment(1, 5, 4, 0, 0, 0, 1, second.sha256(), second.chain()));
    }

    private static Manifest with(SealedSegment... segments) {
        return Recordings.manifest("alice-1", 7, List.of(segments), null);
    }

    private static String text(Recordings.Parts parts) {
        return new String(parts.manifest(), StandardCharsets.UTF_8);
    }
}
