package dev.postern.agent;

import dev.postern.agent.JobStep.Interpreter;
import dev.postern.agent.JobStep.Then;
import dev.postern.agent.JobStep.Work;
import dev.postern.protocol.SendCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The steps of a command document, schema 1.2, 2.0 or 2.2, as far as this agent can take them. */
final class JobDocument {

    /** More steps than anybody writes by hand; a document has 64 KiB. */
    static final int MAX_STEPS = 100;

    private static final Set<String> SCHEMAS = Set.of("1.2", "2.0", "2.0.1", "2.0.2", "2.0.3", "2.2");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);
    private static final long MOST_SECONDS = 172_800;
    private static final int MOST_ATTEMPTS = 10;
    private static final String SHELL = "aws:runShellScript";
    private static final String POWER_SHELL = "aws:runPowerShellScript";

    private final String platform;

    /** @param platformType Linux, MacOS or Windows, in any case */
    private JobDocument(String platformType) {
        this.platform = platformType.toLowerCase(Locale.ROOT);
    }

    /** @throws TaskRefused for what is no command document, with a reason for whoever sent it */
    static List<JobStep> steps(SendCommand command, String platformType) throws TaskRefused {
        var document = command.documentContent();
        var schema = document.path("schemaVersion").asString("");
        if (!SCHEMAS.contains(schema))
            throw new TaskRefused("Documents of schema version " + schema + " are not commands this agent can run.");
        var values = Placeholders.values(document.path("parameters"), command.parameters());
        var own = new JobDocument(platformType);
        var steps = new ArrayList<JobStep>();
        if (schema.equals("1.2")) {
            for (var configured : document.path("runtimeConfig").properties())
                steps.addAll(own.oldSteps(
                        configured.getKey(),
                        Placeholders.resolved(configured.getValue().path("properties"), values)));
        } else {
            for (var step : document.path("mainSteps")) steps.add(own.step(Placeholders.resolved(step, values)));
        }
        if (steps.isEmpty()) throw new TaskRefused("The document has no steps.");
        if (steps.size() > MAX_STEPS) throw new TaskRefused("The document has more than " + MAX_STEPS + " steps.");
        return List.copyOf(steps);
    }

    /** One set of properties, or several. */
    private List<JobStep> oldSteps(String action, JsonNode properties) {
        var sets = properties.isArray() ? List.copyOf(properties.values()) : List.of(properties);
        return sets.stream()
                .map(set -> new JobStep(
                        sets.size() == 1 ? action : set.path("id").asString(action),
                        action,
                        work(action, set, set.path("timeoutSeconds")),
                        Then.GO_ON,
                        Then.GO_ON,
                        false,
                        1))
                .toList();
    }

    private JobStep step(JsonNode step) {
        var action = step.path("action").asString("");
        var inputs = step.path("inputs");
        var inner = inputs.path("timeoutSeconds");
        return new JobStep(
                step.path("name").asString(action),
                action,
                work(step, action, inputs, inner.isMissingNode() ? step.path("timeoutSeconds") : inner),
                then(option(step, "onFailure")),
                then(option(step, "onSuccess")),
                isTrue(option(step, "finallyStep")),
                Math.clamp(number(step.path("maxAttempts"), 1), 1, MOST_ATTEMPTS));
    }

    /** Documents have these beside the inputs or among them. */
    private static JsonNode option(JsonNode step, String name) {
        return step.has(name) ? step.path(name) : step.path("inputs").path(name);
    }

    private Work work(JsonNode step, String action, JsonNode inputs, JsonNode timeout) {
        var precondition = step.path("precondition");
        if (precondition.isObject() && !precondition.isEmpty()) {
            var unmet = new ArrayList<String>();
            for (var condition : precondition.properties()) {
                var operands = condition.getValue();
                if (!condition.getKey().equals("StringEquals") || operands.size() != 2)
                    return new Work.Impossible("This agent does not know the precondition " + precondition + ".");
                if (!operand(operands.get(0)).equals(operand(operands.get(1)))) unmet.add(operands.toString());
            }
            if (!unmet.isEmpty())
                return new Work.Skipped("Not for this node: " + String.join(", ", unmet) + " does not hold.");
        }
        return work(action, inputs, timeout);
    }

    private String operand(JsonNode operand) {
        var text = operand.asString("").strip();
        return text.equals("platformType") ? platform : text.toLowerCase(Locale.ROOT);
    }

    private Work work(String action, JsonNode inputs, JsonNode timeout) {
        return switch (action) {
            case SHELL ->
                platform.equals("windows")
                        ? new Work.Impossible(SHELL + " does not run on Windows.")
                        : script(Interpreter.SHELL, inputs, timeout);
            case POWER_SHELL -> script(Interpreter.POWER_SHELL, inputs, timeout);
            default ->
                new Work.Impossible(
                        "This agent does not know " + action + ": it runs " + SHELL + " and " + POWER_SHELL + ".");
        };
    }

    private static Work script(Interpreter interpreter, JsonNode inputs, JsonNode timeout) {
        var lines = new ArrayList<String>();
        var commands = inputs.path("runCommand");
        if (commands.isArray()) for (var line : commands) lines.add(line.asString(""));
        else if (commands.isString()) lines.add(commands.stringValue());
        if (lines.stream().allMatch(String::isBlank)) return new Work.Impossible("The step has no commands.");
        return new Work.Script(
                interpreter,
                List.copyOf(lines),
                inputs.path("workingDirectory").asString("").strip(),
                Duration.ofSeconds(Math.clamp(number(timeout, DEFAULT_TIMEOUT.toSeconds()), 1, MOST_SECONDS)));
    }

    private static Then then(JsonNode node) {
        return switch (node.asString("")) {
            case "exit", "Abort" -> Then.EXIT;
            case "successAndExit" -> Then.SUCCESS_AND_EXIT;
            default -> Then.GO_ON;
        };
    }

    private static boolean isTrue(JsonNode node) {
        return node.asString("").equalsIgnoreCase("true");
    }

    /** Documents write numbers as numbers and as texts; what is none counts as not written. */
    private static long number(JsonNode node, long otherwise) {
        try {
            return Long.parseLong(node.asString("").strip());
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
