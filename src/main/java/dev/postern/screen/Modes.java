package dev.postern.screen;

/** What sequences switch on and off. */
final class Modes {
    boolean applicationCursor;
    boolean applicationKeypad;
    boolean bracketedPaste;
    boolean focusReports;
    boolean insert;
    boolean origin;
    boolean reverseWrap;
    boolean wrap = true;
    /** DECSCUSR; 0 is what the page prefers. */
    int cursorStyle;
    /** 9, 1000, 1002, 1003, or 0 for none. */
    int mouse;
    /** 1006, 1016, or 0 for the old way. */
    int mouseEncoding;
    /** Survives a full reset in xterm.js, and here. */
    boolean cursorHidden;
    /** A line feed returns as well. Survives a full reset too. */
    boolean newLine;

    /** What both resets have in common. */
    void reset() {
        applicationCursor = false;
        applicationKeypad = false;
        bracketedPaste = false;
        focusReports = false;
        insert = false;
        origin = false;
        reverseWrap = false;
        wrap = true;
        cursorStyle = 0;
    }

    void resetMouse() {
        mouse = 0;
        mouseEncoding = 0;
    }

    /** {@code CSI … h} and {@code l}. */
    void setAnsi(int mode, boolean on) {
        switch (mode) {
            case 4 -> insert = on;
            case 20 -> newLine = on;
            default -> {} // the others change nothing that is seen
        }
    }

    /** {@code CSI ? … h} and {@code l}, those that are nothing but a switch. */
    void setPrivate(int mode, boolean on) {
        switch (mode) {
            case 1 -> applicationCursor = on;
            case 6 -> origin = on;
            case 7 -> wrap = on;
            case 25 -> cursorHidden = !on;
            case 45 -> reverseWrap = on;
            case 66 -> applicationKeypad = on;
            case 9, 1000, 1002, 1003 -> mouse = on ? mode : 0;
            case 1004 -> focusReports = on;
            case 1006, 1016 -> mouseEncoding = on ? mode : 0;
            case 2004 -> bracketedPaste = on;
            default -> {} // nor do these
        }
    }
}
