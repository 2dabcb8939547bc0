package dev.postern.keys;

/** The server cannot start with the master key it was given; the message names the setting or the file, never the key. */
public final class MasterKeyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MasterKeyRefused(String message) {
        super(message);
    }

    public MasterKeyRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
