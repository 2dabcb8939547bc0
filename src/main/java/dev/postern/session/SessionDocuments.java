package dev.postern.session;

import dev.postern.session.SessionRefused.Code;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * The session documents there are, and what they ask of a start. Agents check neither allowedPattern nor allowedValues and paste values into
 * shell commands (protocol.md §2.4), so the check is here.
 */
@Component
class SessionDocuments {
    static final String PREFERENCES = "SSM-SessionManagerRunShell";

    private static final List<String> BUILT_IN = List.of(
            PREFERENCES,
            "AWS-StartInteractiveCommand",
            "AWS-StartNonInteractiveCommand",
            "AWS-StartPortForwardingSession",
            "AWS-StartPortForwardingSessionToRemoteHost",
            "AWS-StartSSHSession");

    /** As in the public model of StartSession. */
    private static final int MOST_CHARACTERS = 65_535;
    /** The patterns are our own; together with this bound they cannot run away. */
    private static final int MOST_CHARACTERS_MATCHED = 1_024;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, JsonNode> documents = new LinkedHashMap<>();
    private final SessionSettings settings;

    SessionDocuments(SessionSettings settings) {
        this.settings = settings;
        for (var name : BUILT_IN) documents.put(name, read(name));
    }

    /**
     * A document with checked parameters.
     *
     * @param parameters String parameters unwrapped; those left out keep the document's default, which the agent fills in
     * @param maximum null for none
     */
    record Prepared(
            String name,
            JsonNode content,
            Map<String, JsonNode> parameters,
            Kind kind,
            Duration idle,
            @Nullable Duration maximum) {}

    /**
     * @param name null for the account's preferences
     * @throws SessionRefused INVALID_DOCUMENT, INVALID_PARAMETERS
     */
    Prepared prepare(@Nullable String name, Map<String, List<String>> parameters) {
        var wanted = name == null || name.isEmpty() ? PREFERENCES : name;
        var content = documents.get(wanted);
        if (content == null) throw new SessionRefused(Code.INVALID_DOCUMENT, "Document " + wanted + " does not exist.");
        return new Prepared(
                wanted,
                content,
                checked(content.path("parameters"), parameters),
                kind(content),
                minutes(content, "idleSessionTimeout").orElse(settings.idle()),
                minutes(content, "maxSessionDuration").orElseGet(settings::maximum));
    }

    static Kind kind(JsonNode content) {
        var sessionType = content.path("sessionType").asString("");
        var keyed = !content.path("inputs").path("kmsKeyId").asString("").isEmpty();
        return switch (sessionType) {
            case "Standard_Stream", "InteractiveCommands" -> keyed ? Kind.KEYED_TERMINAL : Kind.TERMINAL;
            case "NonInteractiveCommands" -> Kind.COMMAND;
            case "Port" -> Kind.PORT;
            default ->
                throw new SessionRefused(Code.INVALID_DOCUMENT, "Session type " + sessionType + " is not supported.");
        };
    }

    /** Empty text stands for nothing, as the stock console writes it. */
    private static Optional<Duration> minutes(JsonNode content, String input) {
        var minutes = content.path("inputs").path(input).asString("");
        return minutes.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMinutes(Integer.parseInt(minutes)));
    }

    private static Map<String, JsonNode> checked(JsonNode declared, Map<String, List<String>> given) {
        for (var name : given.keySet()) {
            if (!declared.has(name)) throw refused("Parameter " + name + " is not defined in the document.");
        }
        var values = new LinkedHashMap<String, JsonNode>();
        for (var parameter : declared.properties()) {
            var name = parameter.getKey();
            var rules = parameter.getValue();
            var value = given.get(name);
            if (value == null) {
                if (!rules.has("default")) throw refused("Parameter " + name + " is required.");
                continue;
            }
            if (value.size() != 1) throw refused("Parameter " + name + " takes one value, not " + value.size() + ".");
            values.put(name, StringNode.valueOf(checked(name, rules, value.getFirst())));
        }
        return values;
    }

    private static String checked(String name, JsonNode rules, String value) {
        if (value.length() > MOST_CHARACTERS)
            throw refused("Parameter " + name + " is longer than " + MOST_CHARACTERS + " characters.");
        if (value.length() < rules.path("minChars").asInt(0))
            throw refused("Parameter " + name + " must not be empty.");
        if (rules.has("allowedValues")
                && rules.path("allowedValues")
                        .valueStream()
                        .noneMatch(allowed -> allowed.asString("").equals(value))) {
            throw refused("Parameter " + name + " must be one of " + rules.path("allowedValues") + ".");
        }
        if (rules.has("allowedPattern")) {
            var pattern = rules.path("allowedPattern").asString("");
            if (value.length() > MOST_CHARACTERS_MATCHED || !Pattern.matches(pattern, value)) {
                throw refused("Parameter " + name + " must match " + pattern + ".");
            }
        }
        return value;
    }

    private static SessionRefused refused(String message) {
        return new SessionRefused(Code.INVALID_PARAMETERS, message);
    }

    private JsonNode read(String name) {
        try (var in = SessionDocuments.class.getResourceAsStream("documents/" + name + ".json")) {
            if (in == null) throw new IllegalStateException("the built-in document " + name + " is missing");
            return json.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
