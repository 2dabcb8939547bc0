package dev.postern.server;

/** The server cannot start for a reason its operator can mend. Told as text, without a stack trace. */
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    StartRefused(String why, String action) {
        super(why);
        this.action = action;
    }

    StartRefused(String why, String action, Throwable cause) {
        super(why, cause);
        this.action = action;
    }

    /** What the operator can do about it. */
    String action() {
        return action;
    }
}
