package dev.postern.keys;

/** A stored secret does not open: changed, sealed for another purpose, or under another master key. */
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SealBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
