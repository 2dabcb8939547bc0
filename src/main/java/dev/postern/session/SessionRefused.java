package dev.postern.session;

/** A session cannot start, for a reason beside the permission to start it. The code is AWS's error type. */
public final class SessionRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public enum Code {
        TARGET_NOT_CONNECTED,
        INVALID_DOCUMENT,
        INVALID_PARAMETERS,
        LIMIT_EXCEEDED,
        /** The start as such was permitted, and something it takes besides is not. */
        NOT_PERMITTED,
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
