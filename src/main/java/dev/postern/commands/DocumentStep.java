package dev.postern.commands;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One step of a document.
 *
 * @param action what it does, e.g. {@code aws:runShellScript}
 * @param timeout how many seconds it may take, as the document has it: a number, a text, a placeholder or nothing
 */
record DocumentStep(String name, String action, JsonNode timeout) {
    /** In order. */
    static List<DocumentStep> of(JsonNode document) {
        return document.path("mainSteps").valueStream().map(DocumentStep::one).toList();
    }

    private static DocumentStep one(JsonNode step) {
        var inner = step.path("inputs").path("timeoutSeconds");
        return new DocumentStep(
                step.path("name").asString(""),
                step.path("action").asString(""),
                inner.isMissingNode() ? step.path("timeoutSeconds") : inner);
    }
}
