package dev.postern.commands;

import dev.postern.commands.CommandDocument.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a Command document says, as far as it matters to whoever sends it. Takes a document as it is: whoever stores it has checked it. */
final class DocumentContent {
    private static final Set<String> EVERYWHERE = Set.of("Linux", "MacOS", "Windows");

    /** Where an action can run; the others are for the agents to say. */
    private static final Map<String, Set<String>> ACTIONS = Map.of("aws:runShellScript", Set.of("Linux", "MacOS"));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9_]+)\\s*}}");
    private static final long DEFAULT_SECONDS = 3_600;
    private static final long MOST_SECONDS = 172_800;
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_CHARACTERS = 65_536;

    private final JsonNode content;

    DocumentContent(JsonNode content) {
        this.content = content;
    }

    CommandDocument named(String name, String version, String hash) {
        var parameters = new ArrayList<Parameter>();
        for (var declared : content.path("parameters").properties())
            parameters.add(parameter(declared.getKey(), declared.getValue()));
        return new CommandDocument(
                name, version, content.path("description").asString(""), parameters, platforms(), hash, content);
    }

    /** In order, whatever the schema. */
    List<DocumentStep> steps() {
        var steps = new ArrayList<DocumentStep>();
        for (var step : content.path("mainSteps")) {
            var action = step.path("action").asString("");
            var inner = step.path("inputs").path("timeoutSeconds");
            steps.add(new DocumentStep(
                    step.path("name").asString(action),
                    action,
                    inner.isMissingNode() ? step.path("timeoutSeconds") : inner));
        }
        // schema 1.2: an action has one set of properties, or several
        for (var configured : content.path("runtimeConfig").properties()) {
            var action = configured.getKey();
            var properties = configured.getValue().path("properties");
            var sets = properties.isArray() ? List.copyOf(properties.values()) : List.of(properties);
            for (var set : sets) {
                var name = sets.size() == 1 ? action : set.path("id").asString(action);
                steps.add(new DocumentStep(name, action, set.path("timeoutSeconds")));
            }
        }
        return steps;
    }

    /** How long its steps may take altogether, with these values filled in. */
    Duration runWithin(Map<String, JsonNode> values) {
        long seconds = 0;
        for (var step : steps()) seconds += seconds(step.timeout(), values);
        return Duration.ofSeconds(seconds);
    }

    private static long seconds(JsonNode timeout, Map<String, JsonNode> values) {
        var text = timeout.asString("");
        var placeholder = PLACEHOLDER.matcher(text);
        if (placeholder.matches()) {
            var value = values.get(placeholder.group(1));
            text = value == null ? "" : value.asString("");
        }
        try {
            return Math.clamp(Long.parseLong(text.strip()), 1, MOST_SECONDS);
        } catch (NumberFormatException _) {
            return DEFAULT_SECONDS; // as agents take what is none
        }
    }

    /** Steps with a precondition are for some nodes only, and say nothing about the others. */
    private Set<String> platforms() {
        var platforms = new LinkedHashSet<>(EVERYWHERE);
        for (var step : content.path("mainSteps")) {
            if (step.has("precondition")) continue;
            platforms.retainAll(ACTIONS.getOrDefault(step.path("action").asString(""), EVERYWHERE));
        }
        for (var configured : content.path("runtimeConfig").properties())
            platforms.retainAll(ACTIONS.getOrDefault(configured.getKey(), EVERYWHERE));
        return platforms;
    }

    private static Parameter parameter(String name, JsonNode declared) {
        var byDefault = declared.get("default");
        var pattern = declared.path("allowedPattern").asString("");
        return new Parameter(
                name,
                type(declared.path("type").asString("String")),
                declared.path("description").asString(""),
                byDefault == null || byDefault.isNull() ? null : texts(byDefault),
                declared.path("allowedValues")
                        .valueStream()
                        .map(DocumentContent::text)
                        .toList(),
                pattern.isEmpty() ? null : pattern,
                declared.path("minItems").asInt(0),
                declared.path("maxItems").asInt(MOST_ITEMS),
                declared.path("minChars").asInt(0),
                declared.path("maxChars").asInt(MOST_CHARACTERS));
    }

    private static CommandDocument.Type type(String type) {
        return switch (type) {
            case "StringList" -> CommandDocument.Type.STRING_LIST;
            case "Boolean" -> CommandDocument.Type.BOOLEAN;
            case "Integer" -> CommandDocument.Type.INTEGER;
            case "StringMap", "MapList" -> CommandDocument.Type.JSON;
            default -> CommandDocument.Type.STRING;
        };
    }

    /** As a caller would have to give it. */
    static List<String> texts(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(JsonNode::isString)
                ? value.valueStream().map(DocumentContent::text).toList()
                : List.of(text(value));
    }

    static String text(@Nullable JsonNode value) {
        if (value == null) return "";
        return value.isValueNode() ? value.asString("") : value.toString();
    }
}
