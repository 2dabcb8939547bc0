package dev.postern.screen;

import java.util.Arrays;

/**
 * G0 to G3, which of them is in use, and the set that is in use: after a cursor was restored it need not be one of the four, as in xterm.js.
 */
final class Charsets {
    private final Charset[] sets = new Charset[4];
    private int level;
    Charset current = Charset.ASCII;

    Charsets() {
        reset();
    }

    void reset() {
        Arrays.fill(sets, Charset.ASCII);
        level = 0;
        current = Charset.ASCII;
    }

    void use(int newLevel) {
        level = newLevel;
        current = sets[newLevel];
    }

    void designate(int into, Charset charset) {
        sets[into] = charset;
        if (into == level) current = charset;
    }

    Charset get(int at) {
        return sets[at];
    }

    int level() {
        return level;
    }
}
