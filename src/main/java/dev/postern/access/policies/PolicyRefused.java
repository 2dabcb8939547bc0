package dev.postern.access.policies;

/** A change of policies that breaks a rule; the message names the thing, the rule and the fix. */
public final class PolicyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** As IAM classes it. */
    public enum Code {
        NO_SUCH_ENTITY,
        ALREADY_EXISTS,
        LIMIT_EXCEEDED,
        MALFORMED,
        DELETE_CONFLICT,
        NOT_ATTACHABLE,
        UNMODIFIABLE,
        INVALID
    }

    PolicyRefused(Code code, String message) {
        super(message, null, false, false); // an answer, not an accident: no stack trace
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
