package dev.postern.policy;

import java.util.List;
import java.util.Locale;

/** What a statement is about, or with NotAction: what it is not about. */
final class Actions {
    private final boolean complement;
    private final List<Glob> patterns;
    private final List<String> sources;

    Actions(boolean complement, List<String> sources) {
        this.complement = complement;
        this.sources = List.copyOf(sources);
        this.patterns = sources.stream()
                .map(source -> Glob.of(source.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** @param action in lower case */
    boolean match(String action) {
        for (var pattern : patterns) {
            if (pattern.matches(action)) return !complement;
        }
        return complement;
    }

    boolean complement() {
        return complement;
    }

    List<Glob> patterns() {
        return patterns;
    }

    /** As the document writes them. */
    List<String> sources() {
        return sources;
    }
}
