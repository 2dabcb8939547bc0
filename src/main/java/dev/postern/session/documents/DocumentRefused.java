package dev.postern.session.documents;

import java.util.List;

/** Something cannot be done to a document, for a reason that is not a matter of permission. The code is AWS's error type. */
public final class DocumentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** So many are spelled out; whoever mends those learns of the rest. */
    private static final int MOST_TOLD = 5;

    private final Code code;

    public enum Code {
        ALREADY_EXISTS,
        UNKNOWN,
        UNKNOWN_VERSION,
        INVALID_NAME,
        INVALID_CONTENT,
        INVALID_SCHEMA_VERSION,
        TOO_LARGE,
        TOO_MANY,
        TOO_MANY_VERSIONS,
        TOO_MANY_TAGS,
        INVALID_TAG,
        DUPLICATE_CONTENT,
        DUPLICATE_VERSION_NAME,
        /** The document is one that came with Postern, or the version is in use as the default. */
        NOT_POSSIBLE
    }

    DocumentRefused(Code code, String message) {
        super(message, null, false, false); // an answer, not an accident: no stack trace
        this.code = code;
    }

    static DocumentRefused because(List<Problem> problems) {
        var told = new StringBuilder();
        for (var problem : problems.subList(0, Math.min(MOST_TOLD, problems.size())))
            told.append(told.isEmpty() ? "" : " ").append(problem);
        if (problems.size() > MOST_TOLD)
            told.append(" And ").append(problems.size() - MOST_TOLD).append(" more.");
        var schema = problems.stream().anyMatch(problem -> problem.path().equals("schemaVersion"));
        return new DocumentRefused(schema ? Code.INVALID_SCHEMA_VERSION : Code.INVALID_CONTENT, told.toString());
    }

    public Code code() {
        return code;
    }

    /** Always there: every factory asks for one. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
