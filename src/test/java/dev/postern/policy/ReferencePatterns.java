package dev.postern.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Patterns as a list of tokens, each a character or one of the two wildcards, matched by recursion. */
final class ReferencePatterns {
    private static final String MANY = "many";
    private static final String ONE = "one";

    private ReferencePatterns() {}

    static List<String> literal(String text) {
        return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    static List<String> plain(String text) {
        return literal(text).stream()
                .map(each -> each.equals("*") ? MANY : each.equals("?") ? ONE : each)
                .toList();
    }

    static String spelled(List<String> tokens) {
        return String.join("", tokens);
    }

    static boolean arnLike(List<String> pattern, String seen) {
        var parts = seen.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) return false;
        int from = 0;
        for (int i = 0; i < 5; i++) {
            int colon = pattern.subList(from, pattern.size()).indexOf(":");
            if (colon < 0 || !like(pattern.subList(from, from + colon), parts[i])) return false;
            from += colon + 1;
        }
        return like(pattern.subList(from, pattern.size()), parts[5]);
    }

    static boolean like(List<String> pattern, String text) {
        return like(pattern, 0, literal(text), 0, new HashMap<>());
    }

    static boolean like(List<String> pattern, int p, List<String> text, int t, Map<Integer, Boolean> known) {
        if (p == pattern.size()) return t == text.size();
        int place = p * (text.size() + 1) + t;
        var before = known.get(place);
        if (before != null) return before;
        boolean answer = switch (pattern.get(p)) {
            case MANY ->
                like(pattern, p + 1, text, t, known) || (t < text.size() && like(pattern, p, text, t + 1, known));
            case ONE -> t < text.size() && like(pattern, p + 1, text, t + 1, known);
            default ->
                t < text.size() && text.get(t).equals(pattern.get(p)) && like(pattern, p + 1, text, t + 1, known);
        };
        known.put(place, answer);
        return answer;
    }
}
