package dev.postern.agent;

import dev.postern.protocol.SessionTask;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session document with its parameters filled in, as far as an agent goes by it (protocol.md §2.4). The server has checked the values against the
 * document's patterns; the agent doesn't.
 *
 * @param kmsKeyId empty for a session in the clear
 * @param runAs the local user to run as; empty for the agent's choice
 * @param shellProfile typed into the shell when it starts
 */
record SessionDocument(Kind kind, String kmsKeyId, boolean runAsEnabled, String runAs, String shellProfile) {

    private static final Pattern PREFIX = Pattern.compile("[0-9a-zA-Z\r\n_:-]{0,30}");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What is asked for. */
    sealed interface Kind {
        /** The user's login shell on a terminal. */
        record Shell() implements Kind {}

        /** A command line for the shell, on a terminal. */
        record InteractiveCommand(String commands, boolean elevated) implements Kind {}

        /** A program and its arguments, without a terminal and without a shell. */
        record Command(
                String commands, boolean elevated, @Nullable Separation separation) implements Kind {}

        /** Bytes to and from a TCP port; the properties go to the client as they are. */
        record Port(String host, String port, boolean forwarding, JsonNode properties) implements Kind {}
    }

    /** Standard output and error apart, each with what is put before it. */
    record Separation(String outPrefix, String errPrefix) {}

    /** @throws TaskRefused for what is no session document, with a reason for the user */
    static SessionDocument of(SessionTask task, String platformType) throws TaskRefused {
        var document = task.documentContent();
        var schema = document.path("schemaVersion").asString("");
        if (!schema.equals("1.0"))
            throw new TaskRefused(
                    "Document with schema version " + schema + " is not supported by this version of the agent.");
        var values = Placeholders.values(document.path("parameters"), task.parameters());
        var inputs = Placeholders.resolved(document.path("inputs"), values);
        var properties = Placeholders.resolved(document.path("properties"), values);
        var platform = platformType.toLowerCase(Locale.ROOT);

        var asked = task.runAsUser().isBlank() ? inputs.path("runAsDefaultUser").asString("") : task.runAsUser();
        boolean runAsEnabled = flag(inputs.path("runAsEnabled"));
        return new SessionDocument(
                kind(document.path("sessionType").asString(""), properties, platform),
                inputs.path("kmsKeyId").asString(""),
                runAsEnabled,
                runAsEnabled ? asked.strip() : "",
                inputs.path("shellProfile")
                        .path(platform.equals("windows") ? "windows" : "linux")
                        .asString(""));
    }

    private static Kind kind(String sessionType, JsonNode properties, String platform) throws TaskRefused {
        return switch (sessionType) {
            case "Standard_Stream" -> new Kind.Shell();
            case "InteractiveCommands" -> {
                var own = properties.path(platform);
                yield new Kind.InteractiveCommand(commands(own, platform), flag(own.path("runAsElevated")));
            }
            case "NonInteractiveCommands" -> {
                var own = properties.path(platform);
                yield new Kind.Command(commands(own, platform), flag(own.path("runAsElevated")), separation(own));
            }
            case "Port" ->
                new Kind.Port(
                        properties.path("host").asString("").strip(),
                        port(properties),
                        properties.path("type").asString("").equals("LocalPortForwarding"),
                        properties.isObject() ? properties : JSON.createObjectNode());
            default -> throw new TaskRefused("Session type " + sessionType + " is not supported by this agent.");
        };
    }

    private static String commands(JsonNode own, String platform) throws TaskRefused {
        var commands = own.path("commands").asString("");
        if (commands.isBlank()) throw new TaskRefused("The session document has no commands for " + platform + ".");
        return commands;
    }

    private static @Nullable Separation separation(JsonNode own) throws TaskRefused {
        if (!flag(own.path("separateOutputStream"))) return null;
        return new Separation(prefix(own.path("stdOutSeparatorPrefix")), prefix(own.path("stdErrSeparatorPrefix")));
    }

    private static String prefix(JsonNode node) throws TaskRefused {
        var prefix = node.asString("");
        if (!PREFIX.matcher(prefix).matches())
            throw new TaskRefused("A separator prefix has at most 30 letters, digits, line ends or _ : -.");
        return prefix;
    }

    private static String port(JsonNode properties) throws TaskRefused {
        var port = properties.path("portNumber").asString("");
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= 65535) return port;
        } catch (NumberFormatException _) {
            // answered below
        }
        throw new TaskRefused("Invalid port number " + port + ".");
    }

    /** Some flags are booleans, some are texts that say true in any case (stock documents have both). */
    private static boolean flag(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : node.asString("").equalsIgnoreCase("true");
    }
}
