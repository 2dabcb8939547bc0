package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a smux frame, version 1, little-endian unlike all else on this wire: version, command, length of data (2 bytes), stream (4 bytes).
 * Facts from xtaci/smux as vendored by amazon-ssm-agent 3.3.
 *
 * @param length bytes of data that follow; only pushes have any
 * @param stream odd from clients, beginning with 3; 0 for NOP
 */
record SmuxFrame(Command command, int length, int stream) {
    static final int HEADER_BYTES = 8;
    /** What xtaci/smux sends at most; its readers take what 16 bits can say. */
    static final int MAX_SENT_DATA = 32 * 1024;

    private static final byte VERSION = 1;

    /** Number 4, window update, belongs to version 2. */
    enum Command {
        SYN(0),
        FIN(1),
        PSH(2),
        NOP(3);

        private final int number;

        Command(int number) {
            this.number = number;
        }

        private static Command of(int number) {
            return switch (number) {
                case 0 -> SYN;
                case 1 -> FIN;
                case 2 -> PSH;
                case 3 -> NOP;
                default -> throw new ProtocolViolation("smux command " + number + ": version 1 has 0 to 3");
            };
        }
    }

    /** Reads the 8 bytes from position on. */
    static SmuxFrame parse(ByteBuffer header) {
        var bytes = header.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.get(0) != VERSION)
            throw new ProtocolViolation("smux version " + (bytes.get(0) & 0xFF) + ": only 1 is spoken here");
        var frame = new SmuxFrame(Command.of(bytes.get(1) & 0xFF), bytes.getShort(2) & 0xFFFF, bytes.getInt(4));
        if (frame.length > 0 && frame.command != Command.PSH) {
            throw new ProtocolViolation(
                    "a smux " + frame.command + " with " + frame.length + " bytes: only PSH carries data");
        }
        return frame;
    }

    void writeTo(ByteBuffer out) {
        var order = out.order();
        out.order(ByteOrder.LITTLE_ENDIAN);
        out.put(VERSION).put((byte) command.number).putShort((short) length).putInt(stream);
        out.order(order);
    }

    /** The bytes of a frame without data. */
    static ByteBuffer bytes(Command command, int stream) {
        var bytes = ByteBuffer.allocate(HEADER_BYTES);
        new SmuxFrame(command, 0, stream).writeTo(bytes);
        return bytes.flip();
    }
}
