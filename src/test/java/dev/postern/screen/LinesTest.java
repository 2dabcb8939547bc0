package dev.postern.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lines a listener is told of, in which order, with what text and offsets. */
class LinesTest {
    private final List<Line> lines = new ArrayList<>();
    private final List<ShellMark> marks = new ArrayList<>();
    private final Screen screen = new Screen(10, 4, new ScreenListener() {
        @Override
        public void line(Line line) {
            lines.add(line);
        }

        @Override
        public void mark(ShellMark mark) {
            marks.add(mark);
        }
    });

    private void write(String text) {
        screen.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    @Test
    void aLineIsToldWhenItLeavesTheTop() {
        write("1\r\n2\r\n3\r\n4");
        assertThat(lines).isEmpty();
        write("\r\n5\r\n6");
        assertThat(texts()).containsExactly("1", "2");
    }

    @Test
    void whatIsStillThereIsToldAtTheEndAndNotTwice() {
        write("1\r\n\r\n3");
        screen.finish();
        screen.finish();
        assertThat(texts()).containsExactly("1", "", "3");
    }

    @Test
    void rowsThatWrappedAreOneLine() {
        write("abcdefghijklmnopqrstuvwxyz  \r\nx\r\n1\r\n2\r\n3\r\n4");
        assertThat(texts().getFirst()).isEqualTo("abcdefghijklmnopqrstuvwxyz");
    }

    @Test
    void aWideCharacterThatDidNotFitLeavesNoBlank() {
        write("abcdefghi世界");
        screen.finish();
        assertThat(texts()).containsExactly("abcdefghi世界");
    }

    @Test
    void aLineIsNotToldInHalves() {
        write("abcdefghijklmno\r\n1\r\n2");
        write("\r\n3");
        assertThat(lines).isEmpty();
        write("\r\n4");
        assertThat(texts()).containsExactly("abcdefghijklmno");
    }

    @Test
    void aProgressBarIsWhatStoodThereAtLast() {
        for (var percent = 0; percent <= 100; percent += 10) write("\r" + percent + " %");
        write("\r\ndone");
        screen.finish();
        assertThat(texts()).containsExactly("100 %", "done");
        assertThat(lines.getFirst().first()).isEqualTo(2);
        assertThat(lines.getFirst().last()).isEqualTo(screen.offset() - "\r\ndone".length());
    }

    @Test
    void offsetsAreOfTheFirstAndTheLastChange() {
        write("ab\r\ncd\r\n");
        write("\u001b[1;2HX");
        screen.finish();
        assertThat(lines).containsExactly(new Line("aX", 1, 15), new Line("cd", 5, 6));
    }

    @Test
    void anEmptyLineHasTheOffsetOfItsEnd() {
        write("a\r\n\r\nb");
        screen.finish();
        assertThat(lines.get(1)).isEqualTo(new Line("", 5, 5));
    }

    @Test
    void aScreenThatIsClearedWasRead() {
        write("1\r\n2\u001b[H\u001b[2J3");
        write("\u001b[H\u001b[J4\u001bc5");
        screen.finish();
        assertThat(texts()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whatScrollsUpByCommandWasReadToo() {
        write("1\r\n2\r\n3\u001b[2S");
        assertThat(texts()).containsExactly("1", "2");
    }

    @Test
    void aRegionThatDoesNotReachTheTopKeepsItsLinesToItself() {
        write("1\r\n2\r\n3\r\n4\u001b[2;4r\u001b[4;1H\n\n");
        assertThat(lines).isEmpty();
    }

    @Test
    void theAlternateScreenHasNoLines() {
        write("$ vim\r\n\u001b[?1049h");
        for (var line = 0; line < 20; line++) write("line " + line + "\r\n");
        assertThat(screen.onAlternateScreen()).isTrue();
        assertThat(screen.text()).isEqualTo("line 17\nline 18\nline 19\n");
        write("\u001b[?1049l$ ");
        screen.finish();
        assertThat(texts()).containsExactly("$ vim", "$");
    }

    @Test
    void aWindowThatGrowsTellsNothingTwice() {
        write("1\r\n2\r\n3\r\n4\r\n5\r\n6");
        screen.resize(10, 6);
        write("\r\n7\r\n8\r\n9\r\n10");
        screen.finish();
        assertThat(texts()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    }

    @Test
    void aWindowThatShrinksTellsWhatLeavesIt() {
        write("1\r\n2\r\n3\r\n4");
        screen.resize(10, 2);
        assertThat(texts()).containsExactly("1", "2");
    }

    @Test
    void aLineLaidAnewIsToldOnce() {
        write("abcdefghijklmnopqrstuvwxyz\r\n1\r\n");
        screen.resize(7, 4);
        screen.resize(30, 4);
        screen.finish();
        assertThat(texts()).containsExactly("abcdefghijklmnopqrstuvwxyz", "1");
    }

    @Test
    void aLineWithoutEndComesInPieces() {
        write("x".repeat(100_000));
        screen.finish();
        assertThat(texts().stream().mapToInt(String::length).sum()).isEqualTo(100_000);
        assertThat(texts()).allMatch(text -> text.length() <= Screen.LONGEST_LINE);
        assertThat(lines).hasSizeLessThan(120);
    }

    @Test
    void shellsMarkTheirCommands() {
        write("\u001b]133;A\u0007$ \u001b]133;B\u0007ls\r\n\u001b]133;C\u0007");
        write("out\r\n\u001b]133;D;127\u001b\\");
        assertThat(marks.stream().map(ShellMark::kind)).containsExactly('A', 'B', 'C', 'D');
        assertThat(marks.getFirst()).isEqualTo(new ShellMark(133, 'A', "", 8));
        assertThat(marks.getLast().payload()).isEqualTo("127");
    }

    @Test
    void codesMarksBearTheCommandAndProperties() {
        write(
                "\u001b]633;E;echo a\\x3b b;nonce\u0007\u001b]633;P;Cwd=/home/a;b\u0007\u001b]633;D\u0007\u001b]633;Z\u0007\u001b]133;Ex\u0007");
        assertThat(marks.stream().map(mark -> mark.kind() + " " + mark.payload()))
                .containsExactly("E echo a\\x3b b;nonce", "P Cwd=/home/a;b", "D ");
    }

    @Test
    void linesAndMarksComeInTheOrderOfTheOutput() {
        write("\u001b]133;C\u00071\r\n2\r\n3\r\n4\r\n5\u001b]133;D;0\u0007");
        assertThat(lines.getFirst().first())
                .isGreaterThan(marks.getFirst().offset())
                .isLessThan(marks.getLast().offset());
    }
}
