package dev.postern.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One operator, one key, its values; all of a statement's conditions must be met. */
final class Condition {
    private final Operator operator;
    private final Quantifier quantifier;
    private final boolean ifExists;
    private final String name;
    private final String key;
    private final Comparison[] values;

    /** How the values of a multivalued key count. */
    enum Quantifier {
        /** The key must have one value. */
        NONE(""),
        FOR_ALL("ForAllValues:"),
        FOR_ANY("ForAnyValue:");

        private final String prefix;

        Quantifier(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    Condition(Operator operator, Quantifier quantifier, boolean ifExists, String name, List<Comparison> values) {
        this.operator = operator;
        this.quantifier = quantifier;
        this.ifExists = ifExists;
        this.name = name;
        this.key = name.toLowerCase(Locale.ROOT);
        this.values = values.toArray(Comparison[]::new);
    }

    boolean met(PolicyRequest request) {
        var seen = request.find(key);
        if (operator == Operator.NULL) return asksForAbsence(seen == null);
        if (seen == null) return metByAbsence();
        if (quantifier == Quantifier.NONE) return !seen.many() && metBy(seen.first(), request);
        // A set of nothing but empty texts is a set without values.
        if (seen.values().stream().allMatch(String::isEmpty)) return quantifier == Quantifier.FOR_ALL;
        for (var value : seen.values()) {
            if (metBy(value, request) != (quantifier == Quantifier.FOR_ALL)) return quantifier == Quantifier.FOR_ANY;
        }
        return quantifier == Quantifier.FOR_ALL;
    }

    private boolean metByAbsence() {
        return switch (quantifier) {
            case NONE -> ifExists || operator.negated();
            case FOR_ALL -> true;
            case FOR_ANY -> ifExists;
        };
    }

    private boolean asksForAbsence(boolean absent) {
        return Arrays.stream(values)
                .anyMatch(value -> value instanceof Comparison.Absence(var wanted) && wanted == absent);
    }

    private boolean metBy(String seen, PolicyRequest request) {
        for (var value : values) {
            if (value.holds(seen, request)) return !operator.negated();
        }
        return operator.negated();
    }

    /** As the document writes it, e.g. {@code ForAnyValue:StringLikeIfExists}. */
    String operator() {
        return quantifier.prefix() + operator.word() + (ifExists ? "IfExists" : "");
    }

    /** The key as the document writes it. */
    String name() {
        return name;
    }

    /** In lower case. */
    String key() {
        return key;
    }

    /** The values of which the key must have one; null where other requests may meet it too. */
    @Nullable List<String> onlyValues() {
        boolean text = operator == Operator.STRING_EQUALS || operator == Operator.STRING_LIKE;
        if (!text || quantifier != Quantifier.NONE || ifExists) return null;
        var only = new ArrayList<String>();
        for (var value : values) {
            if (!(value instanceof Comparison.Like(var _, var glob)) || glob == null || !glob.literal()) return null;
            only.add(glob.beginning());
        }
        return only;
    }

    Quantifier quantifier() {
        return quantifier;
    }

    /** {@code Null} with false. */
    boolean wantsPresence() {
        return operator == Operator.NULL && !asksForAbsence(true);
    }

    /** What the request has; null where it has nothing. */
    @Nullable List<String> seen(PolicyRequest request) {
        var seen = request.find(key);
        return seen == null ? null : seen.values();
    }

    /** Whether it fails because the key has several values, whatever they are. */
    boolean failsBySet(PolicyRequest request) {
        var seen = request.find(key);
        return quantifier == Quantifier.NONE && operator != Operator.NULL && seen != null && seen.many();
    }

    /** The policy's values with their variables filled in; what a variable without value leaves is not among them. */
    List<String> resolved(PolicyRequest request) {
        var resolved = new ArrayList<String>();
        for (var value : values) {
            var text = value.resolved(request);
            if (text != null) resolved.add(text);
        }
        return resolved;
    }

    /** Every key it looks at, the variables' too, as the document writes them or folded. */
    List<String> keys() {
        var keys = new ArrayList<String>();
        keys.add(name);
        for (var value : values) keys.addAll(value.variables());
        return keys;
    }
}
