package dev.postern.console.documents;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/** Two texts, line by line: what stayed, what went and what came. Long stretches that stayed are told by their length alone. */
final class LineDiff {
    /** So many lines that stayed are shown around what did not. */
    private static final int AROUND = 3;

    private LineDiff() {}

    /** Numbers count from 1. */
    sealed interface Line {
        record Kept(int before, int after, String text) implements Line {}

        record Gone(int before, String text) implements Line {}

        record Come(int after, String text) implements Line {}

        /** So many lines that stayed. */
        record Skipped(int lines) implements Line {}
    }

    /** Empty where no line differs. */
    static List<Line> between(String before, String after) {
        var olds = before.lines().toList();
        var news = after.lines().toList();
        var deltas = DiffUtils.diff(olds, news).getDeltas();
        if (deltas.isEmpty()) return List.of();
        var lines = new ArrayList<Line>();
        int at = 0;
        int shift = 0;
        for (var delta : deltas) {
            keep(olds, at, delta.getSource().getPosition(), shift, at > 0, true, lines);
            change(delta, lines);
            at = delta.getSource().getPosition() + delta.getSource().size();
            shift += delta.getTarget().size() - delta.getSource().size();
        }
        keep(olds, at, olds.size(), shift, true, false, lines);
        return lines;
    }

    private static void change(AbstractDelta<String> delta, List<Line> lines) {
        int before = delta.getSource().getPosition();
        for (var text : delta.getSource().getLines()) lines.add(new Line.Gone(++before, text));
        int after = delta.getTarget().getPosition();
        for (var text : delta.getTarget().getLines()) lines.add(new Line.Come(++after, text));
    }

    /** @param follows whether a change stands before it, so that its beginning is worth seeing */
    private static void keep(
            List<String> olds, int from, int to, int shift, boolean follows, boolean precedes, List<Line> lines) {
        int head = follows ? Math.min(to, from + AROUND) : from;
        int tail = precedes ? Math.max(head, to - AROUND) : to;
        // a gap of one line is as long as the line that tells of it
        if (tail - head <= 1) head = tail;
        for (int i = from; i < head; i++) lines.add(kept(olds, i, shift));
        if (tail > head) lines.add(new Line.Skipped(tail - head));
        for (int i = precedes ? tail : to; i < to; i++) lines.add(kept(olds, i, shift));
    }

    private static Line kept(List<String> olds, int at, int shift) {
        return new Line.Kept(at + 1, at + 1 + shift, olds.get(at));
    }
}
