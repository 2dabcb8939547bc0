package dev.postern.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is written makes it fail, or grow without end. */
class LimitsTest {
    private final Screen screen = new Screen(80, 24);

    private void write(String text) {
        screen.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void aSizeThatIsNoneIsRefused(int size) {
        assertThatThrownBy(() -> new Screen(size, 24)).hasMessage("columns must be 1 to 1000, not " + size);
        assertThatThrownBy(() -> screen.resize(80, size)).hasMessage("rows must be 1 to 1000, not " + size);
    }

    @Test
    void theLargestAndTheSmallest() {
        screen.resize(1_000, 1_000);
        write("x".repeat(999_999));
        screen.resize(1, 1);
        write("\rxy");
        assertThat(screen.columns()).isEqualTo(2);
        assertThat(screen.text()).isEqualTo("xy");
    }

    @Test
    void aCommandWithoutEndIsNotKept() {
        write("\u001b]2;" + "x".repeat(10_000_000));
        assertThat(screen.redraw()).hasSizeLessThan(200);
        write("\u0007after");
        assertThat(screen.title()).isEmpty();
        assertThat(screen.text()).startsWith("after");
    }

    @Test
    void aSequenceWithoutEndIsNotKept() {
        write("\u001b[" + "1;".repeat(1_000_000));
        assertThat(screen.redraw()).hasSizeLessThan(2_000);
        write("mafter");
        assertThat(screen.text()).startsWith("after");
    }

    @Test
    void intermediatesWithoutEndAreNotKept() {
        write("\u001b(" + " ".repeat(1_000_000));
        assertThat(screen.redraw()).hasSizeLessThan(2_000);
        write("0q");
        assertThat(screen.text()).startsWith("q");
    }

    @Test
    void deviceControlIsNotKept() {
        write("\u001bP1$q" + "x".repeat(1_000_000));
        assertThat(screen.redraw()).hasSizeLessThan(200);
    }

    @Test
    void aTitleIsShortOrNone() {
        write("\u001b]2;" + "x".repeat(1_025) + "\u0007");
        assertThat(screen.title()).isEmpty();
    }

    @Test
    void marksDoNotHeapUpInACell() {
        write("e" + "\u0301".repeat(1_000_000));
        assertThat(screen.text().strip()).hasSizeLessThan(100);
    }

    @Test
    void linksAreForgottenOnceNobodySeesThem() {
        for (var link = 0; link < 10_000; link++)
            write("\u001b]8;;https://example.com/" + link + "\u0007x\u001b]8;;\u0007");
        assertThat(screen.display().linksInUse().cardinality()).isLessThan(515);
        for (var line = 0; line < 24 + Grid.HISTORY; line++) write("\r\n");
        write("\u001b]8;;https://example.com/last\u0007y");
        assertThat(new String(screen.redraw(), StandardCharsets.UTF_8))
                .contains("https://example.com/last")
                .doesNotContain("example.com/9");
    }

    @Test
    void aLinkThatIsTooLongIsText() {
        write("\u001b]8;;https://example.com/" + "x".repeat(3_000) + "\u0007text\u001b]8;;\u0007");
        assertThat(screen.text()).startsWith("text");
        assertThat(new String(screen.redraw(), StandardCharsets.UTF_8)).doesNotContain("example.com");
    }

    @Test
    void hugeNumbersTakeNoTime() {
        for (var end : "@ABCDEFGHIJKLMPSTXZ`abdefgmrsu".toCharArray()) {
            write("x\u001b[2147483647;2147483647" + end + "\u001b[99999999999999999999" + end);
        }
        assertThat(screen.redraw()).hasSizeLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseAndSizesDoNotMakeItFail(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var noise = new byte[1 + random.nextInt(5_000)];
            random.nextBytes(noise);
            for (var at = 0; at < noise.length; at += 1 + random.nextInt(4)) {
                noise[at] = (byte) "\u001b[]P;?m1ABHJKhlLMr6".charAt(random.nextInt(19));
            }
            screen.write(ByteBuffer.wrap(noise));
            screen.resize(1 + random.nextInt(100), 1 + random.nextInt(50));
            assertThat(screen.redraw()).isNotEmpty();
            if (random.nextInt(5) == 0) screen.finish();
        }
    }

    @Test
    void aDirectBufferIsReadInPieces() {
        var buffer = ByteBuffer.allocateDirect(200_000);
        buffer.put("a".repeat(199_999).getBytes(StandardCharsets.US_ASCII))
                .put((byte) 'b')
                .flip();
        screen.write(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(screen.offset()).isEqualTo(200_000);
        assertThat(screen.text()).endsWith("b");
    }
}
