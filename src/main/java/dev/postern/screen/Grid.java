package dev.postern.screen;

import java.util.BitSet;
import java.util.List;

/**
 * A screen's rows with its cursor, scroll region, tab stops and saved cursor; of the main screen also the last rows that left its top, which
 * come back when the window grows. Rows are used again: scrolling allocates nothing once the ring is full.
 */
final class Grid {
    /** How many rows of a main screen may come back. More than windows grow by, and a small part of xterm's. */
    static final int HISTORY = 200;
    /** Rows xterm keeps on our terminal page; decides when a saved cursor stops moving with its line. */
    static final int SCROLLBACK = 10_000;

    private static final int TAB = 8;

    final boolean main;
    private Row[] ring;
    private int start;
    private int length;
    /** How many rows of the ring are above the screen. */
    private int above;
    /** How many xterm would have above. */
    int depth;

    private int columns;
    private int rows;

    int x;
    int y;
    int top;
    int bottom;

    int savedX;
    /** Counted from the top of xterm's scrollback. */
    int savedY;

    int savedForeground;
    int savedBackground;
    Charset savedCharset = Charset.ASCII;
    final BitSet tabs = new BitSet();

    Grid(boolean main, int columns, int rows) {
        this.main = main;
        this.columns = columns;
        this.rows = rows;
        ring = new Row[capacity(rows)];
        clear(0);
    }

    private int capacity(int rows) {
        return main ? HISTORY + rows : rows;
    }

    /** Nothing above, nothing on it; the saved cursor stays. */
    void clear(int background) {
        start = 0;
        above = 0;
        depth = 0;
        length = rows;
        for (var at = 0; at < rows; at++) {
            ring[at] = new Row(columns);
            ring[at].renew(background);
        }
        x = 0;
        y = 0;
        wholeRegion();
        tabs.clear();
        tabsFrom(0);
    }

    void wholeRegion() {
        top = 0;
        bottom = rows - 1;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    Row row(int y) {
        return at(above + y);
    }

    Row row() {
        return at(above + y);
    }

    private Row at(int index) {
        var place = start + index;
        return ring[place >= ring.length ? place - ring.length : place];
    }

    private void put(int index, Row row) {
        var place = start + index;
        ring[place >= ring.length ? place - ring.length : place] = row;
    }

    // ── scrolling

    /** One row up within the region; a row that leaves the screen's top is what is returned, else the one that was at the region's top. */
    Row scroll(int background, boolean wrapped) {
        if (top > 0) {
            var gone = row(top);
            up(top, bottom, background);
            row(bottom).wrapped = wrapped;
            return gone;
        }
        var leaving = row(0);
        Row fresh;
        if (length == ring.length) {
            fresh = ring[start];
            if (++start == ring.length) start = 0;
            put(length - 1, fresh);
        } else {
            fresh = new Row(columns);
            put(length++, fresh);
            above++;
        }
        if (main && depth < SCROLLBACK) depth++;
        renew(fresh, background);
        fresh.wrapped = wrapped;
        // rows below the region stay where they are
        for (var at = rows - 1; at > bottom; at--) put(above + at, row(at - 1));
        put(above + bottom, fresh);
        return leaving;
    }

    /** The rows move up by one, the last is new. */
    void up(int from, int to, int background) {
        var gone = row(from);
        for (var at = from; at < to; at++) put(above + at, row(at + 1));
        renew(gone, background);
        put(above + to, gone);
    }

    void down(int from, int to, int background) {
        var gone = row(to);
        for (var at = to; at > from; at--) put(above + at, row(at - 1));
        renew(gone, background);
        put(above + from, gone);
    }

    /** A row of an alternate screen may have kept the columns of a wider window. */
    private void renew(Row row, int background) {
        row.resize(columns);
        row.renew(background);
    }

    void forgetHistory() {
        start = (start + above) % ring.length;
        length -= above;
        above = 0;
        depth = 0;
    }

    // ── cursor

    void save(Pen pen, Charset charset) {
        savedX = x;
        savedY = depth + y;
        savedForeground = pen.foreground;
        savedBackground = pen.background;
        savedCharset = charset;
    }

    /** Where the saved cursor's row is now. */
    int savedRow() {
        return Math.max(savedY - depth, 0);
    }

    int nextTab() {
        var next = tabs.nextSetBit(x + 1);
        return next < 0 || next >= columns ? columns - 1 : next;
    }

    int previousTab() {
        return x == 0 ? 0 : tabBefore(x);
    }

    private int tabBefore(int column) {
        return Math.clamp(tabs.previousSetBit(column - 1), 0, columns - 1);
    }

    private void tabsFrom(int column) {
        for (var at = column; at < columns; at += TAB) tabs.set(at);
    }

    // ── size

    /** As xterm.js does it: rows below the cursor go first, rows above come back, and long lines of the main screen are laid anew. */
    void resize(int newColumns, int newRows) {
        new Resize(this, newColumns, newRows).run();
        tabsAfterResize();
    }

    /** Nothing stands on a screen that is not shown. */
    void resizeHidden(int newColumns, int newRows) {
        var stops = (BitSet) tabs.clone();
        columns = newColumns;
        rows = newRows;
        ring = new Row[capacity(newRows)];
        clear(0);
        tabs.clear();
        tabs.or(stops);
        tabsAfterResize();
    }

    private void tabsAfterResize() {
        tabsFrom(tabs.get(columns) ? columns : Math.max(0, tabs.previousSetBit(columns - 1)));
    }

    /** All rows, those above the screen first. */
    Row[] all() {
        var all = new Row[length];
        for (var at = 0; at < length; at++) all[at] = at(at);
        return all;
    }

    /** Takes the rows of a resize; the last {@code newRows} of them are the screen. */
    void lay(List<Row> laid, int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        ring = new Row[capacity(newRows)];
        var first = Math.max(0, laid.size() - ring.length);
        length = laid.size() - first;
        for (var at = 0; at < length; at++) ring[at] = laid.get(first + at);
        start = 0;
        above = length - newRows;
    }

    int above() {
        return above;
    }

    /** Counted from the oldest that is kept; on from {@link #above()} they are the screen's. */
    Row above(int index) {
        return at(index);
    }
}
