package dev.postern.agent;

/** A session that cannot be; the message is for the user who asked for it. */
final class TaskRefused extends Exception {

    private static final long serialVersionUID = 1;

    TaskRefused(String message) {
        super(message);
    }

    TaskRefused(String message, Throwable cause) {
        super(message, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
