package dev.postern.session;

import dev.postern.session.SessionRefused.Code;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.SessionDocument;
import dev.postern.session.documents.SessionInputs;
import dev.postern.session.documents.SessionType;
import dev.postern.session.documents.VersionChoice;
import dev.postern.session.spi.RelayPlan.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a document makes of a start. */
@Component
class SessionDocuments {
    /** Sessions of other port documents are one connection, such as SSH's (protocol.md §6). */
    private static final String FORWARDING = "LocalPortForwarding";

    private final Documents documents;
    private final SessionSettings settings;

    SessionDocuments(Documents documents, SessionSettings settings) {
        this.documents = documents;
        this.settings = settings;
    }

    /**
     * A document with checked parameters.
     *
     * @param content as agents are told it
     * @param parameters String parameters unwrapped; those left out keep the document's default, which the agent fills in
     * @param maximum null for none
     * @param kmsKeyId empty for a session in the clear
     */
    record Prepared(
            String name,
            int version,
            JsonNode content,
            Map<String, JsonNode> parameters,
            Kind kind,
            Purpose purpose,
            Duration idle,
            @Nullable Duration maximum,
            String kmsKeyId) {
        /** Whether there is something for a browser to show: a terminal, or a port that carries many connections as browsers make them. */
        boolean showsInBrowser() {
            return kind != Kind.PORT
                    || content.path("properties").path("type").asString("").equals(FORWARDING);
        }
    }

    /** A document's name; the account's preferences where none is given. */
    static String nameOr(@Nullable String name) {
        return name == null || name.isEmpty() ? Documents.PREFERENCES : name;
    }

    /** For the trail: the version a start would use now; empty for a document there is not. */
    String versionOf(String name) {
        return documents
                .find(name)
                .map(document -> Integer.toString(document.defaultVersion()))
                .orElse("");
    }

    /**
     * The default version, as at AWS: StartSession names no other.
     *
     * @param name null for the account's preferences
     * @throws SessionRefused INVALID_DOCUMENT, INVALID_PARAMETERS
     */
    Prepared prepare(@Nullable String name, Map<String, List<String>> parameters) {
        var document = open(nameOr(name));
        var objections = document.objections(parameters);
        if (!objections.isEmpty()) throw new SessionRefused(Code.INVALID_PARAMETERS, String.join(" ", objections));
        var values = document.values(parameters);
        var inputs = document.inputs(values);
        return new Prepared(
                document.version().document(),
                document.version().number(),
                document.forAgents(),
                values,
                kind(document.type(), inputs),
                purpose(document, values),
                inputs.idle() == null ? settings.idle() : inputs.idle(),
                inputs.maximum() == null ? settings.maximum() : inputs.maximum(),
                keyId(document.type(), inputs));
    }

    private SessionDocument open(String name) {
        var content = documents
                .content(name, VersionChoice.DEFAULT)
                .orElseThrow(() -> new SessionRefused(Code.INVALID_DOCUMENT, "Document " + name + " does not exist."));
        try {
            return SessionDocument.of(content);
        } catch (DocumentRefused refused) {
            throw new SessionRefused(Code.INVALID_DOCUMENT, refused.text());
        }
    }

    private static Kind kind(SessionType type, SessionInputs inputs) {
        return switch (type) {
            case STANDARD_STREAM, INTERACTIVE_COMMANDS ->
                inputs.kmsKeyId().isEmpty() ? Kind.TERMINAL : Kind.KEYED_TERMINAL;
            case NON_INTERACTIVE_COMMANDS -> Kind.COMMAND;
            case PORT -> Kind.PORT;
        };
    }

    private static Purpose purpose(SessionDocument document, Map<String, JsonNode> values) {
        return switch (document.type()) {
            case STANDARD_STREAM -> new Purpose.Shell();
            case INTERACTIVE_COMMANDS, NON_INTERACTIVE_COMMANDS -> new Purpose.Command();
            case PORT -> {
                var properties = document.properties(values);
                yield new Purpose.Port(
                        properties.path("host").asString(""),
                        properties.path("portNumber").asString(""));
            }
        };
    }

    /** Agents encrypt no port session (protocol.md §2.4). */
    private static String keyId(SessionType type, SessionInputs inputs) {
        return type == SessionType.PORT ? "" : inputs.kmsKeyId();
    }
}
