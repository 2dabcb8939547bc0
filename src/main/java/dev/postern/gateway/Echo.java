package dev.postern.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What of terminal bytes stands for something to read: neither control characters nor escape sequences (ECMA-48). Of what was typed the pieces between
 * them, of what was shown all of it in one.
 */
final class Echo {
    private static final byte ESCAPE = 0x1b;
    private static final byte BELL = 0x07;
    private static final byte DELETE = 0x7f;

    private Echo() {}

    /**
     * Whether these shown bytes have what was typed: each piece of it, in order and without a gap. A key that shows nothing by itself, an arrow say,
     * asks for nothing.
     */
    static boolean has(byte[] shown, byte[] typed) {
        var visible = String.join("", pieces(shown));
        var from = 0;
        for (var piece : pieces(typed)) {
            var at = visible.indexOf(piece, from);
            if (at < 0) return false;
            from = at + piece.length();
        }
        return true;
    }

    /** Whether these shown bytes are what was typed, and nothing else that one could read. */
    static boolean is(byte[] shown, byte[] typed) {
        return String.join("", pieces(shown)).equals(String.join("", pieces(typed)));
    }

    /** Runs of bytes between controls and sequences, a character for each byte. */
    private static List<String> pieces(byte[] bytes) {
        var pieces = new ArrayList<String>();
        var begin = 0;
        var at = 0;
        while (at < bytes.length) {
            if (!isControl(bytes[at])) {
                at++;
                continue;
            }
            add(pieces, bytes, begin, wraps(bytes, at) ? at - 1 : at);
            at = bytes[at] == ESCAPE ? afterSequence(bytes, at + 1) : at + 1;
            begin = at;
        }
        add(pieces, bytes, begin, at);
        return pieces;
    }

    private static void add(List<String> pieces, byte[] bytes, int from, int to) {
        if (to > from) pieces.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** Line editors go to the screen's next line by a space and a carriage return. */
    private static boolean wraps(byte[] bytes, int at) {
        return bytes[at] == '\r' && at > 0 && bytes[at - 1] == ' ' && at + 1 < bytes.length && bytes[at + 1] != '\n';
    }

    private static boolean isControl(byte value) {
        return value >= 0 && value < ' ' || value == DELETE;
    }

    /** Where it goes on after an escape sequence, whose first byte after ESC this is. */
    private static int afterSequence(byte[] bytes, int from) {
        if (from >= bytes.length) return from;
        return switch (bytes[from]) {
            case '[' -> after(bytes, from + 1, (byte) 0x40, (byte) 0x7e);
            case 'O' -> Math.min(from + 2, bytes.length); // a key, as SS3
            case ']', 'P', '^', '_', 'X' -> afterString(bytes, from + 1);
            default -> after(bytes, from, (byte) 0x30, (byte) 0x7e);
        };
    }

    /** After the first byte of this range. */
    private static int after(byte[] bytes, int from, byte lowest, byte highest) {
        var at = from;
        while (at < bytes.length && (bytes[at] < lowest || bytes[at] > highest)) at++;
        return Math.min(at + 1, bytes.length);
    }

    /** After BEL or ESC \. */
    private static int afterString(byte[] bytes, int from) {
        for (var at = from; at < bytes.length; at++) {
            if (bytes[at] == BELL) return at + 1;
            if (bytes[at] == ESCAPE) return Math.min(at + 2, bytes.length);
        }
        return bytes.length;
    }
}
