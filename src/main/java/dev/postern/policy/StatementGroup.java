package dev.postern.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements about the same actions, told apart by what each of them asks for literally: whole ARNs, or certain values of a condition key. Of
 * a thousand that each allow the nodes of one team, a request meets one.
 */
final class StatementGroup {
    private final Map<String, List<Statement>> byArn = new HashMap<>();
    private final List<ByValue> byValue = new ArrayList<>();
    private final List<Statement> others = new ArrayList<>();

    /** Those that compare the same key with literal values. */
    private record ByValue(String key, Map<String, List<Statement>> statements) {}

    void add(Statement statement) {
        var arns = statement.resources() == null ? null : statement.resources().onlyArns();
        if (arns != null) {
            add(statement, arns, byArn);
            return;
        }
        for (var condition : statement.conditions()) {
            var values = condition.onlyValues();
            if (values != null) {
                add(statement, values, byValue(condition.key()));
                return;
            }
        }
        others.add(statement);
    }

    private static void add(Statement statement, List<String> under, Map<String, List<Statement>> map) {
        for (var each : under)
            map.computeIfAbsent(each, _ -> new ArrayList<>(1)).add(statement);
    }

    private Map<String, List<Statement>> byValue(String key) {
        for (var each : byValue) {
            if (each.key().equals(key)) return each.statements();
        }
        var added = new ByValue(key, new HashMap<>());
        byValue.add(added);
        return added.statements();
    }

    boolean matches(PolicyRequest request) {
        if (!byArn.isEmpty()) {
            for (var name : request.resource().names()) {
                if (any(byArn.get(name), request)) return true;
            }
        }
        for (var each : byValue) {
            var seen = request.find(each.key());
            if (seen != null && any(each.statements().get(seen.first()), request)) return true;
        }
        return any(others, request);
    }

    private static boolean any(@Nullable List<Statement> statements, PolicyRequest request) {
        if (statements == null) return false;
        for (var statement : statements) {
            if (statement.matches(request)) return true;
        }
        return false;
    }
}
