package dev.postern.screen;

/**
 * How the next character looks. Laid out as xterm.js lays out its attributes, so that its peculiarities come out by themselves: what is saved
 * with the cursor is foreground and background, not the rest.
 */
final class Pen {
    static final int COLOUR = 0xFFFFFF;
    static final int INDEX = 0xFF;
    static final int MODE = 0x3000000;
    static final int OF_16 = 0x1000000;
    static final int OF_256 = 0x2000000;
    static final int RGB = 0x3000000;

    // beside the foreground
    static final int INVERSE = 0x4000000;
    static final int BOLD = 0x8000000;
    static final int UNDERLINE = 0x10000000;
    static final int BLINK = 0x20000000;
    static final int HIDDEN = 0x40000000;
    static final int STRIKE = 0x80000000;

    // beside the background
    static final int ITALIC = 0x4000000;
    static final int DIM = 0x8000000;
    /** That the cell's underline has a style, or that it is part of a link. */
    static final int EXTENDED = 0x10000000;

    static final int PROTECTED = 0x20000000;
    static final int OVERLINE = 0x40000000;

    static final int STYLE = 0x1C000000;
    static final int STYLE_SHIFT = 26;

    int foreground;
    int background;
    /** The underline's colour, and its style above it. */
    int underline;
    /** A number of {@link Links}, 0 for none. */
    int link;

    void clear() {
        foreground = 0;
        background = 0;
        underline = 0;
        link = 0;
    }

    void set(Pen other) {
        foreground = other.foreground;
        background = other.background;
        underline = other.underline;
        link = other.link;
    }

    boolean same(Pen other) {
        return foreground == other.foreground
                && background == other.background
                && underline == other.underline
                && link == other.link;
    }

    /** What erased cells are filled with: the background's colour and nothing else. */
    int erasing() {
        return background & (MODE | COLOUR);
    }

    int style() {
        return (underline & STYLE) >> STYLE_SHIFT;
    }

    void style(int style) {
        underline = underline & ~STYLE | style << STYLE_SHIFT & STYLE;
    }

    void link(int number) {
        link = number;
        extend();
    }

    /** To be called after a change of style or link, as xterm.js does; a change of the colour alone shows nothing yet. */
    void extend() {
        if (style() == 0 && link == 0) background &= ~EXTENDED;
        else background |= EXTENDED;
    }
}
