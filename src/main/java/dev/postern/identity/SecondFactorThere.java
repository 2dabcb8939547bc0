package dev.postern.identity;

/** Somebody has an authenticator already, and a new one was to take its place. */
public final class SecondFactorThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecondFactorThere(String user, Exception cause) {
        super(user + " has an authenticator already: it is removed before another is set up", cause);
    }
}
