package dev.postern.screen;

/** Puts characters into cells: widths, what joins what, wrapping, and wide characters that lose a half. */
final class Printer {
    private final Display display;
    /** What stands before the next character, of {@link Graphemes}; 0 after anything but a character. */
    int before;

    Printer(Display display) {
        this.display = display;
    }

    /** A run of characters begins. */
    void begin() {
        var grid = display.active;
        if (grid.x > 0 && grid.row().width(grid.x - 1) == 2) grid.row().blank(grid.x - 1, display.pen);
    }

    /** And ends, perhaps on what is left of a wide character. */
    void end() {
        var grid = display.active;
        var row = grid.row();
        if (grid.x < display.columns && row.width(grid.x) == 0 && !row.hasContent(grid.x))
            row.blank(grid.x, display.pen);
    }

    /** Bytes that are characters of ASCII, {@code display.at} being the count before them. */
    void ascii(byte[] bytes, int from, int to) {
        var grid = display.active;
        var at = from;
        var simple = display.charsets.current == Charset.ASCII && !display.modes.insert;
        while (at < to) {
            var room = display.columns - grid.x;
            if (!simple || room <= 0 || before != 0 && before != Graphemes.PLAIN) {
                display.at++;
                print(bytes[at++]);
                continue;
            }
            var count = Math.min(room, to - at);
            var row = grid.row();
            if (grid.main) {
                row.touch(display.at + 1);
                row.touch(display.at + count);
            }
            row.setAscii(grid.x, bytes, at, count, display.pen);
            grid.x += count;
            display.at += count;
            at += count;
            before = Graphemes.PLAIN;
        }
    }

    void print(int character) {
        var grid = display.active;
        var pen = display.pen;
        var columns = display.columns;
        var code = character < 127 ? display.charsets.current.map(character) : character;

        var after = Graphemes.after(code, before);
        var width = Graphemes.width(after);
        var joined = Graphemes.joined(after);
        var oldWidth = joined ? Graphemes.width(before) : 0;
        before = after;

        if (grid.x + width - oldWidth > columns) {
            if (display.modes.wrap) {
                wrap(grid, oldWidth);
            } else {
                grid.x = columns - 1;
                if (width == 2) return;
            }
        }
        var row = grid.row();
        display.touch(row);
        if (joined && grid.x > 0) {
            row.join(Math.max(0, grid.x - (row.width(grid.x - 1) > 0 ? 1 : 2)), code, width);
            for (var more = width - oldWidth; more > 0 && grid.x < row.columns(); more--) row.set(grid.x++, 0, 0, pen);
            return;
        }
        if (display.modes.insert) {
            row.insert(grid.x, width - oldWidth, pen);
            if (row.width(columns - 1) == 2) row.blank(columns - 1, pen);
        }
        row.set(grid.x++, code, width, pen);
        if (width == 2 && grid.x < row.columns()) row.set(grid.x++, 0, 0, pen);
    }

    /** On to the next row; a character that is joined by one that makes it too wide goes along. */
    private void wrap(Grid grid, int carried) {
        var old = grid.row();
        var from = grid.x - carried;
        grid.x = carried;
        grid.y++;
        if (grid.y == grid.bottom + 1) {
            grid.y--;
            display.scroll(true);
        } else {
            if (grid.y >= display.rows) grid.y = display.rows - 1;
            grid.row().wrapped = true;
        }
        if (carried > 0) grid.row().copy(old, from, 0, carried);
        for (var x = from; x < display.columns; x++) old.blank(x, display.pen);
    }

    /** REP. More times than fill what is kept of a screen make no difference but take time. */
    void repeat(int times) {
        if (before == 0) return;
        var grid = display.active;
        var x = grid.x - Graphemes.width(before);
        var text = x < 0 ? "" : grid.row().string(x);
        if (text.isEmpty()) return;
        var count = Math.min(times, display.columns * (display.rows + Grid.HISTORY));
        begin();
        for (var time = 0; time < count; time++) text.codePoints().forEach(this::print);
        end();
    }
}
