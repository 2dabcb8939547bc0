package dev.postern.session.documents;

/**
 * What is wrong with a document: where, which rule it breaks, and what to write instead.
 *
 * @param path e.g. {@code inputs.idleSessionTimeout}; empty for the document as a whole
 */
public record Problem(String path, String rule, String fix) {
    @Override
    public String toString() {
        return (path.isEmpty() ? "The document" : path) + " " + rule + ". " + fix;
    }
}
