package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One statement, compiled.
 *
 * @param resources null in a trust policy, whose resource is the role
 * @param principals null in a policy of a principal
 * @param index from 0, in the document's order
 */
record Statement(
        String sid,
        int index,
        Position start,
        Position end,
        boolean allows,
        Actions actions,
        @Nullable Resources resources,
        @Nullable Principals principals,
        List<Condition> conditions) {
    boolean matches(PolicyRequest request) {
        return actions.match(request.foldedAction()) && applies(request);
    }

    /** Everything but the action, the cheapest first. */
    boolean applies(PolicyRequest request) {
        if (principals != null && principals.grant(request.principal()) == Grant.NONE) return false;
        if (resources != null && !resources.match(request)) return false;
        for (var condition : conditions) {
            if (!condition.met(request)) return false;
        }
        return true;
    }

    /** What it gives the caller where it matches. */
    Grant grant(PolicyPrincipal principal) {
        return principals == null ? Grant.NONE : principals.grant(principal);
    }

    /** Keys that it looks at and the request does not have. */
    Set<String> absentKeys(PolicyRequest request) {
        var absent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var condition : conditions) absent.addAll(condition.keys());
        if (resources != null) absent.addAll(resources.variables());
        absent.removeIf(key -> request.find(key.toLowerCase(Locale.ROOT)) != null);
        return absent;
    }
}
