package dev.postern.screen;

import java.util.Arrays;

/** The numbers of a control sequence, and those after colons. What is more than {@value #MOST} of each is not kept, as in xterm.js. */
final class Params {
    private static final int MOST = 32;
    /** A number after a colon that was left out. */
    static final int LEFT_OUT = -1;

    private final int[] values = new int[MOST];
    private final int[] subs = new int[MOST];
    /** Where each parameter's numbers after colons end. */
    private final int[] subsEnd = new int[MOST];

    private int size;
    private int subsSize;
    private boolean full;
    private boolean subsFull;
    private boolean inSub;

    Params() {
        clear();
    }

    /** A sequence without numbers has one, and it is zero. */
    void clear() {
        size = 0;
        subsSize = 0;
        full = false;
        subsFull = false;
        add();
    }

    void accept(int character) {
        switch (character) {
            case ';' -> add();
            case ':' -> addSub();
            default -> digit(character - '0');
        }
    }

    private void add() {
        inSub = false;
        if (size == MOST) {
            full = true;
            return;
        }
        subsEnd[size] = subsSize;
        values[size++] = 0;
    }

    private void addSub() {
        inSub = true;
        if (full || subsSize == MOST) {
            subsFull = true;
            return;
        }
        subs[subsSize++] = LEFT_OUT;
        subsEnd[size - 1] = subsSize;
    }

    private void digit(int digit) {
        if (full || inSub && (subsFull || subsSize == 0)) return;
        var store = inSub ? subs : values;
        var at = (inSub ? subsSize : size) - 1;
        var value = store[at] == LEFT_OUT ? digit : store[at] * 10L + digit;
        store[at] = (int) Math.min(value, Integer.MAX_VALUE);
    }

    int size() {
        return size;
    }

    int get(int at) {
        return at < size ? values[at] : 0;
    }

    /** A number of times or cells: at least one, and never so many that adding them up overflows. */
    int count(int at) {
        return Math.clamp(get(at), 1, 1 << 20);
    }

    int subs(int at) {
        return subsEnd[at] - subsBegin(at);
    }

    int sub(int at, int index) {
        return subs[subsBegin(at) + index];
    }

    private int subsBegin(int at) {
        return at == 0 ? 0 : subsEnd[at - 1];
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(values, size)) + Arrays.toString(Arrays.copyOf(subs, subsSize));
    }
}
