package dev.postern.identity;

/** A user has as many access keys as a user may have (IAM: LimitExceeded). */
public final class AccessKeysExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccessKeysExhausted(String user, int most) {
        super("user " + user + " has " + most + " access keys already, which is all a user may have");
    }
}
