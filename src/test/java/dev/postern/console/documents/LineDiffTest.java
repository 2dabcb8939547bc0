package dev.postern.console.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.console.documents.LineDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void aChangedLineGoesAndComesBetweenThoseThatStayed() {
        assertThat(LineDiff.between("a\nb\nc\n", "a\nB\nc\n"))
                .containsExactly(
                        new Line.Kept(1, 1, "a"),
                        new Line.Gone(2, "b"),
                        new Line.Come(2, "B"),
                        new Line.Kept(3, 3, "c"));
    }

    @Test
    void linesThatStayedAreNumberedInBothTexts() {
        assertThat(LineDiff.between("a\nb\n", "new\na\nb\n"))
                .containsExactly(new Line.Come(1, "new"), new Line.Kept(1, 2, "a"), new Line.Kept(2, 3, "b"));
    }

    @Test
    void nothingIsToldOfTextsThatAreTheSame() {
        assertThat(LineDiff.between("a\nb", "a\nb\n")).isEmpty();
    }

    @Test
    void longStretchesThatStayedAreToldByTheirLength() {
        var lines = numbers(1, 40);
        var changed = new ArrayList<>(lines);
        changed.set(19, "changed");

        assertThat(LineDiff.between(text(lines), text(changed)))
                .containsExactly(
                        new Line.Skipped(16),
                        new Line.Kept(17, 17, "17"),
                        new Line.Kept(18, 18, "18"),
                        new Line.Kept(19, 19, "19"),
                        new Line.Gone(20, "20"),
                        new Line.Come(20, "changed"),
                        new Line.Kept(21, 21, "21"),
                        new Line.Kept(22, 22, "22"),
                        new Line.Kept(23, 23, "23"),
                        new Line.Skipped(17));
    }

    @Test
    void betweenTwoChangesBothAreSurrounded() {
        var lines = numbers(1, 20);
        var changed = new ArrayList<>(lines);
        changed.set(0, "first");
        changed.set(19, "last");

        assertThat(LineDiff.between(text(lines), text(changed)))
                .contains(new Line.Kept(4, 4, "4"), new Line.Skipped(12), new Line.Kept(17, 17, "17"));
    }

    @Test
    void bothTextsCanBeReadFromIt() {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            var before = random(random);
            var after = random(random);
            var lines = LineDiff.between(text(before), text(after));
            if (lines.isEmpty()) {
                assertThat(after).isEqualTo(before);
                continue;
            }
            assertThat(rebuilt(lines, before, after))
                    .as("%s and %s", before, after)
                    .isTrue();
        }
    }

    /** Walks both texts along the lines: each is where it says, and none is left over. */
    private static boolean rebuilt(List<Line> lines, List<String> before, List<String> after) {
        int old = 0;
        int now = 0;
        for (var line : lines) {
            switch (line) {
                case Line.Kept(var b, var a, var text) -> {
                    if (b != ++old || a != ++now) return false;
                    if (!before.get(old - 1).equals(text) || !after.get(now - 1).equals(text)) return false;
                }
                case Line.Gone(var b, var text) -> {
                    if (b != ++old || !before.get(old - 1).equals(text)) return false;
                }
                case Line.Come(var a, var text) -> {
                    if (a != ++now || !after.get(now - 1).equals(text)) return false;
                }
                case Line.Skipped(var count) -> {
                    if (!before.subList(old, old + count).equals(after.subList(now, now + count))) return false;
                    old += count;
                    now += count;
                }
            }
        }
        return old == before.size() && now == after.size();
    }

    private static List<String> random(Random random) {
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(_ -> String.valueOf(random.nextInt(4)))
                .toList();
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
