package dev.postern.screen;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a screen shows, in the words in which the front end's tests say it of xterm ({@code shown.ts}). */
record Shown(List<String> lines, List<Integer> cursor, boolean alternate, String title, String state, String cells) {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static Shown of(Screen screen) {
        var display = screen.display();
        return new Shown(
                List.of(screen.text().split("\n", -1)),
                List.of(screen.cursorColumn(), screen.cursorRow()),
                screen.onAlternateScreen(),
                screen.title(),
                state(display),
                fingerprint(cells(display, display.active)));
    }

    static String state(Display display) {
        var grid = display.active;
        var modes = display.modes;
        var flags = Stream.of(
                        modes.applicationCursor,
                        modes.applicationKeypad,
                        modes.bracketedPaste,
                        modes.focusReports,
                        modes.insert,
                        modes.origin,
                        modes.reverseWrap,
                        modes.wrap,
                        modes.cursorHidden,
                        modes.newLine)
                .map(on -> on ? "1" : "0")
                .collect(Collectors.joining());
        var tabs = grid.tabs.stream()
                .filter(x -> x < display.columns)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return "region " + grid.top + "-" + grid.bottom + " saved " + saved(display, grid) + " tabs " + tabs + " modes "
                + flags + " mouse " + modes.mouse + " " + modes.mouseEncoding;
    }

    static String saved(Display display, Grid grid) {
        return Math.min(grid.savedX, display.columns - 1) + "," + Math.min(grid.savedRow(), display.rows - 1) + ","
                + colour(grid.savedForeground) + "," + colour(grid.savedBackground);
    }

    /** One line for each row, one word for each cell. */
    static String cells(Display display, Grid grid) {
        return IntStream.range(0, display.rows)
                .mapToObj(y -> (y > 0 && grid.row(y).wrapped ? "+" : "-")
                        + IntStream.range(0, display.columns)
                                .mapToObj(x -> cell(grid.row(y), x))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    private static String cell(Row row, int x) {
        var pen = new Pen();
        row.loadPen(x, pen);
        var text = row.string(x).codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("_"));
        var more =
                (pen.background & Pen.EXTENDED) != 0 ? "," + colour(pen.underline) + "," + (pen.link != 0 ? 1 : 0) : "";
        return row.width(x) + text + ":" + colour(pen.foreground) + "," + colour(pen.background) + more;
    }

    static String colour(int value) {
        var mask = switch (value & Pen.MODE) {
            case Pen.RGB -> Pen.COLOUR;
            case 0 -> 0;
            default -> Pen.INDEX;
        };
        return Integer.toHexString(value & ~Pen.COLOUR | value & mask);
    }

    private static String fingerprint(String text) {
        var hash = FNV_BASIS;
        for (var value : text.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ value & 0xFF) * FNV_PRIME;
        return String.format("%016x", hash);
    }
}
