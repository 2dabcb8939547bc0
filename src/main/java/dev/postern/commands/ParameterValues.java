package dev.postern.commands;

import dev.postern.commands.CommandDocument.Parameter;
import dev.postern.commands.CommandRefused.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a document's parameters are given. Agents paste values into scripts and check nothing (protocol.md §2.4), so the check is here; what is left
 * out has the document's default.
 */
final class ParameterValues {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Together with this bound the patterns of our own documents cannot run away. */
    private static final int MOST_MATCHED = 1_024;

    private ParameterValues() {}

    /**
     * Checked and typed, as a job has them.
     *
     * @throws CommandRefused INVALID_PARAMETERS
     */
    static Map<String, JsonNode> of(CommandDocument document, Map<String, List<String>> given) {
        var declared =
                document.parameters().stream().collect(Collectors.toMap(Parameter::name, parameter -> parameter));
        for (var name : given.keySet()) {
            if (!declared.containsKey(name))
                throw refused("Document " + document.name() + " has no parameter " + name + ": it has "
                        + names(document) + ".");
        }
        var values = new LinkedHashMap<String, JsonNode>();
        for (var parameter : document.parameters()) {
            var value = given.get(parameter.name());
            if (value != null) values.put(parameter.name(), checked(parameter, value));
            else if (parameter.byDefault() != null)
                values.put(parameter.name(), typed(parameter, parameter.byDefault()));
            else throw refused("Parameter " + parameter.name() + " is required.");
        }
        return values;
    }

    private static String names(CommandDocument document) {
        return document.parameters().isEmpty()
                ? "none"
                : document.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    private static JsonNode checked(Parameter parameter, List<String> values) {
        var name = parameter.name();
        if (parameter.type() == CommandDocument.Type.STRING_LIST) {
            if (values.size() < parameter.fewest())
                throw refused("Parameter " + name + " takes at least " + parameter.fewest() + " values.");
            if (values.size() > parameter.most())
                throw refused("Parameter " + name + " takes at most " + parameter.most() + " values.");
        } else if (values.size() != 1) {
            throw refused("Parameter " + name + " takes one value, not " + values.size() + ".");
        }
        for (var value : values) check(parameter, value);
        return typed(parameter, values);
    }

    private static void check(Parameter parameter, String value) {
        var name = parameter.name();
        if (value.length() < parameter.shortest())
            throw refused("Parameter " + name + " takes at least " + parameter.shortest() + " characters.");
        if (value.length() > parameter.longest())
            throw refused("Parameter " + name + " takes at most " + parameter.longest() + " characters.");
        if (!parameter.allowed().isEmpty() && !parameter.allowed().contains(value))
            throw refused("Parameter " + name + " must be one of " + String.join(", ", parameter.allowed()) + ".");
        var pattern = parameter.pattern();
        if (pattern != null && (value.length() > MOST_MATCHED || !Pattern.matches(pattern, value)))
            throw refused("Parameter " + name + " must match " + pattern + ".");
    }

    private static JsonNode typed(Parameter parameter, List<String> values) {
        var nodes = JSON.getNodeFactory();
        return switch (parameter.type()) {
            case STRING -> nodes.stringNode(first(values));
            case STRING_LIST -> {
                var list = nodes.arrayNode();
                for (var value : values) list.add(value);
                yield list;
            }
            case BOOLEAN ->
                switch (first(values)) {
                    case "true" -> nodes.booleanNode(true);
                    case "false" -> nodes.booleanNode(false);
                    default -> throw refused("Parameter " + parameter.name() + " is true or false.");
                };
            case INTEGER -> {
                try {
                    yield nodes.numberNode(Long.parseLong(first(values)));
                } catch (NumberFormatException _) {
                    throw refused("Parameter " + parameter.name() + " is a whole number.");
                }
            }
            case JSON -> {
                try {
                    var value = JSON.readTree(first(values));
                    if (value.isObject() || value.isArray()) yield value;
                } catch (JacksonException _) {
                    // told below
                }
                throw refused("Parameter " + parameter.name() + " is a JSON object, or a list of them.");
            }
        };
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static CommandRefused refused(String message) {
        return new CommandRefused(Code.INVALID_PARAMETERS, message);
    }
}
