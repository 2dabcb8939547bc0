package dev.postern.protocol;

import java.nio.ByteBuffer;

/**
 * The size of a terminal in characters, payload of type {@link PayloadType#SIZE}. 0 means unknown, as in the kernel's struct winsize, whose 16
 * bits also set the upper bound. Without a tty the stock plugin sends 300×100.
 */
public record TerminalSize(int cols, int rows) {
    private static final int MAX = 0xFFFF;
    private static final String NAME = "terminal size";

    public TerminalSize {
        if (cols < 0 || cols > MAX || rows < 0 || rows > MAX) {
            throw new IllegalArgumentException("a terminal of " + cols + " by " + rows);
        }
    }

    public static TerminalSize parse(Frame frame) {
        return parse(frame.payload());
    }

    /**
     * Reads the payload.
     *
     * @throws ProtocolViolation unless it is JSON with both numbers in their bounds
     */
    public static TerminalSize parse(ByteBuffer payload) {
        var json = Json.parse(NAME, payload);
        var cols = json.integer("cols");
        var rows = json.integer("rows");
        if (cols < 0 || cols > MAX || rows < 0 || rows > MAX) {
            throw new ProtocolViolation(NAME + ": cols and rows must be 0 to " + MAX);
        }
        return new TerminalSize(cols, rows);
    }

    /** For {@link OutgoingStream#offer}. */
    public ByteBuffer toPayload() {
        return Json.bytes(Json.object().put("cols", cols).put("rows", rows));
    }
}
