package dev.postern.protocol;

/**
 * What the payload of a stream frame is. Plain numbers, since a relay passes on those it does not know. Frames that are not sequenced carry
 * {@link #NONE}. Only 1, 11 and 12 from the agent and 1 from the client are ever encrypted.
 */
public final class PayloadType {
    public static final int NONE = 0;
    /** Raw bytes, either way: terminal, command or TCP bytes. */
    public static final int OUTPUT = 1;
    /** Defined by the stock ends, never sent or read. */
    public static final int ERROR = 2;
    /** {@link TerminalSize}. */
    public static final int SIZE = 3;
    /** Defined by the stock ends, never sent or read. */
    public static final int PARAMETER = 4;

    public static final int HANDSHAKE_REQUEST = 5;
    public static final int HANDSHAKE_RESPONSE = 6;
    public static final int HANDSHAKE_COMPLETE = 7;
    public static final int ENCRYPTION_CHALLENGE_REQUEST = 8;
    public static final int ENCRYPTION_CHALLENGE_RESPONSE = 9;
    /** {@link StreamFlag}. */
    public static final int FLAG = 10;

    public static final int STDERR = 11;
    /** The text {@code EXIT_CODE: 3}, not a number; only from commands with separated output. */
    public static final int EXIT_CODE = 12;

    private PayloadType() {}
}
