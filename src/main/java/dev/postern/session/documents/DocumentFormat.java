package dev.postern.session.documents;

import tools.jackson.databind.JsonNode;

/** How a document is written. */
public enum DocumentFormat {
    JSON,
    YAML;

    /** @throws DocumentRefused for what is not written like this */
    public JsonNode read(String text) {
        return DocumentText.read(this, text);
    }

    public String write(JsonNode tree) {
        return DocumentText.write(this, tree);
    }
}
