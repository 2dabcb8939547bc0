package dev.postern.screen;

import java.nio.ByteBuffer;

/**
 * A terminal without a window. Whatever bytes are written, in whatever pieces, it does not fail and its memory stays bounded: by its size,
 * {@value Grid#HISTORY} rows above it, and named limits for everything else. Not for two threads at a time.
 */
public final class Screen {
    /** Columns and rows, either. */
    public static final int LARGEST = 1_000;
    /** Characters of a line; what is longer is told in pieces. */
    public static final int LONGEST_LINE = 16_384;

    /** xterm.js has no fewer columns: half a wide character cannot stand alone. */
    private static final int LEAST_COLUMNS = 2;

    private static final int PIECE = 65_536;

    private final Display display;
    private final Printer printer;
    private final Parser parser;

    public Screen(int columns, int rows) {
        this(columns, rows, ScreenListener.NOBODY);
    }

    public Screen(int columns, int rows, ScreenListener listener) {
        display = new Display(columns(columns), rows(rows), listener);
        printer = new Printer(display);
        parser = new Parser(display, printer, new Osc(display, listener));
    }

    private static int columns(int columns) {
        return Math.max(LEAST_COLUMNS, checked("columns", columns));
    }

    private static int rows(int rows) {
        return checked("rows", rows);
    }

    private static int checked(String what, int size) {
        if (size < 1 || size > LARGEST)
            throw new IllegalArgumentException(what + " must be 1 to " + LARGEST + ", not " + size);
        return size;
    }

    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    public void write(byte[] bytes, int from, int length) {
        parser.parse(bytes, from, from + length);
    }

    /** Takes all that remains. */
    public void write(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        var piece = new byte[Math.min(PIECE, bytes.remaining())];
        while (bytes.hasRemaining()) {
            var length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            write(piece, 0, length);
        }
    }

    /** As a window that took another size: long lines are laid anew, rows come back from above. */
    public void resize(int columns, int rows) {
        display.resize(columns(columns), rows(rows));
    }

    /**
     * UTF-8 which, written to a freshly reset terminal of this size, makes the screen as it is, with all that decides what comes of the bytes that
     * follow: both screens, cursors, pen, modes, and what is begun of a character or a sequence. It ends in the middle of such a one if the
     * output does, so what follows must be written together with it.
     */
    public byte[] redraw() {
        return new Redraw(display, printer, parser).bytes();
    }

    /** Tells the listener of the lines that are still on the main screen. */
    public void finish() {
        display.transcript.wiped(display.main);
    }

    /** The rows that one sees, as text without trailing blanks; rows that wrapped are apart. */
    public String text() {
        var text = new StringBuilder();
        for (var y = 0; y < display.rows; y++) {
            if (y > 0) text.append('\n');
            var row = display.active.row(y);
            row.appendTo(text, Math.min(row.trimmedLength(), display.columns));
            while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') text.setLength(text.length() - 1);
        }
        return text.toString();
    }

    public int columns() {
        return display.columns;
    }

    public int rows() {
        return display.rows;
    }

    /** From 0; one past the last column when the next character wraps. */
    public int cursorColumn() {
        return display.active.x;
    }

    public int cursorRow() {
        return display.active.y;
    }

    /** Whether a program has taken the whole window, such as an editor or a pager. */
    public boolean onAlternateScreen() {
        return display.active == display.alternate;
    }

    /** What OSC 0 or 2 said last; empty if nothing. */
    public String title() {
        return display.title;
    }

    /** How many bytes were written. */
    public long offset() {
        return display.at;
    }

    Display display() {
        return display;
    }

    Printer printer() {
        return printer;
    }

    Parser parser() {
        return parser;
    }
}
