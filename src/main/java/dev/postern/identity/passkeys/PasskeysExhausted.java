package dev.postern.identity.passkeys;

/** A user has as many passkeys as a user may have. */
public final class PasskeysExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PasskeysExhausted(String user) {
        super("user " + user + " has " + Passkeys.MOST_PER_USER + " passkeys already, which is all a user may have");
    }
}
