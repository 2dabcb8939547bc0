package dev.postern.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Matches a pattern by reading the text once and never back: all places in the pattern where one can be are kept at once, as bits of numbers
 * (Baeza-Yates and Gonnet's Shift-And), so a unit of text costs a 64th of the pattern's length whatever the pattern is.
 */
final class Sweep {
    private final int[] pattern;
    private final int words;
    /** Places that a wildcard of any length keeps. */
    private final long[] many;
    /** Places that any one character leaves. */
    private final long[] one;
    /** Places that this unit leaves. */
    private final Map<Integer, long[]> literal = new HashMap<>();

    private final long[] nowhere;
    private long[] places;
    private long[] before;

    /** @param pattern UTF-16 units, {@link Glob#MANY}, never twice on end, and {@link Glob#ONE} */
    Sweep(int[] pattern) {
        this.pattern = pattern;
        words = pattern.length / Long.SIZE + 1;
        many = new long[words];
        one = new long[words];
        nowhere = new long[words];
        places = new long[words];
        before = new long[words];
        for (int place = 0; place < pattern.length; place++) set(bitsOf(pattern[place]), place);
    }

    private long[] bitsOf(int code) {
        return switch (code) {
            case Glob.MANY -> many;
            case Glob.ONE -> one;
            default -> literal.computeIfAbsent(code, _ -> new long[words]);
        };
    }

    private static void set(long[] bits, int place) {
        bits[place / Long.SIZE] |= 1L << place;
    }

    boolean matches(String text, int from, int to) {
        Arrays.fill(places, 0);
        places[0] = 1;
        leave(places, many);
        int at = from;
        while (at < to) {
            begin();
            leave(before, literal.getOrDefault((int) text.charAt(at), nowhere));
            if (isPair(text, at, to)) halfway(text.charAt(++at));
            // whatever the character is
            leave(before, one);
            stay();
            // a wildcard of any length may have none
            leave(places, many);
            at++;
        }
        return (places[pattern.length / Long.SIZE] & 1L << pattern.length) != 0;
    }

    private static boolean isPair(String text, int at, int to) {
        return at + 1 < to && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private void begin() {
        var left = before;
        before = places;
        places = left;
        Arrays.fill(places, 0);
    }

    /** A character outside the first plane has two units and is still one character. */
    private void halfway(char second) {
        var between = places;
        places = new long[words];
        leave(between, literal.getOrDefault((int) second, nowhere));
    }

    private void stay() {
        for (int word = 0; word < words; word++) places[word] |= before[word] & many[word];
    }

    /** One place on from each of these that is among those. */
    private void leave(long[] from, long[] those) {
        long carried = 0;
        for (int word = 0; word < words; word++) {
            long left = from[word] & those[word];
            places[word] |= left << 1 | carried;
            carried = left >>> Long.SIZE - 1;
        }
    }
}
