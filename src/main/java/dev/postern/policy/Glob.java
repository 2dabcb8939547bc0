package dev.postern.policy;

import java.util.Arrays;

/**
 * Text with wildcards, compiled: {@code *} stands for any run of characters, also none, {@code ?} for exactly one. Two pointers walk pattern
 * and text and go back to the last {@code *} alone, which for what people write is the quickest there is. Where they would go back too often,
 * the pattern was written to hurt: then a {@link Sweep} reads the text once. Nothing from a policy becomes a regular expression.
 */
final class Glob {
    /** In place of a character. What is substituted for a variable cannot contain them, whatever it contains. */
    static final int MANY = -1;

    static final int ONE = -2;

    /** Steps of the walk for each unit of pattern and text before it is given up. */
    private static final int PATIENCE = 8;

    /** Literal beginning, compared at once. */
    private final String beginning;

    private final int[] rest;

    private Glob(String beginning, int[] rest) {
        this.beginning = beginning;
        this.rest = rest;
    }

    /** @param codes UTF-16 units, {@link #MANY} and {@link #ONE} */
    static Glob of(int[] codes, int from, int to) {
        int wild = from;
        var beginning = new StringBuilder();
        while (wild < to && codes[wild] >= 0) beginning.append((char) codes[wild++]);
        var rest = new int[to - wild];
        int length = 0;
        for (int i = wild; i < to; i++) {
            if (codes[i] == MANY && length > 0 && rest[length - 1] == MANY) continue;
            rest[length++] = codes[i];
        }
        return new Glob(beginning.toString(), Arrays.copyOf(rest, length));
    }

    static Glob of(String pattern) {
        return of(codes(pattern), 0, pattern.length());
    }

    static int[] codes(String pattern) {
        var codes = new int[pattern.length()];
        for (int i = 0; i < codes.length; i++) codes[i] = code(pattern.charAt(i));
        return codes;
    }

    static int code(char c) {
        return switch (c) {
            case '*' -> MANY;
            case '?' -> ONE;
            default -> c;
        };
    }

    boolean matchesAll() {
        return beginning.isEmpty() && rest.length == 1 && rest[0] == MANY;
    }

    /** Without wildcards, so that it matches one text alone. */
    boolean literal() {
        return rest.length == 0;
    }

    String beginning() {
        return beginning;
    }

    boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    boolean matches(String text, int from, int to) {
        int length = beginning.length();
        if (to - from < length || !text.startsWith(beginning, from)) return false;
        if (rest.length == 0) return to - from == length;
        if (rest.length == 1 && rest[0] == MANY) return true;
        return walk(text, from + length, to);
    }

    private boolean walk(String text, int from, int to) {
        int at = from;
        int next = 0;
        int star = -1;
        int resume = 0;
        long left = PATIENCE * ((long) to - from + rest.length);
        while (at < to) {
            if (left-- == 0) return new Sweep(rest).matches(text, from, to);
            if (next < rest.length && rest[next] == MANY) {
                star = next++;
                resume = at;
            } else if (next < rest.length && rest[next] == ONE) {
                at = behind(text, at, to);
                next++;
            } else if (next < rest.length && rest[next] == text.charAt(at)) {
                at++;
                next++;
            } else if (star >= 0) {
                next = star + 1;
                resume = behind(text, resume, to);
                at = resume;
            } else {
                return false;
            }
        }
        while (next < rest.length && rest[next] == MANY) next++;
        return next == rest.length;
    }

    /** A character outside the first plane has two units and is still one character. */
    private static int behind(String text, int at, int to) {
        return at + 1 < to
                        && Character.isHighSurrogate(text.charAt(at))
                        && Character.isLowSurrogate(text.charAt(at + 1))
                ? at + 2
                : at + 1;
    }
}
