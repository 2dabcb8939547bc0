package dev.postern.identity.roles;

/** A web identity token that proves nothing. The message is for whoever sent it, and repeats no token. */
public final class WebIdentityRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What to do about it: get another token, get a newer one, or ask again later. */
    public enum Why {
        INVALID,
        EXPIRED,
        PROVIDER_SILENT
    }

    WebIdentityRefused(Why why, String message) {
        super(message, null, false, false); // an answer, not an accident: no stack trace
        this.why = why;
    }

    public Why why() {
        return why;
    }

    public String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
