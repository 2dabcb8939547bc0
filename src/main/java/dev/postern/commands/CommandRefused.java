package dev.postern.commands;

/** A command cannot be, for a reason that is not a matter of permission. The code is AWS's error type. */
public final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public enum Code {
        INVALID_DOCUMENT,
        INVALID_DOCUMENT_VERSION,
        INVALID_PARAMETERS,
        INVALID_NODE,
        DUPLICATE_NODE,
        UNSUPPORTED_PLATFORM,
        INVALID_COMMAND,
        LIMIT_EXCEEDED
    }

    public CommandRefused(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Always there: whoever refuses says why. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
