package dev.postern.screen;

/** Moves the cursor, and scrolls where that is at the region's end. */
final class Mover {
    private final Display display;

    Mover(Display display) {
        this.display = display;
    }

    void position(Params params) {
        display.moveTo(params.count(1) - 1, params.count(0) - 1);
    }

    /** Stops at the region's top when it comes from within. */
    void up(int count) {
        var room = display.active.y - display.active.top;
        display.moveBy(0, -(room >= 0 ? Math.min(room, count) : count));
    }

    void down(int count) {
        var room = display.active.bottom - display.active.y;
        display.moveBy(0, room >= 0 ? Math.min(room, count) : count);
    }

    void lineFeed() {
        var grid = display.active;
        // an empty line is part of what was written
        if (grid.main && grid.row().first == Row.NEVER) display.touch(grid.row());
        if (display.modes.newLine) grid.x = 0;
        grid.y++;
        if (grid.y == grid.bottom + 1) {
            grid.y--;
            display.scroll(false);
        } else if (grid.y >= display.rows) {
            grid.y = display.rows - 1;
        } else {
            grid.row().wrapped = false;
        }
        if (grid.x >= display.columns) grid.x--;
    }

    void nextLine() {
        display.active.x = 0;
        index();
    }

    void index() {
        display.restrict();
        var grid = display.active;
        grid.y++;
        if (grid.y == grid.bottom + 1) {
            grid.y--;
            display.scroll(false);
        } else if (grid.y >= display.rows) {
            grid.y = display.rows - 1;
        }
        display.restrict();
    }

    void reverseIndex() {
        display.restrict();
        var grid = display.active;
        if (grid.y == grid.top) {
            grid.down(grid.top, grid.bottom, display.pen.erasing());
        } else {
            grid.y--;
            display.restrict();
        }
    }

    void backspace() {
        var grid = display.active;
        if (!display.modes.reverseWrap) {
            display.restrict();
            if (grid.x > 0) grid.x--;
            return;
        }
        display.restrict(display.columns);
        if (grid.x > 0) {
            grid.x--;
        } else if (grid.y > grid.top && grid.y <= grid.bottom && grid.row().wrapped) {
            grid.row().wrapped = false;
            grid.y--;
            grid.x = display.columns - 1;
            if (grid.row().width(grid.x) > 0 && !grid.row().hasContent(grid.x)) grid.x--;
        }
        display.restrict();
    }

    void tabs(int count) {
        var grid = display.active;
        if (grid.x >= display.columns) return;
        for (var left = Math.min(count, display.columns); left > 0; left--) grid.x = grid.nextTab();
    }

    void backTabs(int count) {
        var grid = display.active;
        if (grid.x >= display.columns) return;
        for (var left = Math.min(count, display.columns); left > 0; left--) grid.x = grid.previousTab();
    }

    /** DECSTBM. */
    void region(Params params) {
        var first = Math.max(params.get(0), 1);
        var last = params.get(1);
        if (params.size() < 2 || last > display.rows || last == 0) last = display.rows;
        if (last <= first) return;
        display.active.top = first - 1;
        display.active.bottom = last - 1;
        display.moveTo(0, 0);
    }
}
