package dev.postern.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements by what they are about, so that a request meets those few that may match: by whole action; by service for patterns like
 * {@code ssm:Get*}; and those that may be about anything.
 */
final class StatementIndex {
    private final Map<String, StatementGroup> byAction = new HashMap<>();
    private final Map<String, StatementGroup> byService = new HashMap<>();
    private final StatementGroup others = new StatementGroup(false);

    /** Of these policies those statements alone that allow, or those that deny. */
    static StatementIndex of(List<Policy> policies, boolean allowing) {
        var index = new StatementIndex();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                if (statement.allows() == allowing) index.add(statement);
            }
        }
        return index;
    }

    private void add(Statement statement) {
        if (statement.actions().complement()) {
            others.add(statement);
            return;
        }
        // A statement with several patterns may be in several groups, and twice in one: that costs a look more.
        for (var pattern : statement.actions().patterns()) {
            group(pattern).add(statement);
        }
    }

    private StatementGroup group(Glob action) {
        if (action.literal()) return byAction.computeIfAbsent(action.beginning(), _ -> new StatementGroup(true));
        int colon = action.beginning().indexOf(':');
        if (colon < 0) return others;
        return byService.computeIfAbsent(action.beginning().substring(0, colon), _ -> new StatementGroup(false));
    }

    boolean matches(PolicyRequest request) {
        return matches(byAction.get(request.foldedAction()), request)
                || matches(byService.get(request.service()), request)
                || others.matches(request);
    }

    private static boolean matches(@Nullable StatementGroup group, PolicyRequest request) {
        return group != null && group.matches(request);
    }
}
