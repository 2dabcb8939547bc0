package dev.postern.api.operation;

/**
 * An error as AWS's clients know them: a code they can match on and a message for a person. It is what an operation says instead of an
 * answer; the listener alone turns it into bytes.
 */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;
    private final boolean suspicious;

    /** What the listener needs to know of an error beside its code. */
    public enum Kind {
        /** The request is wrong, or what it names is. */
        REQUEST,
        /** The caller is nobody, or may not. */
        REFUSED,
        THROTTLED,
        TOO_LARGE,
        /** There is nothing at this address, or of this name. */
        NOWHERE,
        /** It cannot be beside what is there already. */
        CONFLICT,
        /** Not the caller's fault; SDKs try again. */
        SERVER
    }

    private ApiError(Kind kind, String code, String message, boolean suspicious) {
        super(message, null, false, false); // an answer, not an accident: no stack trace
        this.kind = kind;
        this.code = code;
        this.suspicious = suspicious;
    }

    public static ApiError of(String code, String message) {
        return new ApiError(Kind.REQUEST, code, message, false);
    }

    public static ApiError of(Kind kind, String code, String message) {
        return new ApiError(kind, code, message, false);
    }

    public static ApiError validation(String message) {
        return of("ValidationException", message);
    }

    public static ApiError serialization(String message) {
        return of("SerializationException", message);
    }

    /** Denied by a decision that is in the trail already. */
    public static ApiError denied(String message) {
        return new ApiError(Kind.REFUSED, "AccessDeniedException", message, false);
    }

    /** Credentials used for what they are not for, or no good ones at all: these are sampled into the trail. */
    public static ApiError intruder(String code, String message) {
        return new ApiError(Kind.REFUSED, code, message, true);
    }

    /** The same as AccessDeniedException. */
    public static ApiError foreign(String message) {
        return intruder("AccessDeniedException", message);
    }

    /** A request with something in it that proves nothing, e.g. a forged token: sampled into the trail as {@link #intruder} is. */
    public static ApiError forged(String code, String message) {
        return new ApiError(Kind.REQUEST, code, message, true);
    }

    public Kind kind() {
        return kind;
    }

    /** The error type as JSON services spell it, e.g. {@code TargetNotConnected}. */
    public String code() {
        return code;
    }

    public boolean suspicious() {
        return suspicious;
    }

    /** Always there: every factory asks for one. */
    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
