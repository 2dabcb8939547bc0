package dev.postern.trail;

/** An entry could not be written, so what it announces must not happen. */
public final class TrailUnwritable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrailUnwritable(String action, Throwable cause) {
        super("the trail cannot be written (" + action + "): nothing that needs it will be done", cause);
    }
}
