package dev.postern.session.documents;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code {{ name }}}: where a parameter's value is put. Agents fill them in; this says whether they can, and fills in what the server itself goes by. */
final class Placeholders {
    private static final Pattern ANY = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]+");

    private Placeholders() {}

    static boolean has(JsonNode node) {
        return node.isString() && ANY.matcher(node.stringValue()).find();
    }

    /** Agents leave what they do not know as it stands, and it would be run like that. */
    static void check(JsonNode node, String path, Set<String> declared, Findings findings) {
        if (node.isString()) {
            ANY.matcher(node.stringValue()).results().forEach(found -> check(found.group(1), path, declared, findings));
        } else if (node.isArray()) {
            int i = 0;
            for (var each : node) check(each, path + "[" + i++ + "]", declared, findings);
        } else {
            for (var each : node.properties())
                check(each.getValue(), Findings.join(path, each.getKey()), declared, findings);
        }
    }

    private static void check(String name, String path, Set<String> declared, Findings findings) {
        if (declared.contains(name)) return;
        if (name.startsWith("ssm:")) {
            findings.add(
                    path,
                    "uses {{ " + name + " }}, and there is no parameter store here",
                    "Make it a parameter of the document.");
        } else if (NAME.matcher(name).matches()) {
            findings.add(
                    path,
                    "uses {{ " + name + " }}, which parameters does not declare",
                    "Declare it, or correct the name.");
        }
    }

    /** A text that is one placeholder becomes the value, whatever its type; within a text, values that are not texts are written as JSON. */
    static JsonNode filled(JsonNode node, Map<String, JsonNode> values) {
        if (node.isString()) return filled(node.stringValue(), values);
        if (!node.isObject()) return node;
        var filled = JsonNodeFactory.instance.objectNode();
        for (var each : node.properties()) filled.set(each.getKey(), filled(each.getValue(), values));
        return filled;
    }

    private static JsonNode filled(String text, Map<String, JsonNode> values) {
        var matcher = ANY.matcher(text);
        if (matcher.matches() && values.containsKey(matcher.group(1))) return values.get(matcher.group(1));
        return JsonNodeFactory.instance.stringNode(matcher.replaceAll(found -> {
            var value = values.get(found.group(1));
            if (value == null) return Matcher.quoteReplacement(found.group());
            return Matcher.quoteReplacement(value.isString() ? value.stringValue() : value.toString());
        }));
    }
}
