package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.postern.evidence.Event.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all segments and for all that is none. Each loop names the seed of the round that failed. */
class SegmentTest {
    private static final int ROUNDS = 2_000;
    private static final int KIND_OF_KEYFRAME = Segment.HEADER + 1;

    @Test
    void whatIsWrittenIsReadTheSame() throws Damaged {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var events = anyEvents(random);
            var number = 1 + random.nextInt(Integer.MAX_VALUE - 1);
            var offset = random.nextLong(1L << 62);
            var writer = new SegmentWriter(number, offset, events.getFirst());
            events.stream().skip(1).forEach(writer::add);

            var read = Segment.read(Packed.unpack(Packed.pack(writer.body())));

            assertThat(read.events()).as("seed %d", seed).isEqualTo(events);
            assertThat(read.number()).isEqualTo(number);
            assertThat(read.offset()).isEqualTo(offset);
            assertThat(read.from()).isEqualTo(events.getFirst().at());
            assertThat(read.to()).isEqualTo(events.getLast().at()).isEqualTo(writer.to());
            assertThat(read.bytesOf(Kind.OUTPUT)).isEqualTo(writer.outputBytes());
            assertThat(read.bytesOf(Kind.INPUT)).isEqualTo(writer.inputBytes());
        }
    }

    @Test
    void theFormatIsPinned() {
        var writer = new SegmentWriter(2, 5, Event.keyframe(300, 80, 24, Recordings.bytes("K")));
        writer.add(Event.output(500, ByteBuffer.wrap(Recordings.bytes("hi"))));
        assertThat(writer.body())
                .asHexString()
                .isEqualTo("504F535453454731" + "00000002" + "000000000000012C" + "0000000000000005" // header
                        + "00" + "6B" + "05" + "0050" + "0018" + "4B" // keyframe
                        + "C801" + "6F" + "02" + "6869"); // output, 200 ms later
    }

    @Test
    void aClockThatWasSetBackUndoesNothing() throws Damaged {
        var writer = new SegmentWriter(1, 0, keyframe(1_000));
        writer.add(Event.output(400, ByteBuffer.wrap(new byte[1])));
        writer.add(Event.output(1_200, ByteBuffer.wrap(new byte[1])));
        assertThat(Segment.read(writer.body()).events()).extracting(Event::at).containsExactly(1_000L, 1_000L, 1_200L);
    }

    @Test
    void everyPieceCutOffIsNoticedOrIsTheEventsBefore() {
        var events = anyEvents(new Random(1));
        var body = body(events);
        for (var length = 0; length < body.length; length++) {
            try {
                var read = Segment.read(Arrays.copyOf(body, length));
                assertThat(read.events())
                        .as("cut at %d", length)
                        .isEqualTo(events.subList(0, read.events().size()));
            } catch (Damaged cut) {
                assertThat(cut.what()).as("cut at %d", length).isNotBlank();
            }
        }
    }

    @Test
    void anyChangeLeavesASegmentOrSaysWhatIsWrong() {
        var body = body(anyEvents(new Random(2)));
        for (var place = 0; place < body.length; place++)
            for (var bit = 0; bit < 8; bit++) {
                var changed = body.clone();
                changed[place] ^= (byte) (1 << bit);
                readOrRefused(changed, "bit " + bit + " of byte " + place);
            }
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var soup = new byte[Segment.HEADER + random.nextInt(300)];
            random.nextBytes(soup);
            if (random.nextInt(10) > 0)
                ByteBuffer.wrap(soup).put(Segment.magic()).putInt(1).putLong(1).putLong(1);
            readOrRefused(soup, "seed " + seed);
        }
    }

    private static void readOrRefused(byte[] body, String which) {
        try {
            assertThat(Segment.read(body).events()).as(which).isNotEmpty();
        } catch (Damaged wrong) {
            assertThat(wrong.what()).as(which).isNotBlank();
        }
    }

    @Test
    void aLengthThatLiesIsNotBelieved() {
        var body = ByteBuffer.allocate(100)
                .put(Segment.magic())
                .putInt(1)
                .putLong(0)
                .putLong(0)
                .put((byte) 0)
                .put((byte) 'k')
                .put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0x7f});
        assertThatThrownBy(() -> Segment.read(body.array()))
                .isInstanceOf(Damaged.class)
                .hasMessage("the event at byte 28 is cut off or no event");
    }

    @Test
    void aKeyframeStandsAtTheBeginningAndNowhereElse() {
        var body = body(List.of(keyframe(0), Event.resize(1, 80, 24)));
        var none = body.clone();
        none[KIND_OF_KEYFRAME] = 'r';
        var unknown = body.clone();
        unknown[KIND_OF_KEYFRAME] = '?';
        var two = body.clone();
        two[two.length - 6] = 'k';
        for (var wrong : List.of(none, unknown, two))
            assertThatThrownBy(() -> Segment.read(wrong))
                    .hasMessage("a keyframe stands at its beginning and nowhere else");
        assertThatThrownBy(() -> Segment.read(Arrays.copyOf(body, Segment.HEADER)))
                .hasMessage("it has no keyframe");
        assertThatIllegalArgumentException().isThrownBy(() -> new SegmentWriter(1, 0, keyframe(0)).add(keyframe(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SegmentWriter(1, 0, Event.resize(0, 1, 1)));
    }

    @Test
    void whatIsNotKnownIsPassedOver() throws Damaged {
        var body = body(List.of(keyframe(0), Event.resize(1, 80, 24), Event.resize(3, 90, 24)));
        body[body.length - 6] = 'z';
        var read = Segment.read(body);
        assertThat(read.events()).containsExactly(keyframe(0), Event.resize(1, 80, 24));
        assertThat(read.to()).isEqualTo(3);
    }

    @Test
    void aFullSegmentWithTheLargestLastEventIsRead() throws Damaged {
        var writer = new SegmentWriter(1, 0, keyframe(0));
        var random = new Random(3);
        while (!writer.isFull()) {
            var bytes = new byte[writer.body().length < SegmentWriter.FULL - 1_100 ? 1_000 : Segment.LARGEST_PAYLOAD];
            random.nextBytes(bytes);
            writer.add(Event.output(0, ByteBuffer.wrap(bytes)));
        }
        assertThat(writer.body()).hasSizeGreaterThan(SegmentWriter.FULL + Segment.LARGEST_PAYLOAD - 2_000);
        assertThat(Segment.read(Packed.unpack(Packed.pack(writer.body()))).events())
                .hasSizeGreaterThan(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.add(Event.output(0, ByteBuffer.allocate(Segment.LARGEST_PAYLOAD + 1))));
    }

    @Test
    void anyChangeToAFrameOfZstdUnpacksOrSaysWhatIsWrong() {
        var packed = Packed.pack(body(anyEvents(new Random(4))));
        for (var length = 0; length < packed.length; length++) unpacksOrRefused(Arrays.copyOf(packed, length));
        for (var place = 0; place < packed.length; place++)
            for (var bit = 0; bit < 8; bit++) {
                var changed = packed.clone();
                changed[place] ^= (byte) (1 << bit);
                unpacksOrRefused(changed);
            }
    }

    private static void unpacksOrRefused(byte[] packed) {
        try {
            assertThat(Packed.unpack(packed)).hasSizeLessThanOrEqualTo(Segment.LARGEST);
        } catch (Damaged wrong) {
            assertThat(wrong.what()).isNotBlank();
        }
    }

    @Test
    void aFrameThatClaimsFourGigabytesGetsNoMemory() {
        // magic, a single segment with a size of eight bytes, the size, one empty last block
        var claim = ByteBuffer.allocate(16)
                .put(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0})
                .array();
        assertThat(Zstd.getFrameContentSize(claim)).isEqualTo(1L << 32);
        assertThatThrownBy(() -> Packed.unpack(claim)).hasMessage("it is no zstd frame of a segment");
        var bomb = Zstd.compress(new byte[64 * 1024 * 1024]);
        assertThatThrownBy(() -> Packed.unpack(bomb)).hasMessage("it is no zstd frame of a segment");
        var two = Arrays.copyOf(Zstd.compress(new byte[10]), 64);
        var second = Zstd.compress(new byte[1_000_000]);
        System.arraycopy(second, 0, two, Zstd.compress(new byte[10]).length, Math.min(second.length, 30));
        assertThatThrownBy(() -> Packed.unpack(two)).isInstanceOf(Damaged.class);
    }

    private static Event keyframe(long at) {
        return Event.keyframe(at, 80, 24, Recordings.bytes("\u001b[2J"));
    }

    private static byte[] body(List<Event> events) {
        var writer = new SegmentWriter(1, 0, events.getFirst());
        events.stream().skip(1).forEach(writer::add);
        return writer.body();
    }

    private static List<Event> anyEvents(Random random) {
        var kinds = Kind.values();
        var at = random.nextLong(1L << random.nextInt(1, 50));
        var events = new ArrayList<>(
                List.of(Event.keyframe(at, random.nextInt(65_536), random.nextInt(65_536), any(random))));
        for (var i = random.nextInt(30); i > 0; i--) {
            at += random.nextLong(1L << random.nextInt(1, 40));
            var kind = kinds[1 + random.nextInt(kinds.length - 1)];
            events.add(
                    kind == Kind.RESIZE
                            ? Event.resize(at, random.nextInt(65_536), random.nextInt(65_536))
                            : new Event(at, kind, ByteBuffer.wrap(any(random))));
        }
        return events;
    }

    private static byte[] any(Random random) {
        var bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
