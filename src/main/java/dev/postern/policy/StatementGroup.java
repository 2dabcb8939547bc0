package dev.postern.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements about the same actions, told apart by what each of them asks for literally: whole ARNs, certain values of a condition key, or
 * a type of resources. Of a thousand that each allow the nodes of one team, a request meets one.
 */
final class StatementGroup {
    private final Map<String, List<Statement>> byArn = new HashMap<>();
    private final List<ByValue> byValue = new ArrayList<>();
    private final Map<String, List<Statement>> byType = new HashMap<>();
    private final List<Statement> others = new ArrayList<>();
    private final boolean oneAction;

    /** @param oneAction the action alone brings a request here, so that it need not be looked at again */
    StatementGroup(boolean oneAction) {
        this.oneAction = oneAction;
    }

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
        var types = statement.resources() == null ? null : statement.resources().onlyTypes();
        if (types != null) add(statement, types, byType);
        else others.add(statement);
    }

    private static void add(Statement statement, Collection<String> under, Map<String, List<Statement>> map) {
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
        if (!byType.isEmpty()) {
            for (int i = 0; i < request.resource().count(); i++) {
                var arn = request.resource().arn(i);
                if (arn != null && any(byType.get(arn.type()), request)) return true;
            }
        }
        for (var each : byValue) {
            var seen = request.find(each.key());
            if (seen != null && any(each.statements().get(seen.first()), request)) return true;
        }
        return any(others, request);
    }

    private boolean any(@Nullable List<Statement> statements, PolicyRequest request) {
        if (statements == null) return false;
        for (var statement : statements) {
            if (oneAction ? statement.applies(request) : statement.matches(request)) return true;
        }
        return false;
    }
}
