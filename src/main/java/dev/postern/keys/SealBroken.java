package dev.postern.keys;

import org.jspecify.annotations.Nullable;

/** A stored secret does not open: changed, sealed for another purpose, or under another master key. */
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
