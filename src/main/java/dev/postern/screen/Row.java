package dev.postern.screen;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row of cells, three ints each: what stands in it with its width, foreground, background. Nothing is allocated per cell. What few cells
 * have, text of several code points, underline styles and links, has arrays of its own that come with the first such cell.
 */
final class Row {
    private static final int STRIDE = 3;
    private static final int CODE = 0x1FFFFF;
    private static final int CLUSTER = 0x200000;
    private static final int CONTENT = CODE | CLUSTER;
    private static final int WIDTH_SHIFT = 22;
    private static final int EMPTY = 1 << WIDTH_SHIFT;
    /** Families and flags have about a dozen; what heaps up marks without end gets no further. */
    private static final int LONGEST_CLUSTER = 64;

    static final long NEVER = -1;

    private int[] cells;
    private int columns;
    /** Cells from here on are as they were made. */
    private int used;

    private @Nullable String @Nullable [] clusters;
    private int @Nullable [] underlines;
    private int @Nullable [] links;

    /** Goes on with what the row above could not hold. */
    boolean wrapped;
    /** Its line was told as finished, and nothing has changed since. */
    boolean told;
    /** How many bytes had been written when it first changed. */
    long first = NEVER;

    long last = NEVER;

    Row(int columns) {
        this.columns = columns;
        cells = new int[columns * STRIDE];
        for (var at = 0; at < cells.length; at += STRIDE) cells[at] = EMPTY;
    }

    int columns() {
        return columns;
    }

    void touch(long at) {
        if (first == NEVER) first = at;
        last = at;
        told = false;
    }

    /** As if new, in the colour that erased cells have. */
    void renew(int background) {
        erase(background);
        wrapped = false;
        told = false;
        first = NEVER;
        last = NEVER;
    }

    private void erase(int background) {
        clusters = null;
        underlines = null;
        links = null;
        var end = (background == 0 ? used : columns) * STRIDE;
        for (var at = 0; at < end; at += STRIDE) {
            cells[at] = EMPTY;
            cells[at + 1] = 0;
            cells[at + 2] = background;
        }
        used = background == 0 ? 0 : columns;
    }

    // ── what stands in a cell

    int width(int x) {
        return cells[x * STRIDE] >> WIDTH_SHIFT;
    }

    boolean hasContent(int x) {
        return (cells[x * STRIDE] & CONTENT) != 0;
    }

    /** 0 where nothing stands or a cluster does. */
    int code(int x) {
        return cells[x * STRIDE] & CODE;
    }

    /** Empty where nothing stands. */
    String string(int x) {
        var content = cells[x * STRIDE];
        if ((content & CLUSTER) != 0 && clusters != null) {
            var cluster = clusters[x];
            return cluster == null ? "" : cluster;
        }
        return (content & CODE) == 0 ? "" : Character.toString(content & CODE);
    }

    void loadPen(int x, Pen into) {
        into.foreground = cells[x * STRIDE + 1];
        into.background = cells[x * STRIDE + 2];
        var extended = (into.background & Pen.EXTENDED) != 0;
        into.underline = extended && underlines != null ? underlines[x] : 0;
        into.link = extended && links != null ? links[x] : 0;
    }

    int link(int x) {
        return links != null && (cells[x * STRIDE + 2] & Pen.EXTENDED) != 0 ? links[x] : 0;
    }

    boolean isPlainButForBackground(int x) {
        return cells[x * STRIDE + 1] == 0 && (cells[x * STRIDE + 2] & ~(Pen.MODE | Pen.COLOUR)) == 0;
    }

    private boolean isProtected(int x) {
        return (cells[x * STRIDE + 2] & Pen.PROTECTED) != 0;
    }

    /** One after the last cell in which something stands. */
    int trimmedLength() {
        for (var x = used - 1; x >= 0; x--) {
            if (hasContent(x)) return x + width(x);
        }
        return 0;
    }

    /** Empty cells come out as blanks. */
    void appendTo(StringBuilder text, int end) {
        for (var x = 0; x < end; ) {
            var content = cells[x * STRIDE];
            var code = content & CODE;
            if ((content & CLUSTER) != 0) text.append(string(x));
            else if (code < Character.MIN_SUPPLEMENTARY_CODE_POINT) text.append(code == 0 ? ' ' : (char) code);
            else text.appendCodePoint(code);
            x += Math.max(1, content >> WIDTH_SHIFT);
        }
    }

    // ── changes

    void set(int x, int code, int width, Pen pen) {
        if (x >= used) used = x + 1;
        var at = x * STRIDE;
        cells[at] = code | width << WIDTH_SHIFT;
        cells[at + 1] = pen.foreground;
        cells[at + 2] = pen.background;
        if ((pen.background & Pen.EXTENDED) != 0) extend(x, pen);
    }

