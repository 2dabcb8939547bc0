package dev.postern.screen;

/** Draws a grid's rows on an empty screen of the same size. */
final class Painter {
    private static final String ERASE = "X";

    private final Ink ink;
    private final Grid grid;
    private final Pen pen = new Pen();
    /** Where the other terminal's cursor is; its column is past the last when the next character wraps. */
    private int x;

    private int y;

    Painter(Ink ink, Grid grid) {
        this.ink = ink;
        this.grid = grid;
    }

    void paint() {
        ink.moveTo(0, 0);
        for (var row = 0; row < grid.rows(); row++) {
            // that the topmost goes on from above cannot be said
            if (row > 0 && grid.row(row).wrapped) wrapInto(row);
            paint(row);
        }
        ink.takePlain();
    }

    /** A row that goes on is one that was written to by wrapping. */
    private void wrapInto(int row) {
        var columns = grid.columns();
        var kind = Cell.of(grid.row(row), 0, columns);
        if (kind == Cell.TEXT && wraps(row)) return;
        var above = grid.row(row - 1);
        var last = Cell.of(above, columns - 1, columns) == Cell.SECOND_HALF ? columns - 2 : columns - 1;
        var lastKind = Cell.of(above, last, columns);
        goTo(last, row - 1);
        if (lastKind == Cell.EMPTY) print(" ", 1);
        else print(above, last);
        ink.takePlain();
        print(" ", 1);
        x = 1;
        y = row;
        if (lastKind == Cell.EMPTY) erase(columns - 1, row - 1, 1, Cell.background(above, columns - 1, pen));
        erase(0, row, 1, 0);
    }

    /** Whether to go on printing leads to the row. A pen that needs the cursor saved and restored would end the waiting. */
    private boolean wraps(int row) {
        if (x != grid.columns() || y != row - 1) return false;
        grid.row(row).loadPen(0, pen);
        return ink.has(pen) || Ink.regular(pen);
    }

    private void paint(int at) {
        var row = grid.row(at);
        var columns = grid.columns();
        for (var column = 0; column < columns; ) {
            switch (Cell.of(row, column, columns)) {
                case TEXT, BLANK -> {
                    var wraps = column == 0 && row.wrapped && wraps(at);
                    if (!wraps) goTo(column, at);
                    print(row, column);
                    if (wraps) y = at;
                    x = column + Math.max(1, Cell.width(row, column, columns));
                    column = x;
                }
                case EMPTY -> {
                    var count = 1;
                    while (column + count < columns && sameEmpty(row, column, column + count)) count++;
                    var background = Cell.background(row, column, pen);
                    // what was never written to need not be erased
                    if (background != 0) erase(column, at, count, background);
                    column += count;
                }
                case SECOND_HALF -> column++;
            }
        }
    }

    private boolean sameEmpty(Row row, int one, int other) {
        if (Cell.of(row, other, grid.columns()) != Cell.EMPTY) return false;
        return Cell.background(row, one, pen) == Cell.background(row, other, pen);
    }

    private void erase(int column, int at, int count, int background) {
        goTo(column, at);
        pen.clear();
        pen.background = background;
        ink.take(pen);
        ink.tell(count == 1 ? Ink.CSI + ERASE : Ink.CSI + count + ERASE);
    }

    private void goTo(int column, int row) {
        if (row == y && column == x) return;
        if (row == y && column > x) ink.right(column - x);
        else if (row == y + 1 && column == 0 && !grid.row(row).wrapped) ink.nextRow();
        else ink.moveTo(column, row);
        x = column;
        y = row;
    }

    private void print(Row row, int column) {
        row.loadPen(column, pen);
        ink.take(pen);
        var text = Cell.of(row, column, grid.columns()) == Cell.TEXT ? row.string(column) : " ";
        print(text, Cell.width(row, column, grid.columns()));
    }

    private void print(String text, int width) {
        ink.print(text);
        x += width;
    }
}
