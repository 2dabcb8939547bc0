package dev.postern.access;

import dev.postern.policy.Explanation;
import dev.postern.policy.Explanation.Layer;
import dev.postern.policy.Explanation.Matched;
import java.util.stream.Collectors;

/** An explanation in one clause, in the words AWS's own refusals use, so that people and scripts find what they know. */
final class Reasons {
    private Reasons() {}

    static String of(Explanation explanation, String action) {
        var denying = explanation.matched().stream()
                .map(Matched::statement)
                .filter(statement -> !statement.allows())
                .findFirst();
        if (denying.isPresent()) return "an explicit deny: the " + denying.get();
        return explanation.refusals().stream()
                .map(refusal -> "no " + words(refusal.layer()) + " allows the " + action + " action")
                .distinct()
                .collect(Collectors.joining(", and "));
    }

    static String allowed(Explanation explanation) {
        return explanation.matched().stream()
                .map(Matched::statement)
                .filter(Explanation.Reference::allows)
                .findFirst()
                .map(statement -> "allowed by the " + statement)
                .orElse("allowed");
    }

    private static String words(Layer layer) {
        return switch (layer) {
            case GUARD_RAIL, RESOURCE_GUARD_RAIL -> "guard-rail of the organisation";
            case RESOURCE -> "resource-based policy";
            case IDENTITY -> "identity-based policy";
            case BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
        };
    }
}
