package dev.postern.screen;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All of a screen that is seen or decides what comes of what follows. Left out is what cannot be told to a terminal: that the topmost row goes
 * on from above, halves of wide characters that lost the other half, and which of two ways an empty cell with attributes came to be.
 */
record Seen(String main, String alternate, String rest, String pen, String charsets, String unfinished) {

    static Seen of(Screen screen, boolean nearly) {
        var display = screen.display();
        var parser = screen.parser();
        return new Seen(
                cells(display, display.main) + saved(display, display.main),
                (screen.onAlternateScreen() ? cells(display, display.alternate) : "hidden")
                        + saved(display, display.alternate),
                Shown.state(display) + " cursor " + display.active.x + "," + display.active.y + " title "
                        + display.title + " style " + display.modes.cursorStyle + " on "
                        + (screen.onAlternateScreen() ? "alternate" : "main"),
                pen(display.pen, nearly) + " before " + before(screen),
                IntStream.range(0, 4)
                                .mapToObj(at -> display.charsets.get(at).name())
                                .collect(Collectors.joining(",")) + " level " + display.charsets.level() + " current "
                        + display.charsets.current,
                parser.unfinished() + Arrays.toString(parser.halfCharacter()));
    }

    /** Of a pen that a restored cursor left, and that can only be had by saving or restoring one more, the underline is not told. */
    static boolean nearly(Screen screen) {
        var display = screen.display();
        var waits = display.active.x >= display.columns;
        return !Ink.regular(display.pen) && (waits || !Redraw.comesFromSaved(display.pen, display.active));
    }

    private static String pen(Pen pen, boolean nearly) {
        return nearly ? (pen.foreground & ~Pen.UNDERLINE) + "," + (pen.background & ~Pen.EXTENDED) : pen(pen);
    }

    private static String saved(Display display, Grid grid) {
        return " saved " + Shown.saved(display, grid) + " " + grid.savedCharset;
    }

    /** What the next character may join, where it stands before the cursor. */
    private static String before(Screen screen) {
        var grid = screen.display().active;
        var state = screen.printer().before;
        if (state == 0 || grid.x == 0) return "nothing";
        var lead = grid.x - 1;
        if (Cell.of(grid.row(), lead, grid.columns()) == Cell.SECOND_HALF) lead--;
        var text = grid.row().string(lead);
        var same = Cell.of(grid.row(), lead, grid.columns()) == Cell.TEXT
                && lead + grid.row().width(lead) == grid.x
                && Graphemes.sameButForJoining(Graphemes.after(text), state);
        return same ? Integer.toString(state | 1) : "nothing";
    }

    private static String cells(Display display, Grid grid) {
        return IntStream.range(0, display.rows)
                .mapToObj(y -> (y > 0 && grid.row(y).wrapped ? "+" : "-")
                        + IntStream.range(0, display.columns)
                                .mapToObj(x -> cell(display, grid, x, y))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String cell(Display display, Grid grid, int x, int y) {
        var row = grid.row(y);
        var pen = new Pen();
        row.loadPen(x, pen);
        var kind = Cell.of(row, x, display.columns);
        // where the cursor waits past the last column, only a character can stand before it
        var waited = kind == Cell.EMPTY
                && grid == display.active
                && y == grid.y
                && grid.x >= display.columns
                && x == display.columns - 1;
        return switch (waited ? Cell.BLANK : kind) {
            case TEXT ->
                row.width(x)
                        + row.string(x)
                                .codePoints()
                                .mapToObj(Integer::toHexString)
                                .collect(Collectors.joining("_"))
                        + pen(pen);
            case BLANK -> "120" + pen(pen);
            case EMPTY -> "1" + pen(pen);
            case SECOND_HALF -> "0";
        };
    }

    private static String pen(Pen pen) {
        return ":" + Shown.colour(pen.foreground) + "," + Shown.colour(pen.background) + ","
                + Shown.colour(pen.underline) + "," + (pen.link != 0 ? 1 : 0);
    }
}
