package dev.postern.screen;

/** What each control character and sequence does, as far as one sees it. Reports are not given: a recording has nobody to answer. */
final class Commands {
    private final Display display;
    private final Printer printer;
    private final Eraser eraser;
    private final Mover mover;

    Commands(Display display, Printer printer) {
        this.display = display;
        this.printer = printer;
        this.eraser = new Eraser(display);
        this.mover = new Mover(display);
    }

    /** C0 and C1. */
    void control(int code) {
        switch (code) {
            case '\b' -> mover.backspace();
            case '\t' -> mover.tabs(1);
            case '\n', 0x0B, '\f' -> mover.lineFeed();
            case '\r' -> display.active.x = 0;
            case 0x0E -> display.charsets.use(1);
            case 0x0F -> display.charsets.use(0);
            case 0x84 -> mover.index();
            case 0x85 -> mover.nextLine();
            case 0x88 -> display.active.tabs.set(display.active.x);
            default -> {} // bells ring for who is there
        }
    }

    /** @param collected intermediate characters, the last one lowest */
    void escape(int collected, int end) {
        if (collected != 0) {
            designate(collected, end);
            return;
        }
        switch (end) {
            case '7' -> display.save();
            case '8' -> display.restore();
            case 'D' -> mover.index();
            case 'E' -> mover.nextLine();
            case 'H' -> display.active.tabs.set(display.active.x);
            case 'M' -> mover.reverseIndex();
            case '=' -> display.modes.applicationKeypad = true;
            case '>' -> display.modes.applicationKeypad = false;
            case 'c' -> display.reset();
            case 'n', '}' -> display.charsets.use(2);
            case 'o', '|' -> display.charsets.use(3);
            case '~' -> display.charsets.use(1);
            default -> {} // ST among them
        }
    }

    private void designate(int collected, int end) {
        if (collected == '#' && end == '8') eraser.fillWithE();
        if (collected == '%' && (end == '@' || end == 'G')) {
            display.charsets.use(0);
            display.charsets.designate(0, Charset.ASCII);
        }
        var into = switch (collected) {
            case '(' -> 0;
            case ')', '-' -> 1;
            case '*', '.' -> 2;
            case '+' -> 3;
            default -> -1;
        };
        var charset = Charset.of(end);
        if (into >= 0 && charset != null) display.charsets.designate(into, charset);
    }

    void sequence(int collected, int end, Params params) {
        switch (collected) {
            case 0 -> plain(end, params);
            case '?' -> priv(end, params);
            case ' ' -> {
                if (end == '@') eraser.columns(0, params.count(0), false);
                else if (end == 'A') eraser.columns(0, params.count(0), true);
                else if (end == 'q') cursorStyle(params.get(0));
            }
            case '!' -> {
                if (end == 'p') display.softReset();
            }
            case '\'' -> {
                if (end == '}') eraser.columns(display.active.x, params.count(0), true);
                else if (end == '~') eraser.columns(display.active.x, params.count(0), false);
            }
            case '"' -> {
                if (end == 'q') protect(params.get(0));
            }
            default -> {} // reports, and what is unknown
        }
    }

    private void plain(int end, Params params) {
        switch (end) {
            case 'm' -> Sgr.apply(params, display.pen);
            case 'H', 'f' -> mover.position(params);
            case 'K' -> eraser.inLine(params.get(0), false);
            case 'J' -> eraser.inDisplay(params.get(0), false);
            case 'A' -> mover.up(params.count(0));
            case 'B' -> mover.down(params.count(0));
            case 'C', 'a' -> display.moveBy(params.count(0), 0);
            case 'D' -> display.moveBy(-params.count(0), 0);
            case 'E' -> {
                mover.down(params.count(0));
                display.active.x = 0;
            }
            case 'F' -> {
                mover.up(params.count(0));
                display.active.x = 0;
            }
            case 'G', '`' -> display.moveTo(params.count(0) - 1, display.active.y);
            case 'd' -> display.moveTo(display.active.x, params.count(0) - 1);
            case 'e' -> display.moveBy(0, params.count(0));
            case '@' -> eraser.insert(params.count(0));
            case 'P' -> eraser.delete(params.count(0));
            case 'X' -> eraser.characters(params.count(0));
            case 'L' -> eraser.lines(params.count(0), true);
            case 'M' -> eraser.lines(params.count(0), false);
            case 'S' -> eraser.scrollUp(params.count(0));
            case 'T' -> eraser.scrollDown(params.count(0));
            case 'I' -> mover.tabs(params.count(0));
            case 'Z' -> mover.backTabs(params.count(0));
            case 'b' -> printer.repeat(params.count(0));
            case 'g' -> clearTab(params.get(0));
            case 'h' -> ansi(params, true);
            case 'l' -> ansi(params, false);
            case 'r' -> mover.region(params);
            case 's' -> display.save();
            case 'u' -> display.restore();
            default -> {} // window operations are off on our page, reports are not given
        }
    }

    private void priv(int end, Params params) {
        switch (end) {
            case 'J' -> eraser.inDisplay(params.get(0), true);
            case 'K' -> eraser.inLine(params.get(0), true);
            case 'h' -> {
                for (var at = 0; at < params.size(); at++) set(params.get(at));
            }
            case 'l' -> {
                for (var at = 0; at < params.size(); at++) unset(params.get(at));
            }
            default -> {} // reports
        }
    }

    private void ansi(Params params, boolean on) {
        for (var at = 0; at < params.size(); at++) display.modes.setAnsi(params.get(at), on);
    }

    private void set(int mode) {
        display.modes.setPrivate(mode, true);
        switch (mode) {
            case 2 -> {
                for (var into = 0; into < 4; into++) display.charsets.designate(into, Charset.ASCII);
            }
            case 6 -> display.moveTo(0, 0);
            case 47, 1047 -> display.showAlternate();
            case 1048 -> display.save();
            case 1049 -> {
                display.save();
                display.showAlternate();
            }
            default -> {} // a switch, and no more
        }
    }

    private void unset(int mode) {
        display.modes.setPrivate(mode, false);
        switch (mode) {
            case 6 -> display.moveTo(0, 0);
            case 47, 1047 -> display.showMain();
            case 1048 -> display.restore();
            case 1049 -> {
                display.showMain();
                display.restore();
            }
            default -> {} // a switch, and no more
        }
    }

    private void clearTab(int what) {
        if (what == 0) display.active.tabs.clear(display.active.x);
        else if (what == 3) display.active.tabs.clear();
    }

    private void cursorStyle(int style) {
        // what has no shape blinks or not, which is not remembered
        if (style >= 0 && style <= 6) display.modes.cursorStyle = style;
    }

    private void protect(int what) {
        if (what == 1) display.pen.background |= Pen.PROTECTED;
        else if (what == 0 || what == 2) display.pen.background &= ~Pen.PROTECTED;
    }
}
