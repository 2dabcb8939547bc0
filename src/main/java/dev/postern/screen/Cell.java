package dev.postern.screen;

/** What a cell is to somebody who looks at it; of halves that lost their other half nothing is seen. */
enum Cell {
    TEXT,
    /** Nothing stands there, in the background's colour alone. */
    EMPTY,
    /** Nothing stands there either, but more than the background shows or is kept, as with a blank. */
    BLANK,
    SECOND_HALF;

    private static final int FIRST_MARK = 0x300;

    static Cell of(Row row, int x, int columns) {
        if (row.hasContent(x)) {
            var whole = row.width(x) == 1 || row.width(x) == 2 && hasSecondHalf(row, x, columns);
            return whole && row.width(x) == widthAlone(row, x) ? TEXT : BLANK;
        }
        if (row.width(x) == 0 && x > 0 && of(row, x - 1, columns) == TEXT) return SECOND_HALF;
        return row.isPlainButForBackground(x) ? EMPTY : BLANK;
    }

    /** Where a part was taken away from what was joined, the rest would not come out as wide again. */
    private static int widthAlone(Row row, int x) {
        return row.code(x) > 0 && row.code(x) < FIRST_MARK ? 1 : Graphemes.width(Graphemes.after(row.string(x)));
    }

    private static boolean hasSecondHalf(Row row, int x, int columns) {
        return x + 1 < columns && row.width(x + 1) == 0 && !row.hasContent(x + 1);
    }

    static int width(Row row, int x, int columns) {
        return of(row, x, columns) == TEXT ? row.width(x) : 1;
    }

    static int background(Row row, int x, Pen pen) {
        row.loadPen(x, pen);
        return pen.erasing();
    }
}
