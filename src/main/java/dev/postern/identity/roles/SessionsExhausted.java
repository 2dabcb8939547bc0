package dev.postern.identity.roles;

/** Somebody has as many temporary credentials as anybody may have at once. */
public final class SessionsExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SessionsExhausted(String origin) {
        super(origin + " has " + SessionCredentials.MOST_PER_ORIGIN
                + " temporary credentials that are still good, which is all there may be: use them again, or ask for"
                + " shorter ones");
    }
}
