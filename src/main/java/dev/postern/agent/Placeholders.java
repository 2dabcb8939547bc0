package dev.postern.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Fills in a document's <code>{{ name }}</code> as the stock agent does (protocol.md §2.4). What has no value stays as it is. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9]+)\\s*}}");
    private static final JsonMapper JSON = JsonMapper.shared();

    private Placeholders() {}

    /** What was given, and the defaults of the rest. */
    static Map<String, JsonNode> values(JsonNode declared, Map<String, JsonNode> given) {
        var values = new HashMap<String, JsonNode>();
        for (var parameter : declared.properties()) {
            var byDefault = parameter.getValue().get("default");
            if (byDefault != null) values.put(parameter.getKey(), byDefault);
        }
        values.putAll(given);
        return values;
    }

    static JsonNode resolved(JsonNode node, Map<String, JsonNode> values) {
        if (node.isString()) return resolvedText(node.stringValue(), values);
        if (node.isArray()) {
            var list = JSON.createArrayNode();
            for (var each : node) list.add(resolved(each, values));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            for (var property : node.properties()) object.set(property.getKey(), resolved(property.getValue(), values));
            return object;
        }
        return node;
    }

    /** A text that is one placeholder becomes the value, whatever its type; within a text, values that are not texts are written as JSON. */
    private static JsonNode resolvedText(String text, Map<String, JsonNode> values) {
        var matcher = PLACEHOLDER.matcher(text);
        if (matcher.matches()) {
            var value = values.get(matcher.group(1));
            if (value == null) return JSON.getNodeFactory().stringNode(text);
            return value.isString() ? JSON.getNodeFactory().stringNode(unescaped(value.stringValue())) : value;
        }
        matcher.reset();
        var out = new StringBuilder();
        while (matcher.find()) {
            var value = values.get(matcher.group(1));
            var pasted = value == null
                    ? matcher.group()
                    : unescaped(value.isString() ? value.stringValue() : value.toString());
            matcher.appendReplacement(out, Matcher.quoteReplacement(pasted));
        }
        matcher.appendTail(out);
        return JSON.getNodeFactory().stringNode(out.toString());
    }

    private static String unescaped(String value) {
        return value.replace("$$", "$");
    }
}
