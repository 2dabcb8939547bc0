package dev.postern.screen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes that make a freshly reset terminal what this one is. */
final class Redraw {
    private static final String[] SHIFTS = {"\u000f", "\u000e", "\u001bn", "\u001bo"};

    private final Display display;
    private final Printer printer;
    private final Parser parser;
    private final Ink ink;
    private final Pen pen = new Pen();
    private boolean charsetsTold;

    Redraw(Display display, Printer printer, Parser parser) {
        this.display = display;
        this.printer = printer;
        this.parser = parser;
        this.ink = new Ink(display.links);
    }

    byte[] bytes() {
        if (!display.title.isEmpty()) ink.tell("\u001b]2;" + display.title + "\u001b\\");
        var alternate = display.active == display.alternate;
        if (!alternate && hasSavedCursor(display.alternate)) {
            ink.tell("\u001b[?47h");
            save(display.alternate);
            ink.tell("\u001b[?47l");
        }
        screen(display.main);
        if (alternate) {
            ink.takePlain();
            ink.tell("\u001b[?47h");
            screen(display.alternate);
        }
        modes();
        cursor();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((ink.written() + parser.unfinished()).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(parser.halfCharacter());
        return bytes.toByteArray();
    }

    private void screen(Grid grid) {
        new Painter(ink, grid).paint();
        tabs(grid);
        save(grid);
        if (grid.top > 0 || grid.bottom < grid.rows() - 1)
            ink.tell(Ink.CSI + (grid.top + 1) + ";" + (grid.bottom + 1) + "r");
    }

    private void tabs(Grid grid) {
        var usual = true;
        for (var x = 0; x < grid.columns(); x++) usual &= grid.tabs.get(x) == (x % 8 == 0);
        if (usual) return;
        ink.tell(Ink.CSI + "3g");
        for (var x = grid.tabs.nextSetBit(0); x >= 0 && x < grid.columns(); x = grid.tabs.nextSetBit(x + 1)) {
            ink.moveTo(x, 0);
            ink.tell("\u001bH");
        }
    }

    // ── saved cursors

    private static boolean hasSavedCursor(Grid grid) {
        return grid.savedX != 0
                || grid.savedRow() != 0
                || grid.savedForeground != 0
                || grid.savedBackground != 0
                || grid.savedCharset != Charset.ASCII;
    }

    private void save(Grid grid) {
        ink.moveTo(Math.min(grid.savedX, grid.columns() - 1), Math.min(grid.savedRow(), grid.rows() - 1));
        pen.clear();
        pen.foreground = grid.savedForeground;
        pen.background = grid.savedBackground;
        ink.takeToSave(pen);
        if (grid.savedCharset != Charset.ASCII) ink.tell("\u001b(" + grid.savedCharset.designator);
        ink.tell("\u001b7");
        if (grid.savedCharset != Charset.ASCII) ink.tell("\u001b(B");
        ink.takePlain();
    }

    // ── what follows is understood by

    private void modes() {
        var modes = display.modes;
        tell("?1h", modes.applicationCursor);
        tell("?1004h", modes.focusReports);
        tell("?2004h", modes.bracketedPaste);
        tell("?45h", modes.reverseWrap);
        tell("?7l", !modes.wrap);
        tell("?" + modes.mouse + "h", modes.mouse != 0);
        tell("?" + modes.mouseEncoding + "h", modes.mouseEncoding != 0);
        tell(modes.cursorStyle + " q", modes.cursorStyle != 0);
        if (modes.applicationKeypad) ink.tell("\u001b=");
        // a reset leaves these as they are
        ink.tell(Ink.CSI + (modes.cursorHidden ? "?25l" : "?25h"));
        ink.tell(Ink.CSI + (modes.newLine ? "20h" : "20l"));
        tell("?6h", modes.origin);
    }

    private void tell(String sequence, boolean needed) {
        if (needed) ink.tell(Ink.CSI + sequence);
    }

    /** G0 to G3. A set in use that is none of them can only come from a restored cursor. */
    private void charsets() {
        if (charsetsTold) return;
        charsetsTold = true;
        var charsets = display.charsets;
        for (var at = 0; at < 4; at++) {
            if (charsets.get(at) != Charset.ASCII) ink.tell("\u001b" + "()*+".charAt(at) + charsets.get(at).designator);
        }
        if (charsets.level() > 0) shift();
        if (charsets.current != charsets.get(charsets.level()) && !comesFromSaved()) {
            ink.tell("\u001b" + "()*+".charAt(charsets.level()) + charsets.current.designator);
        }
    }

    private void shift() {
        ink.tell(SHIFTS[display.charsets.level()]);
    }

    private boolean comesFromSaved() {
        return display.active.savedCharset == display.charsets.current;
    }

    /** Whether the saved cursor has to be restored to get at pen or character set. */
    private boolean needsRestoring() {
        var charsets = display.charsets;
        return charsets.current != charsets.get(charsets.level()) && comesFromSaved()
                || !Ink.regular(display.pen) && comesFromSaved(display.pen, display.active);
    }

    /** Whether the pen can be made of the saved one, other than by saving over that. */
    static boolean comesFromSaved(Pen pen, Grid grid) {
        var underlined = ((pen.foreground ^ grid.savedForeground) & Pen.UNDERLINE) == 0;
        var extended = (pen.background & Pen.EXTENDED) != 0;
        var asSaved = ((pen.background ^ grid.savedBackground) & Pen.EXTENDED) == 0;
        return underlined && (asSaved || extended == (pen.style() != 0 || pen.link != 0));
    }

    private void penAndCharsets() {
        charsets();
        if (needsRestoring() && comesFromSaved(display.pen, display.active)) {
            ink.restoreAndTake(display.active.savedForeground, display.active.savedBackground, display.pen);
        } else if (needsRestoring()) {
            ink.tell("\u001b8");
            ink.forget();
            ink.takeNearly(display.pen);
        } else {
            ink.takeNearly(display.pen);
            return;
        }
        if (!comesFromSaved()) shift();
    }

    // ── the cursor at last

    private void cursor() {
        var grid = display.active;
        var lead = grid.x == 0 ? -1 : lead(grid.row(), grid.x - 1);
        var joins = lead >= 0 && joins(grid.row(), lead);
        if (!joins && grid.x >= display.columns) {
            waiting(grid, lead);
            return;
        }
        penAndCharsets();
        if (!joins) {
            moveTo(grid.x, grid.y);
            tell("4h", display.modes.insert);
            return;
        }
        moveTo(lead, grid.y);
        if (display.modes.insert) {
            // makes room for the character in that it takes it away
            tell(Graphemes.width(Graphemes.after(grid.row().string(lead).codePointAt(0), 0)) + "P", true);
            tell("4h", true);
        }
        ink.print(unmapped(grid.row().string(lead)));
    }

    /** What the character set in use makes of it is what stands there. */
    private String unmapped(String text) {
        var first = text.codePointAt(0);
        return Character.toString(display.charsets.current.unmap(first)) + text.substring(Character.charCount(first));
    }

    /** Past the last column, where only a character leads to. */
    private void waiting(Grid grid, int lead) {
        var row = grid.row();
        var text = Cell.of(row, lead, display.columns) == Cell.TEXT ? row.string(lead) : " ";
        var mapped = display.charsets.current.map(text.codePointAt(0)) != text.codePointAt(0);
        if (!mapped) penAndCharsets();
        moveTo(lead, grid.y);
        row.loadPen(lead, pen);
        ink.take(pen);
        ink.print(text);
        charsets();
        ink.takeNearly(display.pen);
        ink.tell(display.modes.insert ? "\u001b[4h" : "\u001b[4l");
    }

    private int lead(Row row, int x) {
        return Cell.of(row, x, display.columns) == Cell.SECOND_HALF ? x - 1 : x;
    }

    /** Whether the next character may join the one before the cursor. */
    private boolean joins(Row row, int lead) {
        return printer.before != 0
                && Cell.of(row, lead, display.columns) == Cell.TEXT
                && lead + row.width(lead) == display.active.x
                && Graphemes.sameButForJoining(Graphemes.after(row.string(lead)), printer.before);
    }

    private void moveTo(int x, int y) {
        ink.moveTo(x, display.modes.origin ? Math.max(0, y - display.active.top) : y);
    }
}
