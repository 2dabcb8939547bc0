package dev.postern.session.documents;

import java.util.Arrays;
import java.util.Optional;

/** What kind of session a document starts (protocol.md §2.4). */
public enum SessionType {
    STANDARD_STREAM("Standard_Stream"),
    INTERACTIVE_COMMANDS("InteractiveCommands"),
    NON_INTERACTIVE_COMMANDS("NonInteractiveCommands"),
    PORT("Port");

    private final String word;

    SessionType(String word) {
        this.word = word;
    }

    /** As documents spell it. */
    public String word() {
        return word;
    }

    public static Optional<SessionType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
