package dev.postern.console.policies;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys and values as they are typed: one pair a line, the first equals sign between them. */
record KeyLines(SortedMap<String, String> pairs) {
    KeyLines {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
    }

    /** A line that is no such pair. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String line;

        private Unreadable(String line) {
            super("not key = value: " + line, null, false, false);
            this.line = line;
        }

        String line() {
            return line;
        }
    }

    static KeyLines read(String text) throws Unreadable {
        var pairs = new TreeMap<String, String>();
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty()) continue;
            var equals = line.indexOf('=');
            var key = equals < 0 ? "" : line.substring(0, equals).strip();
            if (key.isEmpty()) throw new Unreadable(line);
            pairs.put(key, line.substring(equals + 1).strip());
        }
        return new KeyLines(pairs);
    }
}
