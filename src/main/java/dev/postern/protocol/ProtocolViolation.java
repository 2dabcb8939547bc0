package dev.postern.protocol;

/**
 * A peer sent what the wire does not allow. The message names the thing, the rule it broke and, where there is one, the way out; it never
 * quotes payloads, which may be somebody's keystrokes. The only thing the parsers of this package throw for what came from outside.
 */
public final class ProtocolViolation extends RuntimeException {
    public ProtocolViolation(String message) {
        super(message);
    }

    public ProtocolViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
