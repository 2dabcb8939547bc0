package dev.postern.session.documents;

import java.util.Arrays;
import java.util.Optional;

/** What a document is for. AWS's model knows many more types; these two do something here. */
public enum DocumentType {
    /** Says what kind of session to start, schema 1.0. */
    SESSION("Session", "1.0"),
    /** Says what to run on nodes, schema 2.2. */
    COMMAND("Command", "2.2");

    private final String word;
    private final String schemaVersion;

    DocumentType(String word, String schemaVersion) {
        this.word = word;
        this.schemaVersion = schemaVersion;
    }

    /** As AWS's model spells it. */
    public String word() {
        return word;
    }

    /** The only schema that is taken. */
    public String schemaVersion() {
        return schemaVersion;
    }

    public static Optional<DocumentType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
