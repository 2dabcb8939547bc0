package dev.postern.screen;

import java.util.BitSet;

/** All that a terminal is between two bytes: both screens, the pen, character sets, modes and title. */
final class Display {
    int columns;
    int rows;
    Grid main;
    Grid alternate;
    Grid active;
    final Pen pen = new Pen();
    final Charsets charsets = new Charsets();
    final Modes modes = new Modes();
    final Links links = new Links();
    final Transcript transcript;
    String title = "";
    /** How many bytes were written, the one that is acted on among them. */
    long at;

    Display(int columns, int rows, ScreenListener listener) {
        this.columns = columns;
        this.rows = rows;
        main = new Grid(true, columns, rows);
        alternate = new Grid(false, columns, rows);
        active = main;
        transcript = new Transcript(listener);
    }

    Row row() {
        return active.row();
    }

    void touch(Row row) {
        if (active.main) row.touch(at);
    }

    void scroll(boolean wrapped) {
        active.scroll(pen.erasing(), wrapped);
        if (active.main && active.top == 0) transcript.left(active);
    }

    // ── where the cursor may be

    void restrict() {
        restrict(columns - 1);
    }

    void restrict(int lastColumn) {
        active.x = Math.clamp(active.x, 0, lastColumn);
        active.y = modes.origin
                ? Math.min(active.bottom, Math.max(active.top, active.y))
                : Math.clamp(active.y, 0, rows - 1);
    }

    /** Rows count from the region's top in origin mode. */
    void moveTo(int x, int y) {
        active.x = x;
        active.y = modes.origin ? active.top + y : y;
        restrict();
    }

    /** In origin mode xterm.js adds the region's top here as well. */
    void moveBy(int x, int y) {
        restrict();
        moveTo(active.x + x, active.y + y);
    }

    void save() {
        active.save(pen, charsets.current);
    }

    void restore() {
        active.x = active.savedX;
        active.y = active.savedRow();
        pen.foreground = active.savedForeground;
        pen.background = active.savedBackground;
        charsets.current = active.savedCharset;
        restrict();
    }

    // ── screens

    void showAlternate() {
        if (active == alternate) return;
        for (var y = 0; y < rows; y++) alternate.row(y).renew(pen.erasing());
        alternate.x = main.x;
        alternate.y = main.y;
        active = alternate;
    }

    void showMain() {
        if (active == main) return;
        main.x = alternate.x;
        main.y = alternate.y;
        alternate.clear(0);
        active = main;
    }

    /** RIS. */
    void reset() {
        transcript.wiped(main);
        main = new Grid(true, columns, rows);
        alternate = new Grid(false, columns, rows);
        active = main;
        pen.clear();
        charsets.reset();
        modes.reset();
        modes.resetMouse();
    }

    /** DECSTR. */
    void softReset() {
        active.wholeRegion();
        pen.clear();
        modes.reset();
        modes.cursorHidden = false;
        charsets.reset();
        active.savedX = 0;
        active.savedY = active.depth;
        active.savedForeground = 0;
        active.savedBackground = 0;
        active.savedCharset = Charset.ASCII;
    }

    void resize(int newColumns, int newRows) {
        main.resize(newColumns, newRows);
        if (active == alternate) {
            alternate.resize(newColumns, newRows);
        } else {
            alternate.resizeHidden(newColumns, newRows);
        }
        columns = newColumns;
        rows = newRows;
        transcript.left(main);
    }

    BitSet linksInUse() {
        var used = new BitSet();
        used.set(pen.link);
        Links.collect(main, used);
        Links.collect(alternate, used);
        return used;
    }
}
