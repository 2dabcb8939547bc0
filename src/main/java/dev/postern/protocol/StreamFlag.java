package dev.postern.protocol;

import java.nio.ByteBuffer;

/** A signal between the ends of a port session, payload of type {@link PayloadType#FLAG}: four bytes, big-endian. */
public enum StreamFlag {
    /** Basic mode, client to agent: the local connection closed; close the one to the port and wait for the next byte. */
    DISCONNECT_TO_PORT(1),
    /** Client to agent: end the session. */
    TERMINATE_SESSION(2),
    /** Agent to client: dialling the port failed; with smux the session goes on. */
    CONNECT_TO_PORT_ERROR(3);

    private final int number;

    StreamFlag(int number) {
        this.number = number;
    }

    public static StreamFlag parse(Frame frame) {
        return parse(frame.payload());
    }

    /**
     * Reads the payload.
     *
     * @throws ProtocolViolation unless it is one of the known numbers in four bytes
     */
    public static StreamFlag parse(ByteBuffer payload) {
        if (payload.remaining() != Integer.BYTES) {
            throw new ProtocolViolation("a flag of " + payload.remaining() + " bytes: it has 4");
        }
        var number = payload.getInt(payload.position());
        for (var flag : values()) {
            if (flag.number == number) return flag;
        }
        throw new ProtocolViolation("a flag numbered " + Integer.toUnsignedString(number) + ": 1 to 3 are known");
    }

    /** For {@link OutgoingStream#offer}. */
    public ByteBuffer toPayload() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, number);
    }
}
