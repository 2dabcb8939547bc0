package dev.postern.screen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A grid takes another size. Lines of a main screen that wrapped are laid anew, but not the one with the cursor: the shell redraws that. The
 * order of the steps is xterm.js 6's (Buffer.resize), and so are their consequences.
 */
final class Resize {
    private static final Pen PLAIN = new Pen();

    private final Grid grid;
    private final int columns;
    private final int newColumns;
    private final int newRows;
    private final List<Row> lines;
    /** How many lines are above the screen. */
    private int above;

    Resize(Grid grid, int newColumns, int newRows) {
        this.grid = grid;
        this.columns = grid.columns();
        this.newColumns = newColumns;
        this.newRows = newRows;
        this.lines = new ArrayList<>(List.of(grid.all()));
        this.above = grid.above();
    }

    void run() {
        if (columns < newColumns) widen();
        if (grid.rows() < newRows) heighten();
        else lower();
        grid.savedX = Math.min(grid.savedX, newColumns - 1);
        grid.top = 0;
        grid.bottom = newRows - 1;
        if (grid.main && newColumns > columns) joinLines();
        if (grid.main && newColumns < columns) {
            breakLines();
            for (var line : lines) line.resize(newColumns);
        }
        grid.lay(lines, newColumns, newRows);
    }

    private void widen() {
        for (var line : lines) line.resize(newColumns);
    }

    private void heighten() {
        var back = 0;
        for (var rows = grid.rows(); rows < newRows; rows++) {
            if (above > 0 && lines.size() <= above + grid.y + back + 1) {
                rise(-1);
                back++;
            } else {
                lines.add(new Row(newColumns));
            }
        }
        grid.x = Math.min(grid.x, newColumns - 1);
        grid.y = Math.min(grid.y, newRows - 1) + back;
    }

    private void lower() {
        for (var rows = grid.rows(); rows > newRows; rows--) {
            if (lines.size() > above + grid.y + 1) lines.removeLast();
            else rise(1);
        }
        if (!grid.main) {
            var tooMany = lines.size() - newRows;
            lines.subList(0, tooMany).clear();
            rise(-Math.min(tooMany, above));
            grid.savedY = Math.max(grid.savedY - tooMany, 0);
        }
        grid.x = Math.min(grid.x, newColumns - 1);
        grid.y = Math.min(grid.y, newRows - 1);
    }

    private void rise(int by) {
        above += by;
        grid.depth = Math.clamp(grid.depth + by, 0, Grid.SCROLLBACK);
    }

    private boolean hasCursor(int from, int count) {
        var at = above + grid.y;
        return at >= from && at < from + count;
    }

    // ── wider

    private void joinLines() {
        var removed = 0;
        var kept = new ArrayList<Row>();
        for (var y = 0; y < lines.size(); ) {
            var group = group(y);
            var rows = group.size() > 1 && !hasCursor(y, group.size()) ? join(group) : group.size();
            kept.addAll(group.subList(0, rows));
            removed += group.size() - rows;
            y += group.size();
        }
        lines.clear();
        lines.addAll(kept);
        for (var left = removed; left > 0; left--) {
            if (above > 0) {
                rise(-1);
            } else {
                if (grid.y > 0) grid.y--;
                if (lines.size() < newRows) lines.add(new Row(newColumns));
            }
        }
        grid.savedY = Math.max(grid.savedY - removed, 0);
    }

    /** A line's rows, from the first on. */
    private List<Row> group(int first) {
        var end = first + 1;
        while (end < lines.size() && lines.get(end).wrapped) end++;
        return lines.subList(first, end);
    }

    /** @return how many rows are left */
    private int join(List<Row> group) {
        share(group);
        var to = 0;
        var toX = length(group, 0);
        var from = 1;
        var fromX = 0;
        while (from < group.size()) {
            var fromEnd = length(group, from);
            var count = Math.min(fromEnd - fromX, newColumns - toX);
            group.get(to).copy(group.get(from), fromX, toX, count);
            toX += count;
            if (toX == newColumns) {
                to++;
                toX = 0;
            }
            fromX += count;
            if (fromX == fromEnd) {
                from++;
                fromX = 0;
            }
            // a wide character does not stand in the last column
            if (toX == 0 && to != 0 && group.get(to - 1).width(newColumns - 1) == 2) {
                group.get(to).copy(group.get(to - 1), newColumns - 1, toX++, 1);
                group.get(to - 1).blank(newColumns - 1, PLAIN);
            }
        }
        group.get(to).erase(toX, newColumns, 0, false);
        var left = group.size();
        while (left > 1 && (left - 1 > to || group.get(left - 1).trimmedLength() == 0)) left--;
        return left;
    }

