package dev.postern.session.documents;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a document of a type must be (AWS Systems Manager User Guide, "Session document schema"; protocol.md §2.4). */
final class DocumentSchema {
    private static final Set<String> OF_SESSIONS =
            Set.of("schemaVersion", "description", "sessionType", "inputs", "parameters", "properties");
    private static final Set<String> OF_COMMANDS =
            Set.of("schemaVersion", "description", "parameters", "mainSteps", "outputs", "files", "variables");
    private static final Pattern STEP = Pattern.compile("[a-zA-Z0-9_\\-]{1,128}");
    private static final Pattern ACTION = Pattern.compile("aws:[a-zA-Z0-9]{1,64}");

    private DocumentSchema() {}

    static List<Problem> problems(DocumentType type, JsonNode tree) {
        var findings = new Findings();
        var version = tree.path("schemaVersion");
        if (!version.isString() || !version.stringValue().equals(type.schemaVersion()))
            findings.add(
                    "schemaVersion",
                    (version.isMissingNode() ? "is missing" : "is " + Findings.shown(version)) + ", a " + type.word()
                            + " document has \"" + type.schemaVersion() + "\"",
                    "Write \"" + type.schemaVersion() + "\", in quotes.");
        if (tree.has("description")) findings.text(tree.path("description"), "description");
        switch (type) {
            case SESSION -> checkSession(tree, findings);
            case COMMAND -> checkCommand(tree, findings);
        }
        return findings.problems();
    }

    private static void checkSession(JsonNode tree, Findings findings) {
        findings.onlyMembers(tree, "", OF_SESSIONS);
        ParameterSchema.OF_SESSIONS.check(tree.path("parameters"), findings);
        SessionInputs.check(tree.path("inputs"), findings);
        var declared = new TreeSet<>(tree.path("parameters").propertyNames());
        Placeholders.check(tree.path("inputs"), "inputs", declared, findings);
        Placeholders.check(tree.path("properties"), "properties", declared, findings);
        var type = SessionType.of(tree.path("sessionType").asString("")).orElse(null);
        if (type == null) {
            findings.add(
                    "sessionType",
                    tree.has("sessionType") ? "is " + Findings.shown(tree.path("sessionType")) : "is missing",
                    "Write Standard_Stream, InteractiveCommands, NonInteractiveCommands or Port.");
            return;
        }
        if (type == SessionType.STANDARD_STREAM && !tree.has("inputs"))
            findings.add("inputs", "are missing, a Standard_Stream document has them", "Write \"inputs\": {}.");
        SessionProperties.check(type, tree.path("properties"), findings);
    }

    /** Enough that an agent finds what it needs; what a plugin wants of its inputs is the agent's to say. */
    private static void checkCommand(JsonNode tree, Findings findings) {
        findings.onlyMembers(tree, "", OF_COMMANDS);
        ParameterSchema.OF_COMMANDS.check(tree.path("parameters"), findings);
        var steps = tree.path("mainSteps");
        if (!steps.isArray() || steps.isEmpty()) {
            findings.add("mainSteps", "is not a list of steps", "List at least one, with action, name and inputs.");
            return;
        }
        var names = new TreeSet<String>();
        int i = 0;
        for (var step : steps) {
            var path = "mainSteps[" + i++ + "]";
            if (findings.object(step, path)) checkStep(step, path, names, findings);
        }
        var declared = new TreeSet<>(tree.path("parameters").propertyNames());
        Placeholders.check(steps, "mainSteps", declared, findings);
    }

    private static void checkStep(JsonNode step, String path, Set<String> names, Findings findings) {
        if (!ACTION.matcher(step.path("action").asString("")).matches())
            findings.add(
                    path + ".action",
                    "is " + Findings.shown(step.path("action")),
                    "Write e.g. \"aws:runShellScript\".");
        var name = step.path("name").asString("");
        if (!STEP.matcher(name).matches())
            findings.add(
                    path + ".name",
                    "is " + Findings.shown(step.path("name")),
                    "Use 1 to 128 letters, digits, _ and -.");
        else if (!names.add(name)) findings.add(path + ".name", "is the name of another step too", "Change one.");
        if (step.has("inputs")) findings.object(step.path("inputs"), path + ".inputs");
        if (step.has("precondition")) findings.object(step.path("precondition"), path + ".precondition");
    }
}
