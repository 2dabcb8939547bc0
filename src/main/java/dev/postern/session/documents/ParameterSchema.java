package dev.postern.session.documents;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The declarations under {@code parameters}: checks them, and reads what was checked. */
final class ParameterSchema {
    private static final Set<String> MEMBERS = Set.of(
            "type",
            "description",
            "default",
            "allowedValues",
            "allowedPattern",
            "minChars",
            "maxChars",
            "minItems",
            "maxItems",
            "displayType",
            "interpolationType");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]{1,255}");
    private static final int MOST = 200;
    private static final int LARGEST_COUNT = 1_000_000;

    private final Set<Parameter.Type> types;

    private ParameterSchema(Set<Parameter.Type> types) {
        this.types = types;
    }

    /** StartSession brings texts alone, so a session's parameters are what texts can say. */
    static final ParameterSchema OF_SESSIONS = new ParameterSchema(EnumSet.of(
            Parameter.Type.STRING, Parameter.Type.STRING_LIST, Parameter.Type.BOOLEAN, Parameter.Type.INTEGER));

    static final ParameterSchema OF_COMMANDS = new ParameterSchema(EnumSet.allOf(Parameter.Type.class));

    void check(JsonNode declared, Findings findings) {
        if (declared.isMissingNode() || !findings.object(declared, "parameters")) return;
        if (declared.size() > MOST)
            findings.add("parameters", "has " + declared.size() + " members", "Have at most " + MOST + ".");
        for (var each : declared.properties()) {
            var path = "parameters." + each.getKey();
            if (!NAME.matcher(each.getKey()).matches())
                findings.add(path, "is not a name an agent finds", "Use letters and digits alone, at most 255.");
            if (findings.object(each.getValue(), path)) check(each.getKey(), each.getValue(), path, findings);
        }
    }

    private void check(String name, JsonNode rules, String path, Findings findings) {
        findings.onlyMembers(rules, path, MEMBERS);
        var type = Parameter.Type.of(rules.path("type").asString(""))
                .filter(types::contains)
                .orElse(null);
        if (type == null)
            findings.add(
                    path + ".type",
                    "is " + Findings.shown(rules.path("type")),
                    "Write one of "
                            + String.join(
                                    ", ",
                                    types.stream().map(Parameter.Type::word).toList()) + ".");
        for (var member : List.of("description", "displayType", "interpolationType"))
            if (rules.has(member)) findings.text(rules.path(member), path + "." + member);
        boolean values = checkAllowedValues(rules.path("allowedValues"), path, findings);
        boolean pattern = checkPattern(rules.path("allowedPattern"), path, findings);
        boolean chars = checkRange(rules, "minChars", "maxChars", path, findings);
        boolean items = checkRange(rules, "minItems", "maxItems", path, findings);
        boolean sound = values && pattern && chars && items;
        if (type != null && sound && rules.has("default")) checkDefault(parameter(name, rules, type), path, findings);
    }

    private static boolean checkAllowedValues(JsonNode allowed, String path, Findings findings) {
        if (allowed.isMissingNode()) return true;
        if (allowed.isArray()
                && !allowed.isEmpty()
                && allowed.valueStream().allMatch(value -> value.isString() || value.isBoolean() || value.isNumber()))
            return true;
        findings.add(path + ".allowedValues", "is not a list of values", "List at least one, or leave it out.");
        return false;
    }

    private static boolean checkPattern(JsonNode pattern, String path, Findings findings) {
        if (pattern.isMissingNode()) return true;
        if (!findings.text(pattern, path + ".allowedPattern")) return false;
        try {
            AllowedPattern.of(pattern.stringValue());
            return true;
        } catch (IllegalArgumentException notTaken) {
            findings.add(
                    path + ".allowedPattern",
                    String.valueOf(notTaken.getMessage()),
                    "Patterns are matched by RE2, which knows no look-around, no back-references and no possessive"
                            + " repetition; at most 1,000 of a thing.");
            return false;
        }
    }

    private static boolean checkRange(JsonNode rules, String least, String most, String path, Findings findings) {
        boolean sound = true;
        for (var member : List.of(least, most)) {
            var count = rules.path(member);
            if (count.isMissingNode() || whole(count) != null) continue;
            sound = false;
            findings.add(
                    path + "." + member,
                    "is " + Findings.shown(count),
                    "Write a whole number from 0 to " + LARGEST_COUNT + ".");
        }
        if (sound && rules.has(least) && rules.has(most) && count(rules, least, 0) > count(rules, most, 0)) {
            findings.add(path + "." + least, "is more than " + most, "Make it smaller, or leave one of them out.");
            return false;
        }
        return sound;
    }

    private static void checkDefault(Parameter parameter, String path, Findings findings) {
        var byDefault = parameter.byDefault();
        if (byDefault == null) return;
        var fits = switch (parameter.type()) {
            case STRING_LIST -> byDefault.isArray() && byDefault.valueStream().allMatch(JsonNode::isString);
            case STRING -> byDefault.isString();
            case BOOLEAN -> byDefault.isBoolean() || byDefault.isString();
            case INTEGER -> byDefault.isIntegralNumber() || byDefault.isString();
            case MAP_LIST -> byDefault.isArray();
            case STRING_MAP -> byDefault.isObject();
        };
        if (!fits) {
            findings.add(
                    path + ".default",
                    "is " + Findings.shown(byDefault) + ", which is no "
                            + parameter.type().word(),
                    "Write a default of the parameter's type, or leave it out.");
            return;
        }
        if (parameter.type() == Parameter.Type.MAP_LIST || parameter.type() == Parameter.Type.STRING_MAP) return;
        var values = byDefault.isArray()
                ? byDefault.valueStream().map(value -> value.asString("")).toList()
                : List.of(byDefault.asString(""));
        // an empty default is how documents say "nothing, unless you give one"
        if (values.equals(List.of("")) || values.isEmpty()) return;
        parameter
                .objection(values)
                .ifPresent(objection -> findings.add(
                        path + ".default",
                        "breaks the parameter's own rules: " + objection.substring(0, objection.length() - 1),
                        "Change the default or the rule."));
    }

    /** Those that were declared, in the document's order. */
    static List<Parameter> parameters(JsonNode declared) {
        var parameters = new ArrayList<Parameter>();
        for (var each : declared.properties()) {
            Parameter.Type.of(each.getValue().path("type").asString(""))
                    .ifPresent(type -> parameters.add(parameter(each.getKey(), each.getValue(), type)));
        }
        return parameters;
    }

    private static Parameter parameter(String name, JsonNode rules, Parameter.Type type) {
        return new Parameter(
                name,
                type,
                rules.path("description").asString(""),
                rules.get("default"),
                rules.path("allowedValues")
                        .valueStream()
                        .map(value -> value.asString(""))
                        .toList(),
                rules.has("allowedPattern") ? rules.path("allowedPattern").asString("") : null,
                count(rules, "minChars", 0),
                Math.min(count(rules, "maxChars", Parameter.MOST_CHARACTERS), Parameter.MOST_CHARACTERS),
                count(rules, "minItems", 0),
                Math.min(count(rules, "maxItems", Parameter.MOST_ITEMS), Parameter.MOST_ITEMS),
                rules.path("displayType").asString("").equals("textarea"));
    }

    private static int count(JsonNode rules, String member, int otherwise) {
        var count = whole(rules.path(member));
        return count == null ? otherwise : count;
    }

    /** Documents carry counts as numbers and as texts. */
    private static @Nullable Integer whole(JsonNode node) {
        var text = node.isString() || node.isIntegralNumber() ? node.asString("") : "";
        if (!text.matches("[0-9]{1,7}")) return null;
        var number = Integer.parseInt(text);
        return number <= LARGEST_COUNT ? number : null;
    }
}
