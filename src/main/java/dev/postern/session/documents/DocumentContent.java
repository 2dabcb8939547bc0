package dev.postern.session.documents;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A version with its text, as its author wrote it.
 *
 * @param text JSON or YAML, as the version's format says
 */
public record DocumentContent(DocumentType type, DocumentVersion version, String text) {
    /** The text read. What is stored was checked, so this fails only where a newer version of Postern was less strict. */
    public JsonNode tree() {
        return DocumentText.read(version.format(), text);
    }

    public List<Parameter> parameters() {
        return ParameterSchema.parameters(tree().path("parameters"));
    }

    /** The text in this format: the author's own words where they wrote in it, else rewritten. */
    public String in(DocumentFormat format) {
        return format == version.format() ? text : DocumentText.write(format, tree());
    }
}
