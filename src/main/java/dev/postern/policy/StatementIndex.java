package dev.postern.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements by what they are about, so that a request meets those few that may match: by whole action and, where they list whole ARNs, by
 * ARN; by service for patterns like {@code ssm:Get*}; and those that may be about anything.
 */
final class StatementIndex {
    private final Map<String, Group> byAction = new HashMap<>();
    private final Map<String, List<Statement>> byService = new HashMap<>();
    private final List<Statement> others = new ArrayList<>();

    private static final class Group {
        private final Map<String, List<Statement>> byArn = new HashMap<>();
        private final List<Statement> others = new ArrayList<>();
    }

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
        for (var pattern : statement.actions().patterns()) {
            if (pattern.literal()) {
                add(statement, byAction.computeIfAbsent(pattern.beginning(), _ -> new Group()));
            } else {
                int colon = pattern.beginning().indexOf(':');
                var list = colon < 0
                        ? others
                        : byService.computeIfAbsent(pattern.beginning().substring(0, colon), _ -> new ArrayList<>());
                // a statement's patterns come one after the other
                if (list.isEmpty() || list.getLast() != statement) list.add(statement);
            }
        }
    }

    private static void add(Statement statement, Group group) {
        var arns = statement.resources() == null ? null : statement.resources().onlyArns();
        if (arns == null) group.others.add(statement);
        else
            for (var arn : arns)
                group.byArn.computeIfAbsent(arn, _ -> new ArrayList<>()).add(statement);
    }

    boolean matches(PolicyRequest request) {
        return matches(byAction.get(request.foldedAction()), request)
                || matches(byService.get(request.service()), request)
                || matches(others, request);
    }

    private static boolean matches(@Nullable Group group, PolicyRequest request) {
        if (group == null) return false;
        if (!group.byArn.isEmpty()) {
            for (var name : request.resource().names()) {
                if (matches(group.byArn.get(name), request)) return true;
            }
        }
        return matches(group.others, request);
    }

    private static boolean matches(@Nullable List<Statement> statements, PolicyRequest request) {
        if (statements == null) return false;
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).matches(request)) return true;
        }
        return false;
    }
}
