package dev.postern.keys;

/** A key cannot do what was asked, for a reason that is not a matter of permission. */
public final class KmsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** The kinds of refusal KMS knows. */
    public enum Code {
        NOT_FOUND,
        ALREADY_EXISTS,
        DISABLED,
        /** Wrong for a key in this state, e.g. one that waits for its deletion. */
        WRONG_STATE,
        /** Changed, of nobody's key here, or encrypted with another context. */
        INVALID_CIPHERTEXT,
        WRONG_TAG,
        LIMIT_EXCEEDED
    }

    public KmsRefused(Code code, String message) {
        super(message, null, false, false); // an answer, not an accident: no stack trace
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Always there: the constructor asks for one. */
    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
