package dev.postern.session.documents;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code properties} of a session document: what they are depends on the session's type. */
final class SessionProperties {
    private static final Set<String> PLATFORMS = Set.of("linux", "macos", "windows");
    private static final Set<String> COMMAND = Set.of("commands", "runAsElevated");
    private static final Set<String> SEPARATION =
            Set.of("separateOutputStream", "stdOutSeparatorPrefix", "stdErrSeparatorPrefix");
    private static final Set<String> PORT =
            Set.of("portNumber", "localPortNumber", "host", "type", "localUnixSocket", "localConnectionType");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-zA-Z\r\n_:-]{0,30}");

    private SessionProperties() {}

    static void check(SessionType type, JsonNode properties, Findings findings) {
        switch (type) {
            case STANDARD_STREAM -> checkShell(properties, findings);
            case INTERACTIVE_COMMANDS -> checkCommands(properties, false, findings);
            case NON_INTERACTIVE_COMMANDS -> checkCommands(properties, true, findings);
            case PORT -> checkPort(properties, findings);
        }
    }

    private static void checkShell(JsonNode properties, Findings findings) {
        if (!properties.isMissingNode() && !properties.isEmpty())
            findings.add(
                    "properties",
                    "say something, which a shell does not look at",
                    "Leave them out, or choose another sessionType; what a shell begins with is inputs.shellProfile.");
    }

    private static void checkCommands(JsonNode properties, boolean nonInteractive, Findings findings) {
        if (!findings.object(properties, "properties")) return;
        findings.onlyMembers(properties, "properties", PLATFORMS);
        if (properties.isEmpty())
            findings.add("properties", "have nothing to run", "Add linux, macos or windows with commands.");
        for (var each : properties.properties()) {
            var path = "properties." + each.getKey();
            if (!PLATFORMS.contains(each.getKey()) || !findings.object(each.getValue(), path)) continue;
            checkPlatform(each.getValue(), path, nonInteractive, findings);
        }
    }

    private static void checkPlatform(JsonNode own, String path, boolean nonInteractive, Findings findings) {
        for (var name : own.propertyNames()) {
            if (SEPARATION.contains(name) && !nonInteractive)
                findings.add(
                        path + "." + name,
                        "is only for NonInteractiveCommands: a terminal has one stream",
                        "Leave it out.");
            else if (!SEPARATION.contains(name) && !COMMAND.contains(name))
                findings.add(
                        path + "." + name, "is no member a document has there", "Known are commands, runAsElevated.");
        }
        checkCommandLine(own.path("commands"), path + ".commands", findings);
        checkFlag(own, "runAsElevated", path, findings);
        checkFlag(own, "separateOutputStream", path, findings);
        for (var prefix : Set.of("stdOutSeparatorPrefix", "stdErrSeparatorPrefix")) {
            var value = own.path(prefix);
            if (value.isMissingNode() || Placeholders.has(value) || !findings.text(value, path + "." + prefix))
                continue;
            if (!PREFIX.matcher(value.stringValue()).matches())
                findings.add(
                        path + "." + prefix,
                        "is " + Findings.shown(value),
                        "Use at most 30 letters, digits, line ends or _ : -.");
        }
    }

    private static void checkCommandLine(JsonNode commands, String path, Findings findings) {
        var said = commands.isString() && !commands.stringValue().isBlank()
                || commands.isArray()
                        && !commands.isEmpty()
                        && commands.valueStream().allMatch(JsonNode::isString);
        if (!said)
            findings.add(
                    path, "is " + Findings.shown(commands), "Write the command line as a text, or a list of them.");
    }

    private static void checkFlag(JsonNode own, String member, String path, Findings findings) {
        var value = own.path(member);
        if (value.isMissingNode() || value.isBoolean() || Placeholders.has(value)) return;
        if (value.isString() && value.stringValue().matches("(?i)|true|false")) return;
        findings.add(path + "." + member, "is " + Findings.shown(value), "Write true or false.");
    }

    private static void checkPort(JsonNode properties, Findings findings) {
        if (!findings.object(properties, "properties")) return;
        findings.onlyMembers(properties, "properties", PORT);
        checkPortNumber(properties, "portNumber", 1, findings);
        checkPortNumber(properties, "localPortNumber", 0, findings);
        var type = properties.path("type");
        if (!type.isMissingNode() && !type.asString("").equals("LocalPortForwarding") && !Placeholders.has(type))
            findings.add(
                    "properties.type",
                    "is " + Findings.shown(type),
                    "Write \"LocalPortForwarding\", or leave it out for one stream as SSH has it.");
        for (var member : Set.of("host", "localUnixSocket", "localConnectionType"))
            if (properties.has(member)) findings.text(properties.path(member), "properties." + member);
    }

    private static void checkPortNumber(JsonNode properties, String member, int least, Findings findings) {
        var value = properties.path(member);
        if (value.isMissingNode() || Placeholders.has(value)) return;
        var text = value.isString() || value.isIntegralNumber() ? value.asString("") : "";
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= 65_535) return;
        findings.add(
                "properties." + member,
                "is " + Findings.shown(value) + ", it must be a port",
                "Write \"" + least + "\" to \"65535\".");
    }
}
