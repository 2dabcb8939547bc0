package dev.postern.screen;

import java.util.Arrays;

/** UTF-8, a byte at a time. What is malformed is dropped, and so are byte order marks, as in xterm.js. */
final class Utf8 {
    /** Nothing yet, or nothing at all. */
    static final int NONE = -1;
    /** The byte did not belong to what was begun: it is to be given again. */
    static final int AGAIN = -2;

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000};

    private final byte[] begun = new byte[4];
    private int size;
    private int expected;
    private int code;

    boolean open() {
        return size > 0;
    }

    byte[] soFar() {
        return Arrays.copyOf(begun, size);
    }

    /** @return a code point, {@link #NONE} or {@link #AGAIN} */
    int accept(byte value) {
        if (size > 0) return goOn(value);
        if (value >= 0) return value;
        if ((value & 0xE0) == 0xC0) begin(value, 2, value & 0x1F);
        else if ((value & 0xF0) == 0xE0) begin(value, 3, value & 0x0F);
        else if ((value & 0xF8) == 0xF0) begin(value, 4, value & 0x07);
        return NONE;
    }

    private void begin(byte value, int length, int bits) {
        begun[0] = value;
        size = 1;
        expected = length;
        code = bits;
    }

    private int goOn(byte value) {
        if ((value & 0xC0) != 0x80) {
            size = 0;
            return AGAIN;
        }
        begun[size++] = value;
        code = code << 6 | value & 0x3F;
        if (size < expected) return NONE;
        size = 0;
        var surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        return code < LEAST[expected] || surrogate || code > Character.MAX_CODE_POINT || code == BYTE_ORDER_MARK
                ? NONE
                : code;
    }
}
