package dev.postern.screen;

/** Writes what a terminal is to be told, and knows what it has been told: its pen, and what the next character could join. */
final class Ink {
    static final String CSI = "\u001b[";
    private static final String ST = "\u001b\\";

    private final StringBuilder out = new StringBuilder();
    private final Links links;
    private final Pen pen = new Pen();
    /** Of {@link Graphemes}. */
    private int before;

    Ink(Links links) {
        this.links = links;
    }

    String written() {
        return out.toString();
    }

    /** A sequence, or several. */
    void tell(String sequence) {
        out.append(sequence);
        before = 0;
    }

    void moveTo(int x, int y) {
        tell(y == 0 && x == 0 ? CSI + "H" : x == 0 ? CSI + (y + 1) + "H" : CSI + (y + 1) + ";" + (x + 1) + "H");
    }

    void nextRow() {
        tell("\r\n");
    }

    void right(int count) {
        tell(count == 1 ? CSI + "C" : CSI + count + "C");
    }

    void print(String text) {
        var first = text.codePointAt(0);
        if (before != 0 && Graphemes.joined(Graphemes.after(first, before))) tell(ST);
        out.append(text);
        for (var at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            before = Graphemes.after(text.codePointAt(at), before);
        }
    }

    // ── pens

    boolean has(Pen wanted) {
        return pen.same(wanted);
    }

    /** Whatever it takes. */
    void take(Pen wanted) {
        if (pen.same(wanted)) return;
        if (!regular(wanted)) {
            takeOdd(wanted);
            return;
        }
        link(wanted.link);
        var rendition = new StringBuilder();
        colour(rendition, wanted.foreground, 30, 38);
        flags(rendition, wanted);
        colour(rendition, wanted.background, 40, 48);
        underline(rendition, wanted);
        tell(rendition.isEmpty() ? CSI + "m" : CSI + "0" + rendition + "m");
        if ((wanted.background & Pen.PROTECTED) != 0) tell(CSI + "1\"q");
        pen.set(wanted);
    }

    /** Without saving over what was saved: where that would be needed, an underline is not the same in all. */
    void takeNearly(Pen wanted) {
        var near = new Pen();
        near.set(wanted);
        if (!regular(wanted)) {
            near.style((wanted.foreground & Pen.UNDERLINE) == 0 ? 0 : Math.max(1, wanted.style()));
            near.extend();
        }
        take(near);
    }

    /** Nothing is known of the pen. */
    void forget() {
        takeRest(new Pen());
        pen.clear();
    }

    void takePlain() {
        take(new Pen());
    }

    /** Whether SGR and OSC 8 can make it; what a restored cursor leaves need not be so. */
    static boolean regular(Pen pen) {
        var styled = pen.style() != 0;
        return (pen.foreground & Pen.UNDERLINE) != 0 == styled
                && (pen.background & Pen.EXTENDED) != 0 == (styled || pen.link != 0);
    }

    /** Saves foreground and background with the cursor, changes the rest, and restores them. */
    private void takeOdd(Pen wanted) {
        takeToSave(wanted);
        tell("\u001b7");
        takeRest(wanted);
        tell("\u001b8");
        if ((wanted.background & Pen.EXTENDED) == 0) {
            // an underline was saved, and is set right as it is told of no link
            pen.link = -1;
            link(0);
        }
        pen.set(wanted);
    }

    /** Foreground and background as wanted, the rest as it comes. */
    void takeToSave(Pen wanted) {
        var saved = new Pen();
        saved.set(wanted);
        saved.link = 0;
        saved.underline = 0;
        if ((wanted.foreground & Pen.UNDERLINE) != 0) saved.style(1);
        saved.extend();
        if (saved.style() == 0 && (wanted.background & Pen.EXTENDED) != 0) {
            // any link will do
            take(saved);
            tell("\u001b]8;;x" + ST);
            pen.link(-1);
            return;
        }
        take(saved);
    }

    /** Underline and link; foreground and background do not matter. */
    void takeRest(Pen wanted) {
        var rest = new StringBuilder();
        underline(rest, wanted);
        tell(CSI + "0" + rest + "m");
        pen.link = -1;
        link(wanted.link);
    }

    /** Restores the cursor: foreground and background that were saved lie over underline and link. From there on, step by step. */
    void restoreAndTake(int foreground, int background, Pen wanted) {
        takeRest(wanted);
        tell("\u001b8");
        var rendition = new StringBuilder("22;23;25;27;28;29;39;49;55");
        colour(rendition, wanted.foreground, 30, 38);
        flags(rendition, wanted);
        colour(rendition, wanted.background, 40, 48);
        var beside = Pen.UNDERLINE;
        if ((foreground & ~beside) != (wanted.foreground & ~beside)
                || (background & ~Pen.EXTENDED) != (wanted.background & ~Pen.EXTENDED)) {
            tell(CSI + rendition + "m");
            tell(CSI + ((wanted.background & Pen.PROTECTED) != 0 ? "1\"q" : "0\"q"));
        }
        if (((background ^ wanted.background) & Pen.EXTENDED) != 0) {
            // to be told of the link again sets it right
            pen.link = -1;
            link(wanted.link);
        }
        pen.set(wanted);
    }

    private void link(int number) {
        if (pen.link == number) return;
        var link = links.get(number);
        if (link == null) tell("\u001b]8;;" + ST);
        else tell("\u001b]8;" + (link.id().isEmpty() ? "" : "id=" + link.id()) + ";" + link.address() + ST);
        pen.link = number;
    }

    private static void flags(StringBuilder to, Pen pen) {
        if ((pen.foreground & Pen.BOLD) != 0) to.append(";1");
        if ((pen.background & Pen.DIM) != 0) to.append(";2");
        if ((pen.background & Pen.ITALIC) != 0) to.append(";3");
        if ((pen.foreground & Pen.BLINK) != 0) to.append(";5");
        if ((pen.foreground & Pen.INVERSE) != 0) to.append(";7");
        if ((pen.foreground & Pen.HIDDEN) != 0) to.append(";8");
        if ((pen.foreground & Pen.STRIKE) != 0) to.append(";9");
        if ((pen.background & Pen.OVERLINE) != 0) to.append(";53");
    }

    private static void underline(StringBuilder to, Pen pen) {
        if (pen.style() == 1) to.append(";4");
        else if (pen.style() > 1) to.append(";4:").append(pen.style());
        colour(to, pen.underline, 0, 58);
    }

    private static void colour(StringBuilder to, int colour, int base, int extended) {
        switch (colour & Pen.MODE) {
            case Pen.OF_16 -> {
                var index = colour & Pen.INDEX;
                to.append(';').append(index < 8 ? base + index : base + 60 + index - 8);
            }
            case Pen.OF_256 -> to.append(';').append(extended).append(";5;").append(colour & Pen.INDEX);
            case Pen.RGB ->
                to.append(';')
                        .append(extended)
                        .append(";2;")
                        .append(colour >> 16 & Pen.INDEX)
                        .append(';')
                        .append(colour >> 8 & Pen.INDEX)
                        .append(';')
                        .append(colour & Pen.INDEX);
            default -> {} // its own
        }
    }
}
