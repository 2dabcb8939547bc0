package dev.postern.protocol;

/** A {@link SessionKeySource} gives no key. The message goes to the other end and to the user: it says why, and holds no secret. */
public final class SessionKeyUnavailable extends RuntimeException {
    public SessionKeyUnavailable(String message) {
        super(message);
    }

    public SessionKeyUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
