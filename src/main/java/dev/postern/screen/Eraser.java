package dev.postern.screen;

/** Erases, inserts and deletes: cells, lines, columns. */
final class Eraser {
    private final Display display;
    private final Pen fill = new Pen();

    Eraser(Display display) {
        this.display = display;
    }

    private Pen fill() {
        fill.background = display.pen.erasing();
        return fill;
    }

    private void erase(int y, int from, int to, boolean unwrap, boolean sparing) {
        var row = display.active.row(y);
        display.touch(row);
        row.erase(from, to, display.pen.erasing(), sparing);
        if (unwrap) row.wrapped = false;
    }

    private void eraseRow(int y, boolean sparing) {
        var row = display.active.row(y);
        if (sparing) {
            display.touch(row);
            row.eraseSparing(display.pen.erasing());
            row.wrapped = false;
        } else {
            row.renew(display.pen.erasing());
        }
    }

    /** ED, and DECSED which spares what is protected. */
    void inDisplay(int what, boolean sparing) {
        display.restrict(display.columns);
        var grid = display.active;
        switch (what) {
            case 0 -> {
                if (grid.main && grid.x == 0 && grid.y == 0) display.transcript.wiped(grid);
                erase(grid.y, grid.x, display.columns, grid.x == 0, sparing);
                for (var y = grid.y + 1; y < display.rows; y++) eraseRow(y, sparing);
            }
            case 1 -> {
                erase(grid.y, 0, grid.x + 1, true, sparing);
                if (grid.x + 1 >= display.columns) unwrapNext(grid);
                for (var y = grid.y - 1; y >= 0; y--) eraseRow(y, sparing);
            }
            case 2 -> {
                if (grid.main) display.transcript.wiped(grid);
                for (var y = 0; y < display.rows; y++) eraseRow(y, sparing);
            }
            case 3 -> {
                if (!grid.main) return;
                display.transcript.gone(grid, 0);
                grid.forgetHistory();
            }
            default -> {} // unknown to xterm.js as well
        }
    }

    /** xterm.js counts from the top of its scrollback here. */
    private void unwrapNext(Grid grid) {
        var y = grid.y + 1 - grid.depth;
        if (!grid.main) y %= display.rows;
        if (y >= 0 && y < display.rows) grid.row(y).wrapped = false;
    }

    /** EL, and DECSEL. */
    void inLine(int what, boolean sparing) {
        display.restrict(display.columns);
        var grid = display.active;
        switch (what) {
            case 0 -> erase(grid.y, grid.x, display.columns, grid.x == 0, sparing);
            case 1 -> erase(grid.y, 0, grid.x + 1, false, sparing);
            case 2 -> erase(grid.y, 0, display.columns, true, sparing);
            default -> {}
        }
    }

    /** ECH. */
    void characters(int count) {
        display.restrict();
        var grid = display.active;
        erase(grid.y, grid.x, grid.x + count, false, false);
    }

    /** ICH. */
    void insert(int count) {
        display.restrict();
        display.touch(display.row());
        display.row().insert(display.active.x, count, fill());
    }

    /** DCH. */
    void delete(int count) {
        display.restrict();
        display.touch(display.row());
        display.row().delete(display.active.x, count, fill());
    }

    /** IL and DL. */
    void lines(int count, boolean insert) {
        display.restrict();
        var grid = display.active;
        if (!inRegion(grid)) return;
        for (var left = Math.min(count, display.rows); left > 0; left--) {
            if (insert) grid.down(grid.y, grid.bottom, display.pen.erasing());
            else grid.up(grid.y, grid.bottom, display.pen.erasing());
        }
        grid.x = 0;
    }

    private static boolean inRegion(Grid grid) {
        return grid.y >= grid.top && grid.y <= grid.bottom;
    }

    /** SU: nothing goes to xterm's scrollback, but the lines were read. */
    void scrollUp(int count) {
        var grid = display.active;
        var rows = Math.min(count, grid.bottom - grid.top + 1);
        if (grid.main && grid.top == 0) display.transcript.gone(grid, rows);
        for (var left = rows; left > 0; left--) grid.up(grid.top, grid.bottom, display.pen.erasing());
    }

    /** SD: what comes in is plain, whatever the pen. */
    void scrollDown(int count) {
        var grid = display.active;
        for (var left = Math.min(count, display.rows); left > 0; left--) grid.down(grid.top, grid.bottom, 0);
    }

    /** SL, SR, DECIC, DECDC: in all rows of the region, if the cursor is in it. */
    void columns(int x, int count, boolean insert) {
        var grid = display.active;
        if (!inRegion(grid)) return;
        for (var y = grid.top; y <= grid.bottom; y++) {
            var row = grid.row(y);
            display.touch(row);
            if (insert) row.insert(x, count, fill());
            else row.delete(x, count, fill());
            row.wrapped = false;
        }
    }

    /** DECALN. */
    void fillWithE() {
        display.moveTo(0, 0);
        var grid = display.active;
        for (var y = grid.y; y < display.rows; y++) {
            display.touch(grid.row(y));
            grid.row(y).fill('E', display.pen);
            grid.row(y).wrapped = false;
        }
        display.moveTo(0, 0);
    }
}
