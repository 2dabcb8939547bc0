package dev.postern.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import dev.postern.evidence.SegmentWriter;
import dev.postern.screen.Screen;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyframesTest {
    private static Segment segment(int columns, int rows, String... outputs) throws Damaged {
        var writer = new SegmentWriter(1, 0, Keyframes.blank(0, columns, rows));
        for (var output : outputs)
            writer.add(Event.output(5, ByteBuffer.wrap(output.getBytes(StandardCharsets.UTF_8))));
        return Segment.read(writer.body());
    }

    private static Screen drawn(Event keyframe) {
        var screen = new Screen(keyframe.columns(), keyframe.rows());
        screen.write(keyframe.redraw());
        return screen;
    }

    @Test
    void theScreenIsDrawnAsItWasLeft() throws Damaged {
        var keyframe = Keyframes.after(segment(40, 5, "\033[1;31mred\033[0m\r\nplain\033[3;7H"));
        assertThat(keyframe.at()).isEqualTo(5);
        assertThat(drawn(keyframe).text()).isEqualTo("red\nplain\n\n\n");
        assertThat(drawn(keyframe).cursorRow()).isEqualTo(2);
        assertThat(drawn(keyframe).cursorColumn()).isEqualTo(6);
        assertThat(new String(bytes(keyframe), StandardCharsets.UTF_8)).contains("31");
    }

    @Test
    void aSequenceThatIsCutOffGoesOnInTheNextSegment() throws Damaged {
        var screen = drawn(Keyframes.after(segment(40, 5, "é", "\033[3")));
        screen.write("1;1Hx".getBytes(StandardCharsets.US_ASCII));
        assertThat(screen.text()).isEqualTo("é\n\n\n\nx");
    }

    @Test
    void aPictureThatIsTooLargeLosesItsColoursAndNotItsWords() throws Damaged {
        var row = new StringBuilder();
        for (var column = 0; column < 300; column++)
            row.append("\033[38;2;").append(column % 256).append(";7;9m").append((char) ('a' + column % 26));
        var outputs = new String[60];
        java.util.Arrays.fill(outputs, row + "\r\n");
        var keyframe = Keyframes.after(segment(300, 61, outputs));
        assertThat(bytes(keyframe)).hasSizeLessThanOrEqualTo(Keyframes.LARGEST);
        assertThat(drawn(keyframe).text()).startsWith("abcdefghijkl");
        assertThat(drawn(keyframe).text().lines().filter(line -> line.length() == 300))
                .hasSize(60);
        assertThat(drawn(keyframe).cursorRow()).isEqualTo(60);
    }

    @Test
    void theLargestWindowOfTheWidestCharactersFits() throws Damaged {
        var row = "漢".repeat(500);
        var outputs = new String[400];
        java.util.Arrays.fill(outputs, row);
        var keyframe = Keyframes.after(segment(1000, 1000, outputs));
        assertThat(bytes(keyframe)).hasSizeLessThanOrEqualTo(Keyframes.LARGEST);
        assertThat(drawn(keyframe).text()).startsWith(row).doesNotContain("\ufffd");
    }

    @Test
    void whatHasNoScreenGetsNone() throws Damaged {
        var writer = new SegmentWriter(1, 0, Keyframes.none(0));
        writer.add(Event.text(1, Event.Kind.TRAFFIC, "{}"));
        var keyframe = Keyframes.after(Segment.read(writer.body()));
        assertThat(keyframe.columns()).isZero();
        assertThat(keyframe.redraw().hasRemaining()).isFalse();
    }

    private static byte[] bytes(Event keyframe) {
        var bytes = new byte[keyframe.redraw().remaining()];
        keyframe.redraw().get(bytes);
        return bytes;
    }
}
