package dev.postern.policy;

import dev.postern.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a statement's conditions: operator, key, values. */
final class ConditionReader {
    private static final String IF_EXISTS = "IfExists";

    private final boolean variables;
    private final String path;
    private final Findings findings;

    ConditionReader(boolean variables, String path, Findings findings) {
        this.variables = variables;
        this.path = path;
        this.findings = findings;
    }

    /** How a condition compares: an operator with what stands before and behind it. */
    private record Comparing(Operator operator, Quantifier quantifier, boolean ifExists) {}

    /** @return null where one could not be read; the findings say why */
    @Nullable List<Condition> read(@Nullable Json found) {
        if (found == null) return List.of();
        if (!(found instanceof Json.Members(var _, var _, var operators))) {
            findings.error(
                    found.at(),
                    path,
                    "is " + found.kind() + ", it must be an object",
                    "Write e.g. {\"StringEquals\": {\"ssm:resourceTag/Env\": \"test\"}}.");
            return null;
        }
        var conditions = new ArrayList<Condition>();
        boolean fine = true;
        for (var operator : operators) fine &= read(operator, conditions);
        return fine ? List.copyOf(conditions) : null;
    }

    private boolean read(Json.Member member, List<Condition> conditions) {
        var place = Findings.join(path, member.name());
        var comparing = comparing(member, place);
        if (!(member.value() instanceof Json.Members(var at, var _, var keys))) {
            findings.error(
                    member.value().at(),
                    place,
                    "is " + member.value().kind() + ", it must be an object of condition keys",
                    "Write e.g. {\"ssm:resourceTag/Env\": \"test\"}.");
            return false;
        }
        if (keys.isEmpty()) findings.remark(at, place, "compares nothing, so it is always met", "Leave it out.");
        boolean fine = comparing != null;
        for (var key : keys) {
            var condition = comparing == null ? null : condition(comparing, key, Findings.join(place, key.name()));
            if (condition == null) fine = false;
            else conditions.add(condition);
        }
        return fine;
    }

    private @Nullable Comparing comparing(Json.Member member, String place) {
        var word = member.name();
        var quantifier = Quantifier.NONE;
        for (var each : List.of(Quantifier.FOR_ALL, Quantifier.FOR_ANY)) {
            if (word.startsWith(each.prefix())) quantifier = each;
        }
        word = word.substring(quantifier.prefix().length());
        boolean ifExists = word.endsWith(IF_EXISTS);
        if (ifExists) word = word.substring(0, word.length() - IF_EXISTS.length());
        var operator = Operator.BY_NAME.get(word);
        if (operator == null) {
            findings.error(member.at(), place, "is no operator", operatorFix(word));
            return null;
        }
        if (operator == Operator.NULL && (ifExists || quantifier != Quantifier.NONE)) {
            findings.error(
                    member.at(),
                    place,
                    "asks already whether the key is there, and for all of its values at once",
                    "Write \"Null\" alone.");
            return null;
        }
        return new Comparing(operator, quantifier, ifExists);
    }

    private static String operatorFix(String word) {
        for (var known : Operator.BY_NAME.keySet()) {
            if (known.equalsIgnoreCase(word)) return "Write \"" + known + "\", with exactly these letters.";
        }
        return "Write e.g. StringEquals, StringLike, NumericLessThan, DateLessThan, Bool, IpAddress, ArnLike or Null,"
                + " behind it IfExists, before it ForAnyValue: or ForAllValues:.";
    }

    private @Nullable Condition condition(Comparing comparing, Json.Member key, String place) {
        if (key.name().indexOf(':') <= 0) {
            findings.error(
                    key.at(),
                    place,
                    "is no condition key: those begin with their service",
                    "Write e.g. \"aws:" + (key.name().length() < 40 ? key.name() : "PrincipalArn") + "\".");
            return null;
        }
        var all = key.value() instanceof Json.Items(var _, var items) ? items : List.of(key.value());
        if (all.isEmpty()) findings.error(key.value().at(), place, "is an empty list", "Add a value to it.");
        var values = new ArrayList<Comparison>();
        for (var each : all) {
            var text = switch (each) {
                case Json.Text(var _, var value) -> value;
                case Json.Bare(var _, var value) -> value;
                case Json.Members _, Json.Items _, Json.Nothing _ -> null;
            };
            if (text == null)
                findings.error(
                        each.at(),
                        place,
                        "is " + each.kind() + ", it must be a text, a number or a boolean",
                        "Write it out.");
            var value = text == null ? null : value(comparing.operator(), text, each, place);
            if (value != null) values.add(value);
        }
        if (values.isEmpty() || values.size() < all.size()) return null;
        return new Condition(comparing.operator(), comparing.quantifier(), comparing.ifExists(), key.name(), values);
    }

    private @Nullable Comparison value(Operator operator, String text, Json at, String place) {
        try {
            var value = Comparisons.of(operator, text, variables);
            if (value == null)
                findings.error(
                        at.at(),
                        place,
                        "is " + Findings.shown(text) + ", " + Comparisons.rule(operator),
                        variables && text.contains("${") && !operator.family().takesVariables()
                                ? operator.word() + " takes no variables: write the value itself."
                                : Comparisons.fix(operator));
            else remark(operator, text, value, at, place);
            return value;
        } catch (Template.Malformed malformed) {
            findings.error(
                    at.at(),
                    place,
                    malformed.rule(),
                    "Write ${key}, or ${key, 'default'}; ${$} stands for a dollar sign.");
            return null;
        }
    }

    private void remark(Operator operator, String text, Comparison value, Json at, String place) {
        if (value instanceof Comparison.Name(var template, var pattern)
                && pattern == null
                && template.constant() != null)
            findings.remark(
                    at.at(),
                    place,
                    "is " + Findings.shown(text) + ", which no ARN is like: it has no six parts",
                    "Write arn:partition:service:region:account:resource, with * for what may be anything.");
        boolean plain = switch (operator.family()) {
            case STRING, STRING_IGNORE_CASE -> true;
            case STRING_LIKE, NUMERIC, DATE, BOOL, BINARY, IP, ARN, PRESENCE -> false;
        };
        if (plain && text.indexOf('*') >= 0 && !text.contains("${*}"))
            findings.remark(
                    at.at(),
                    place,
                    "is " + Findings.shown(text) + ", where * is a star and no wildcard",
                    "Write " + (operator.negated() ? "StringNotLike" : "StringLike") + " for wildcards.");
    }
}
