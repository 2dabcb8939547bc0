package dev.postern.session.documents;

import java.util.ArrayDeque;

/**
 * How many single steps a pattern stands for, at least roughly and never too few: every character counts one, and what is repeated counts as often as it
 * may. Knows just enough of patterns for that: escapes, classes, groups and counts.
 */
final class PatternSize {
    private final String pattern;
    private final ArrayDeque<Long> before = new ArrayDeque<>();
    private int at;
    private long inGroup;
    private long last;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    static long of(String pattern) {
        return new PatternSize(pattern).size();
    }

    private long size() {
        while (at < pattern.length()) {
            switch (pattern.charAt(at)) {
                case '\\' -> step(escape());
                case '[' -> step(characterClass());
                case '(' -> open();
                case ')' -> close();
                case '{' -> repeat();
                default -> step(1);
            }
        }
        while (!before.isEmpty()) close();
        return inGroup + last;
    }

    private void step(int characters) {
        at += characters;
        inGroup = plus(inGroup, last);
        last = 1;
    }

    private void open() {
        at++;
        before.push(plus(inGroup, last));
        inGroup = 0;
        last = 1;
    }

    private void close() {
        at++;
        if (before.isEmpty()) return; // one bracket too many: the compiler says so
        last = plus(inGroup, last);
        inGroup = before.pop();
    }

    /** {@code {n}}, {@code {n,}}, {@code {n,m}}; anything else in braces is text. */
    private void repeat() {
        var end = pattern.indexOf('}', at);
        var count = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!count.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
            step(1);
            return;
        }
        var parts = count.split(",", -1);
        var most = parts.length == 2 && !parts[1].isEmpty() ? parts[1] : parts[0];
        last = Math.min(Integer.MAX_VALUE, last * (Long.parseLong(most) + 1));
        at = end + 1;
    }

    private int escape() {
        if (pattern.startsWith("\\Q", at)) {
            var end = pattern.indexOf("\\E", at);
            return (end < 0 ? pattern.length() : end + 2) - at;
        }
        return Math.min(2, pattern.length() - at);
    }

    private int characterClass() {
        int i = at + 1;
        if (i < pattern.length() && pattern.charAt(i) == '^') i++;
        if (i < pattern.length() && pattern.charAt(i) == ']') i++;
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            if (pattern.charAt(i) == '\\') i++;
            else if (pattern.startsWith("[:", i) && pattern.indexOf(":]", i) > 0) i = pattern.indexOf(":]", i) + 1;
            i++;
        }
        return Math.min(i + 1, pattern.length()) - at;
    }

    private static long plus(long one, long other) {
        return Math.min(Integer.MAX_VALUE, one + other);
    }
}
