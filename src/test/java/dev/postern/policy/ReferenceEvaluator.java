package dev.postern.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * IAM's evaluation as its documentation tells it, sentence by sentence: nothing compiled, nothing indexed, everything looked up again. Slow,
 * and shares no line with the engine, so that both being wrong in the same way would take two mistakes.
 */
final class ReferenceEvaluator {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:([*?$])|([^,}]+)(?:, *'(.*?)')?)}");

    private final Scenario scenario;
    private final Scenario.Leg leg;
    /** In lower case; a list for every key, and whether it is multivalued. */
    private final Map<String, List<String>> keys = new HashMap<>();

    private final Map<String, Boolean> multivalued = new HashMap<>();

    ReferenceEvaluator(Scenario scenario, Scenario.Leg leg) {
        this.scenario = scenario;
        this.leg = leg;
        leg.tags().forEach((key, value) -> {
            tag("ssm:resourceTag/" + key, value);
            tag("aws:ResourceTag/" + key, value);
        });
        leg.context().forEach((key, value) -> {
            if (value.isArray()) {
                if (value.isEmpty()) return;
                var values = new ArrayList<String>();
                value.forEach(each -> values.add(each.stringValue()));
                set(key, values, true);
            } else {
                set(key, List.of(value.stringValue()), false);
            }
        });
        ofPrincipal();
    }

    static Verdict decide(Scenario scenario) {
        return Scenario.together(scenario.legs().stream()
                .map(leg -> new ReferenceEvaluator(scenario, leg).decide())
                .toList());
    }

    private void set(String key, List<String> values, boolean many) {
        keys.put(key.toLowerCase(Locale.ROOT), values);
        multivalued.put(key.toLowerCase(Locale.ROOT), many);
    }

    private void tag(String key, String value) {
        var values = new ArrayList<>(keys.getOrDefault(key.toLowerCase(Locale.ROOT), List.of()));
        values.add(value);
        set(key, values, values.size() > 1);
    }

    private void ofPrincipal() {
        one(
                "aws:userid",
                kind().equals("root") ? text("account") : kind().equals("anonymous") ? "anonymous" : text("id"));
        if (kind().equals("user")) one("aws:username", text("arn").replaceAll(".*/", ""));
        one("aws:PrincipalAccount", account());
        if (!account().isEmpty()) one("aws:PrincipalArn", kind().equals("roleSession") ? text("role") : arn());
        one(
                "aws:PrincipalType",
                switch (kind()) {
                    case "user" -> "User";
                    case "roleSession" -> "AssumedRole";
                    case "federatedUser" -> "FederatedUser";
                    case "root" -> "Account";
                    case "anonymous" -> "Anonymous";
                    default -> "";
                });
        if (kind().equals("service")) one("aws:PrincipalServiceName", text("name"));
        Scenario.texts(scenario.principal().path("tags")).forEach((key, value) -> {
            keys.remove("aws:principaltag/" + key.toLowerCase(Locale.ROOT));
            tag("aws:PrincipalTag/" + key, value);
        });
    }

    private void one(String key, String value) {
        if (!value.isEmpty()) set(key, List.of(value), false);
    }

    private String text(String member) {
        return scenario.principal().path(member).stringValue("");
    }

    private String kind() {
        return text("kind");
    }

    private String arn() {
        return kind().equals("root") ? "arn:aws:iam::" + text("account") + ":root" : text("arn");
    }

    private String account() {
        if (kind().equals("root")) return text("account");
        return text("arn").isEmpty() ? "" : text("arn").split(":")[4];
    }

    // ── the decision

    private Verdict decide() {
        boolean root = kind().equals("root");
        var bounds = scenario.boundary() == null ? List.<JsonNode>of() : List.of(scenario.boundary());
        var own = root
                ? Stream.<JsonNode>of()
                : Stream.of(scenario.identity(), bounds, scenario.session()).flatMap(List::stream);
        var rails = scenario.guardRails().stream().flatMap(List::stream);
        var onResource = Stream.concat(scenario.resourcePolicies().stream(), scenario.trust().stream())
                .toList();
        var everything = Stream.of(own, rails, scenario.resourceGuardRails().stream(), onResource.stream())
                .flatMap(stream -> stream)
                .toList();
        if (any(everything, "Deny")) return Verdict.EXPLICIT_DENY;
        for (var level : scenario.guardRails()) {
            if (!any(level, "Allow")) return Verdict.EXPLICIT_DENY;
        }
        var grants = onResource.stream()
                .flatMap(document -> statements(document).filter(each -> matches(document, each, "Allow")))
                .map(this::named)
                .toList();
        var first = leg.names().getFirst().split(":", 6);
        var owner = scenario.owner() != null ? scenario.owner() : first.length == 6 ? first[4] : "";
        boolean same = owner.isEmpty() || owner.equals(account());
        boolean resourceHadTo = (!same || scenario.explicitOnly()) && grants.isEmpty();
        if (account().isEmpty()) return grants.isEmpty() ? Verdict.IMPLICIT_DENY : Verdict.ALLOWED;
        if (root) return resourceHadTo ? Verdict.IMPLICIT_DENY : Verdict.ALLOWED;
        boolean identity = any(scenario.identity(), "Allow");
        boolean boundary = scenario.boundary() == null || any(bounds, "Allow");
        boolean session = scenario.session().isEmpty() || any(scenario.session(), "Allow");
        if (same && grants.contains("self")) {
            return !kind().equals("user") || session ? Verdict.ALLOWED : Verdict.IMPLICIT_DENY;
        }
        if (same && grants.contains("role")) identity = true;
        return identity && boundary && session && !resourceHadTo ? Verdict.ALLOWED : Verdict.IMPLICIT_DENY;
    }

    private boolean any(List<JsonNode> documents, String effect) {
        return documents.stream()
                .anyMatch(document -> statements(document).anyMatch(each -> matches(document, each, effect)));
    }

    private static Stream<JsonNode> statements(JsonNode document) {
        return list(document.path("Statement")).stream();
    }

    private static List<JsonNode> list(JsonNode node) {
        if (node.isMissingNode()) return List.of();
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }

    private boolean matches(JsonNode document, JsonNode statement, String effect) {
        boolean variables = document.path("Version").stringValue("").equals("2012-10-17");
        return statement.path("Effect").stringValue().equals(effect)
                && principalMatches(statement)
                && actionMatches(statement)
                && resourceMatches(statement, variables)
                && conditionsMatch(statement.path("Condition"), variables);
    }

    private boolean actionMatches(JsonNode statement) {
        boolean complement = statement.has("NotAction");
        return list(statement.path(complement ? "NotAction" : "Action")).stream()
                        .anyMatch(pattern -> ReferencePatterns.like(
                                ReferencePatterns.plain(pattern.stringValue().toLowerCase(Locale.ROOT)),
                                leg.action().toLowerCase(Locale.ROOT)))
                != complement;
    }

    private boolean resourceMatches(JsonNode statement, boolean variables) {
        boolean complement = statement.has("NotResource");
        var patterns = list(statement.path(complement ? "NotResource" : "Resource"));
        if (patterns.isEmpty()) return true; // a trust policy
        return patterns.stream()
                        .anyMatch(pattern -> leg.names().stream()
                                .anyMatch(name -> resourceMatches(pattern.stringValue(), name, variables)))
                != complement;
    }

    private boolean resourceMatches(String pattern, String name, boolean variables) {
        if (pattern.equals("*")) return true;
        var parts = pattern.split(":", 6);
        var seen = name.split(":", 6);
        if (seen.length < 6) return false;
        for (int i = 0; i < 5; i++) {
            if (!ReferencePatterns.like(ReferencePatterns.plain(parts[i]), seen[i])) return false;
        }
        var last = variables ? expanded(parts[5], true) : ReferencePatterns.plain(parts[5]);
        return last != null && ReferencePatterns.like(last, seen[5]);
    }

    // ── principals

    private boolean principalMatches(JsonNode statement) {
        if (statement.has("NotPrincipal")) return !leftOut(statement.path("NotPrincipal"));
        return !statement.has("Principal") || !named(statement).isEmpty();
    }

    private String everybody() {
        return switch (kind()) {
            case "roleSession", "federatedUser" -> "role";
            case "root" -> "account";
            default -> "self";
        };
    }

    /** As what the caller is named: {@code self}, {@code role}, {@code account}, or not at all. */
    private String named(JsonNode statement) {
        if (statement.has("NotPrincipal")) return everybody();
        var principal = statement.path("Principal");
        if (principal.isString()) return everybody();
        var how = new ArrayList<String>();
        principal
                .properties()
                .forEach(type -> list(type.getValue()).forEach(each -> {
                    var as = named(type.getKey(), each.stringValue());
                    if (!as.isEmpty()) how.add(as);
                }));
        for (var each : List.of("self", "role", "account")) {
            if (how.contains(each)) return each;
        }
        return "";
    }

    private String named(String type, String value) {
        if (type.equals("Service"))
            return kind().equals("service") && (value.equals("*") || value.equals(text("name"))) ? "self" : "";
        if (type.equals("Federated"))
            return kind().equals("federated") && (value.equals("*") || value.equals(text("name"))) ? "self" : "";
        if (!type.equals("AWS")) return "";
        if (kind().equals("service") || kind().equals("federated")) return "";
        if (value.equals("*")) return everybody();
        if (kind().equals("anonymous")) return "";
        if (value.equals(account()) || value.equals("arn:aws:iam::" + account() + ":root")) return "account";
        if (value.equals(arn())) return "self";
        if (kind().equals("roleSession") && value.equals(text("role"))) return "role";
        if (kind().equals("roleSession") && value.equals(text("id").split(":")[0])) return "role";
        return value.equals(text("id")) ? "self" : "";
    }

    private boolean leftOut(JsonNode notPrincipal) {
        if (notPrincipal.isString()) return true;
        var how = new ArrayList<String>();
        boolean[] everyOne = {false};
        notPrincipal
                .properties()
                .forEach(type -> list(type.getValue()).forEach(each -> {
                    var as = named(type.getKey(), each.stringValue());
                    how.add(as);
                    if (!as.isEmpty()
                            && (each.stringValue().equals("*") || !type.getKey().equals("AWS"))) everyOne[0] = true;
                }));
        if (everyOne[0]) return true;
        return switch (kind()) {
            case "user", "federatedUser" -> how.contains("self") && how.contains("account");
            case "roleSession" -> how.contains("self") && how.contains("role") && how.contains("account");
            case "root" -> how.contains("account");
            default -> false;
        };
    }

    // ── conditions

    private boolean conditionsMatch(JsonNode condition, boolean variables) {
        return condition.properties().stream()
                .allMatch(operator -> operator.getValue().properties().stream()
                        .allMatch(key -> met(operator.getKey(), key.getKey(), list(key.getValue()), variables)));
    }

    private boolean met(String operator, String key, List<JsonNode> values, boolean variables) {
        var seen = keys.get(key.toLowerCase(Locale.ROOT));
        if (operator.equals("Null"))
            return values.stream().anyMatch(value -> value.asString().equalsIgnoreCase("true") == (seen == null));
        boolean all = operator.startsWith("ForAllValues:");
        boolean any = operator.startsWith("ForAnyValue:");
        boolean ifExists = operator.endsWith("IfExists");
        var word = operator.replaceAll("^.*:", "").replaceAll("IfExists$", "");
        boolean negated = word.contains("Not");
        if (seen == null) {
            if (ifExists || all) return true;
            return !any && negated;
        }
        if (all || any) {
            if (seen.stream().allMatch(String::isEmpty)) return all;
            var each = seen.stream().map(value -> holds(word, value, values, variables) != negated);
            return all ? each.allMatch(met -> met) : each.anyMatch(met -> met);
        }
        if (Boolean.TRUE.equals(multivalued.get(key.toLowerCase(Locale.ROOT)))) return false;
        return holds(word, seen.getFirst(), values, variables) != negated;
    }

    private boolean holds(String word, String seen, List<JsonNode> values, boolean variables) {
        return values.stream().anyMatch(value -> holds(word.replace("Not", ""), seen, value.asString(), variables));
    }

    private boolean holds(String word, String seen, String value, boolean variables) {
        boolean wild = word.equals("StringLike") || word.startsWith("Arn");
        var expanded = variables
                ? expanded(value, wild)
                : wild ? ReferencePatterns.plain(value) : ReferencePatterns.literal(value);
        return switch (word) {
            case "StringEquals", "StringLike" -> expanded != null && ReferencePatterns.like(expanded, seen);
            case "StringEqualsIgnoreCase" ->
                expanded != null && seen.equalsIgnoreCase(ReferencePatterns.spelled(expanded));
            case "Bool" ->
                expanded != null
                        && (seen.equalsIgnoreCase("true") || seen.equalsIgnoreCase("false"))
                        && seen.equalsIgnoreCase(ReferencePatterns.spelled(expanded));
            case "BinaryEquals" -> ReferenceValues.bytes(value).equals(ReferenceValues.bytes(seen));
            case "IpAddress" -> ReferenceValues.inside(seen, value);
            case "ArnEquals", "ArnLike" -> expanded != null && ReferencePatterns.arnLike(expanded, seen);
            default ->
                word.startsWith("Date")
                        ? ReferenceValues.ordered(word, ReferenceValues.moment(seen), ReferenceValues.moment(value))
                        : ReferenceValues.ordered(word, ReferenceValues.number(seen), ReferenceValues.number(value));
        };
    }

    private @Nullable List<String> expanded(String text, boolean wild) {
        var tokens = new ArrayList<String>();
        var variable = VARIABLE.matcher(text);
        int at = 0;
        while (variable.find()) {
            var before = text.substring(at, variable.start());
            tokens.addAll(wild ? ReferencePatterns.plain(before) : ReferencePatterns.literal(before));
            at = variable.end();
            if (variable.group(1) != null) {
                tokens.add(variable.group(1));
                continue;
            }
            var key = variable.group(2).toLowerCase(Locale.ROOT);
            var seen = keys.get(key);
            var value = seen == null || Boolean.TRUE.equals(multivalued.get(key)) ? variable.group(3) : seen.getFirst();
            if (value == null) return null;
            tokens.addAll(ReferencePatterns.literal(value));
        }
        var rest = text.substring(at);
        tokens.addAll(wild ? ReferencePatterns.plain(rest) : ReferencePatterns.literal(rest));
        return tokens;
    }
}
