package dev.postern.commands;

import dev.postern.commands.CommandRefused.Code;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Parameter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A version of a Command document, opened: what it asks for, what it makes of what is given to it, where it runs and for how long. */
final class CommandDocument {
    private static final Set<String> EVERYWHERE = Set.of("Linux", "MacOS", "Windows");

    /** Where an action can run; the others are for the agents to say. */
    private static final Map<String, Set<String>> ACTIONS = Map.of("aws:runShellScript", Set.of("Linux", "MacOS"));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9_]+)\\s*}}");
    private static final long DEFAULT_SECONDS = 3_600;
    private static final long MOST_SECONDS = 172_800;

    private final DocumentVersion version;
    private final JsonNode tree;
    private final List<Parameter> parameters;

    private CommandDocument(DocumentVersion version, JsonNode tree, List<Parameter> parameters) {
        this.version = version;
        this.tree = tree;
        this.parameters = parameters;
    }

    /** @throws CommandRefused INVALID_DOCUMENT for a document of another type, or one that breaks a rule which came after it */
    static CommandDocument of(DocumentContent content) {
        var version = content.version();
        if (content.type() != DocumentType.COMMAND)
            throw new CommandRefused(
                    Code.INVALID_DOCUMENT,
                    "There is no Command document " + version.document() + ": that one is a "
                            + content.type().word() + " document, which runs nothing on nodes.");
        try {
            return new CommandDocument(version, content.tree(), content.parameters());
        } catch (DocumentRefused broken) {
            throw new CommandRefused(
                    Code.INVALID_DOCUMENT, "Document " + version.document() + " cannot be read: " + broken.text());
        }
    }

    String name() {
        return version.document();
    }

    String number() {
        return Integer.toString(version.number());
    }

    String sha256() {
        return version.sha256();
    }

    /** As agents get it, parameters not filled in. */
    JsonNode tree() {
        return tree;
    }

    /**
     * Checked and typed, as a job has them; what is left out has the document's default. Agents paste values into scripts and check nothing
     * (protocol.md §2.4).
     *
     * @throws CommandRefused INVALID_PARAMETERS
     */
    Map<String, JsonNode> values(Map<String, List<String>> given) {
        for (var name : given.keySet())
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name)))
                throw refused("Document " + name() + " has no parameter " + name + ": it has " + names() + ".");
        var values = new LinkedHashMap<String, JsonNode>();
        for (var parameter : parameters) {
            var own = given.get(parameter.name());
            var byDefault = parameter.byDefault();
            if (own != null) {
                parameter.objection(own).ifPresent(objection -> {
                    throw refused(objection);
                });
                values.put(parameter.name(), parameter.value(own));
            } else if (byDefault != null) values.put(parameter.name(), byDefault);
            else throw refused("Parameter " + parameter.name() + " is required.");
        }
        return values;
    }

    private String names() {
        return parameters.isEmpty()
                ? "none"
                : parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /** Where all of its steps may run. Steps with a precondition are for some nodes only, and say nothing about the others. */
    Set<String> platforms() {
        var platforms = new TreeSet<>(EVERYWHERE);
        for (var step : tree.path("mainSteps"))
            if (!step.has("precondition"))
                platforms.retainAll(ACTIONS.getOrDefault(step.path("action").asString(""), EVERYWHERE));
        return platforms;
    }

    /** How long its steps may take altogether, with these values filled in. */
    Duration runWithin(Map<String, JsonNode> values) {
        long seconds = 0;
        for (var step : DocumentStep.of(tree)) seconds += seconds(step.timeout(), values);
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

    private static CommandRefused refused(String message) {
        return new CommandRefused(Code.INVALID_PARAMETERS, message);
    }
}
