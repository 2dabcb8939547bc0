package dev.postern.session.documents;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A version of a session document, opened: what it asks for, and what it makes of what is given to it. */
public final class SessionDocument {
    private final DocumentVersion version;
    private final ObjectNode tree;
    private final SessionType type;
    private final List<Parameter> parameters;

    private SessionDocument(DocumentVersion version, ObjectNode tree, SessionType type) {
        this.version = version;
        this.tree = tree;
        this.type = type;
        this.parameters = ParameterSchema.parameters(tree.path("parameters"));
    }

    /** @throws DocumentRefused for a document of another type, or one that breaks a rule which came after it */
    public static SessionDocument of(DocumentContent content) {
        var version = content.version();
        if (content.type() != DocumentType.SESSION)
            throw new DocumentRefused(
                    DocumentRefused.Code.UNKNOWN,
                    "Document " + version.document() + " is a " + content.type().word()
                            + " document, which starts no session.");
        var tree = (ObjectNode) content.tree();
        var problems = DocumentSchema.problems(DocumentType.SESSION, tree);
        var type = SessionType.of(tree.path("sessionType").asString("")).orElse(null);
        if (type == null || !problems.isEmpty()) throw DocumentRefused.because(problems);
        return new SessionDocument(version, tree, type);
    }

    public DocumentVersion version() {
        return version;
    }

    public SessionType type() {
        return type;
    }

    public String description() {
        return tree.path("description").asString("");
    }

    /** In the document's order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** What is wrong with these, each in words for whoever sent it; none for values that {@link #values} takes. */
    public List<String> objections(Map<String, List<String>> given) {
        var objections = new ArrayList<String>();
        for (var name : given.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name)))
                objections.add("Parameter " + name + " is not defined in the document.");
        }
        for (var parameter : parameters) {
            var values = given.get(parameter.name());
            if (values != null) parameter.objection(values).ifPresent(objections::add);
            else if (parameter.required()) objections.add("Parameter " + parameter.name() + " is required.");
        }
        if (objections.isEmpty()) tooMuch(given).ifPresent(objections::add);
        if (objections.isEmpty()) {
            var findings = new Findings();
            SessionInputs.check(filledInputs(values(given)), findings);
            findings.problems().forEach(problem -> objections.add(problem.toString()));
        }
        return objections;
    }

    /** The document's own limit holds for what is put into it too; both travel to the agent as JSON within JSON, in one frame. */
    private Optional<String> tooMuch(Map<String, List<String>> given) {
        long bytes = tree.toString().getBytes(StandardCharsets.UTF_8).length;
        for (var value : values(given).values()) bytes += value.toString().getBytes(StandardCharsets.UTF_8).length;
        return bytes <= Documents.MOST_BYTES
                ? Optional.empty()
                : Optional.of("The document and its parameters have " + bytes + " bytes together, they may have "
                        + Documents.MOST_BYTES + ".");
    }

    /** The values as agents are told them; those left out keep the document's default, which the agent fills in. Only without objections. */
    public Map<String, JsonNode> values(Map<String, List<String>> given) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (var parameter : parameters) {
            var own = given.get(parameter.name());
            if (own != null) values.put(parameter.name(), parameter.value(own));
        }
        return values;
    }

    /** What the server itself goes by, filled in. Only without objections. */
    public SessionInputs inputs(Map<String, JsonNode> values) {
        return SessionInputs.of(filledInputs(values));
    }

    /** What the agent goes by, filled in. Only without objections. */
    public JsonNode properties(Map<String, JsonNode> values) {
        return filled("properties", values);
    }

    private JsonNode filledInputs(Map<String, JsonNode> values) {
        return filled("inputs", values);
    }

    private JsonNode filled(String member, Map<String, JsonNode> values) {
        var all = new LinkedHashMap<String, JsonNode>();
        for (var parameter : parameters) {
            var byDefault = parameter.byDefault();
            if (byDefault != null) all.put(parameter.name(), byDefault);
        }
        all.putAll(values);
        return Placeholders.filled(tree.path(member), all);
    }

    /** The document as agents are told it, parameters not filled in. */
    public ObjectNode forAgents() {
        var told = tree.deepCopy();
        if (told.get("inputs") instanceof ObjectNode inputs) told.set("inputs", SessionInputs.forAgents(inputs));
        return told;
    }
}