    // ── narrower

    private void breakLines() {
        var inserted = 0;
        var additions = new TreeMap<Integer, List<Row>>();
        for (var y = lines.size() - 1; y >= 0; y--) {
            if (y >= lines.size()) continue;
            var line = lines.get(y);
            if (!line.wrapped && line.trimmedLength() <= newColumns) continue;
            var group = new ArrayDeque<Row>();
            group.add(line);
            while (line.wrapped && y > 0) {
                line = lines.get(--y);
                group.addFirst(line);
            }
            if (hasCursor(y, group.size())) continue;
            var added = split(new ArrayList<>(group));
            if (!added.isEmpty()) additions.put(y + group.size(), added);
            var before = grid.savedY;
            inserted += added.size();
            for (var left = added.size(); left > 0; left--) goDown(inserted);
            grid.savedY = Math.min(before + added.size(), grid.depth + newRows - 1);
        }
        additions.descendingMap().forEach((at, rows) -> lines.addAll(Math.min(at, lines.size()), rows));
    }

    private void goDown(int inserted) {
        if (above == 0 && grid.y < newRows - 1) {
            grid.y++;
            lines.removeLast();
        } else if (above == 0 || above < lines.size() + inserted - newRows) {
            rise(1);
        }
    }

    /** Moves what stands in the rows to narrower ones; returns those that had to be added at the end. */
    private List<Row> split(List<Row> rows) {
        var lengths = lengths(rows);
        var added = new ArrayList<Row>();
        var from = rows.size() - 1;
        var fromX = rows.getLast().trimmedLength();
        while (rows.size() < lengths.size()) {
            var fresh = new Row(newColumns);
            fresh.wrapped = true;
            added.add(fresh);
            rows.add(fresh);
        }
        share(rows);
        var to = lengths.size() - 1;
        var toX = to < 0 ? 0 : lengths.get(to);
        while (from >= 0 && to >= 0) {
            var count = Math.min(fromX, toX);
            rows.get(to).copy(rows.get(from), fromX - count, toX - count, count);
            toX -= count;
            if (toX == 0 && --to >= 0) toX = lengths.get(to);
            fromX -= count;
            if (fromX == 0 && --from >= 0) fromX = length(rows, from);
        }
        // where a wide character went on to the next row
        for (var at = 0; at < lengths.size(); at++) {
            if (lengths.get(at) < newColumns) rows.get(at).blank(lengths.get(at), PLAIN);
        }
        return added;
    }

    private List<Integer> lengths(List<Row> rows) {
        var needed = 0;
        for (var at = 0; at < rows.size(); at++) needed += length(rows, at);
        var lengths = new ArrayList<Integer>();
        var x = 0;
        var row = 0;
        for (var given = 0; given < needed; ) {
            if (needed - given < newColumns) {
                lengths.add(needed - given);
                break;
            }
            x += newColumns;
            var end = length(rows, row);
            if (x > end) {
                x -= end;
                row++;
            }
            var wide = row < rows.size() && rows.get(row).width(x - 1) == 2;
            if (wide) x--;
            lengths.add(wide ? newColumns - 1 : newColumns);
            given += lengths.getLast();
        }
        return lengths;
    }

    /** How much of a row counts: all of it, but for the last cell where a wide character did not fit, and for the last row's trailing blanks. */
    private int length(List<Row> rows, int at) {
        if (at == rows.size() - 1) return rows.get(at).trimmedLength();
        var row = rows.get(at);
        var empty = !row.hasContent(columns - 1) && row.width(columns - 1) == 1;
        return empty && rows.get(at + 1).width(0) == 2 ? columns - 1 : columns;
    }

    /** The rows of one line changed when the line did, and are told together. */
    private static void share(List<Row> rows) {
        var told = true;
        var first = Row.NEVER;
        var last = Row.NEVER;
        for (var row : rows) {
            if (row.first == Row.NEVER) continue;
            told &= row.told;
            first = first == Row.NEVER ? row.first : Math.min(first, row.first);
            last = Math.max(last, row.last);
        }
        for (var row : rows) {
            row.told = told;
            row.first = first;
            row.last = last;
        }
    }
}
