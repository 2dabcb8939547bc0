package dev.postern.session;

/** A session cannot start, for a reason that is not a matter of permission. The code is AWS's error type. */
public final class SessionRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public enum Code {
        TARGET_NOT_CONNECTED,
        INVALID_DOCUMENT,
        INVALID_PARAMETERS,
        LIMIT_EXCEEDED,
        NO_RECORDING,
        /** It goes on, but not here and now: the server is about to stop, or has just started. */
        TRY_AGAIN
    }

    public SessionRefused(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
