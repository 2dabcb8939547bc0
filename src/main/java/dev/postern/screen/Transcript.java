package dev.postern.screen;

import org.jspecify.annotations.Nullable;

/** Tells the listener of each line of the main screen once it is finished. Which rows were told is written on the rows themselves. */
final class Transcript {
    private final ScreenListener listener;
    private final boolean heard;
    private final StringBuilder text = new StringBuilder();
    private long latest;

    Transcript(ScreenListener listener) {
        this.listener = listener;
        heard = !listener.equals(ScreenListener.NOBODY);
    }

    /** Rows have left the top: lines that end there are finished, and what grew too long is told in pieces. */
    void left(Grid grid) {
        if (!heard) return;
        var all = grid.above();
        var from = untold(grid, all);
        if (from == all) return;
        var end = all;
        // the last line may go on on the screen
        if (grid.above(all).wrapped) {
            while (end > from && grid.above(end - 1).wrapped) end--;
            if (end > from) end--;
            if ((all - end) * grid.columns() >= Screen.LONGEST_LINE || all - end >= Grid.HISTORY / 2) end = all;
        }
        tell(grid, from, end);
    }

    /** The screen's first rows go for good, without passing its top. */
    void gone(Grid grid, int rows) {
        if (!heard) return;
        var end = grid.above() + rows;
        tell(grid, untold(grid, grid.above()), end);
    }

    /** All of the screen goes, down to the last row in which something stands. */
    void wiped(Grid grid) {
        var rows = grid.rows();
        while (rows > 0 && grid.row(rows - 1).trimmedLength() == 0) rows--;
        gone(grid, rows);
    }

    private static int untold(Grid grid, int end) {
        var from = end;
        while (from > 0 && !grid.above(from - 1).told) from--;
        return from;
    }

    private void tell(Grid grid, int from, int end) {
        for (var at = from; at < end; ) {
            var next = at + 1;
            while (next < end && grid.above(next).wrapped) next++;
            line(grid, at, next);
            at = next;
        }
    }

    private void line(Grid grid, int from, int end) {
        var first = Row.NEVER;
        var last = Row.NEVER;
        var told = true;
        text.setLength(0);
        for (var at = from; at < end; at++) {
            var row = grid.above(at);
            told &= row.told;
            row.told = true;
            append(row, at + 1 < end ? grid.above(at + 1) : null);
            if (row.first == Row.NEVER) continue;
            first = first == Row.NEVER ? row.first : Math.min(first, row.first);
            last = Math.max(last, row.last);
        }
        if (told) return;
        if (first == Row.NEVER) first = latest;
        last = Math.max(first, last);
        latest = Math.max(latest, last);
        cutTrailingBlanks();
        for (var at = 0; at == 0 || at < text.length(); at += Screen.LONGEST_LINE) {
            listener.line(new Line(text.substring(at, Math.min(text.length(), at + Screen.LONGEST_LINE)), first, last));
        }
    }

    private void append(Row row, @Nullable Row next) {
        var end = row.trimmedLength();
        // a wide character that did not fit left the last cell empty
        var fits = next != null && !(end < row.columns() && next.width(0) == 2);
        row.appendTo(text, fits ? row.columns() : end);
    }

    private void cutTrailingBlanks() {
        var end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') end--;
        text.setLength(end);
    }
}
