package dev.postern.session.documents;

/** How a document is written. */
public enum DocumentFormat {
    JSON,
    YAML
}