    /** Letters and the like, one cell each. */
    void setAscii(int x, byte[] bytes, int from, int count, Pen pen) {
        if (x + count > used) used = x + count;
        var foreground = pen.foreground;
        var background = pen.background;
        var at = x * STRIDE;
        for (var index = from; index < from + count; index++) {
            cells[at] = bytes[index] | EMPTY;
            cells[at + 1] = foreground;
            cells[at + 2] = background;
            at += STRIDE;
        }
        if ((background & Pen.EXTENDED) != 0) for (var i = x; i < x + count; i++) extend(i, pen);
    }

    private void extend(int x, Pen pen) {
        if (underlines == null) underlines = new int[columns];
        underlines[x] = pen.underline;
        if (links == null && pen.link != 0) links = new int[columns];
        if (links != null) links[x] = pen.link;
    }

    /** Half of a wide character is left, or nothing is to stand here any more. */
    void blank(int x, Pen pen) {
        set(x, 0, 1, pen);
    }

    private void blank(int x, int background) {
        if (x >= used) used = x + 1;
        cells[x * STRIDE] = EMPTY;
        cells[x * STRIDE + 1] = 0;
        cells[x * STRIDE + 2] = background;
    }

    /** Puts another code point into the cell. */
    void join(int x, int code, int width) {
        if (x >= used) used = x + 1;
        var at = x * STRIDE;
        var content = cells[at];
        if ((content & CONTENT) == 0) {
            content = code;
        } else {
            var cluster = string(x);
            if (clusters == null) clusters = new String[columns];
            if (cluster.length() < LONGEST_CLUSTER) cluster += Character.toString(code);
            clusters[x] = cluster;
            content = CLUSTER;
        }
        cells[at] = content | width << WIDTH_SHIFT;
    }

    /** Cells from the other row, with all that belongs to them. */
    void copy(Row from, int fromX, int x, int count) {
        if (x + count > used) used = x + count;
        System.arraycopy(from.cells, fromX * STRIDE, cells, x * STRIDE, count * STRIDE);
        if (from.clusters != null) {
            if (clusters == null) clusters = new String[columns];
            System.arraycopy(from.clusters, fromX, clusters, x, count);
        }
        if (from.underlines != null) {
            if (underlines == null) underlines = new int[columns];
            System.arraycopy(from.underlines, fromX, underlines, x, count);
        }
        if (from.links != null) {
            if (links == null) links = new int[columns];
            System.arraycopy(from.links, fromX, links, x, count);
        } else if (links != null) {
            Arrays.fill(links, x, x + count, 0);
        }
    }

    /** Makes room for {@code count} cells that look as the pen says. */
    void insert(int column, int count, Pen fill) {
        var x = column % columns;
        if (x > 0 && width(x - 1) == 2) blank(x - 1, fill);
        var room = Math.min(count, columns - x);
        if (room < columns - x) copy(this, x, x + room, columns - x - room);
        for (var at = x; at < x + room; at++) blank(at, fill);
        if (width(columns - 1) == 2) blank(columns - 1, fill);
    }

    void delete(int column, int count, Pen fill) {
        var x = column % columns;
        var gone = Math.min(count, columns - x);
        if (gone < columns - x) copy(this, x + gone, x, columns - x - gone);
        for (var at = columns - gone; at < columns; at++) blank(at, fill);
        if (x > 0 && width(x - 1) == 2) blank(x - 1, fill);
        if (width(x) == 0 && !hasContent(x)) blank(x, fill);
    }

    void erase(int from, int to, int background, boolean sparing) {
        var end = Math.min(to, columns);
        if (from > 0 && from <= columns && width(from - 1) == 2 && !(sparing && isProtected(from - 1)))
            blank(from - 1, background);
        if (to < columns && to > 0 && width(to - 1) == 2 && !(sparing && isProtected(to))) blank(to, background);
        for (var x = from; x < end; x++) {
            if (!(sparing && isProtected(x))) blank(x, background);
        }
    }

    /** All of it, but for what is protected. */
    void eraseSparing(int background) {
        for (var x = 0; x < columns; x++) {
            if (!isProtected(x)) blank(x, background);
        }
    }

    /** Of an underline what is beside the foreground only, as xterm.js fills for DECALN. */
    void fill(int code, Pen pen) {
        clusters = null;
        underlines = null;
        links = null;
        for (var x = 0; x < columns; x++) {
            cells[x * STRIDE] = code | EMPTY;
            cells[x * STRIDE + 1] = pen.foreground;
            cells[x * STRIDE + 2] = pen.background;
        }
        used = columns;
    }

    void resize(int newColumns) {
        if (newColumns == columns) return;
        cells = Arrays.copyOf(cells, newColumns * STRIDE);
        for (var x = columns; x < newColumns; x++) cells[x * STRIDE] = EMPTY;
        if (clusters != null) clusters = Arrays.copyOf(clusters, newColumns);
        if (underlines != null) underlines = Arrays.copyOf(underlines, newColumns);
        if (links != null) links = Arrays.copyOf(links, newColumns);
        columns = newColumns;
        used = Math.min(used, newColumns);
    }
}
