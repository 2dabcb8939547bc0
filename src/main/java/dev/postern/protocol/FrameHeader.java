package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where things stand in the header of a frame, and how they are written. All integers are big-endian.
 *
 * <pre>
 *   0  4  header length: bytes before the payload length, 116 (or 112: without payload type)
 *   4 32  message type, padded with spaces; read with NULs and spaces stripped at both ends
 *  36  4  schema version, 1
 *  40  8  created, ms since the epoch
 *  48  8  sequence number
 *  56  8  flags
 *  64 16  message id: low half of the UUID first (amazon-ssm-agent, agentmessage.go, putUuid)
 *  80 32  SHA-256 of the payload
 * 112  4  payload type, absent in the short form
 * 116  4  payload length
 * 120  n  payload, up to the end of the WebSocket message
 * </pre>
 */
final class FrameHeader {
    /** What AWS's own gateway uses for channel_closed (seen by mmmorris1975/ssm-session-client, agent_message.go). */
    static final int SHORT_LENGTH = 112;

    static final int LENGTH = 116;
    static final int SCHEMA_VERSION = 1;

    static final int TYPE_AT = 4;
    static final int SCHEMA_VERSION_AT = 36;
    static final int CREATED_AT = 40;
    static final int SEQUENCE_AT = 48;
    static final int FLAGS_AT = 56;
    static final int ID_AT = 64;
    static final int DIGEST_AT = 80;
    static final int DIGEST_LENGTH = 32;
    static final int PAYLOAD_TYPE_AT = 112;

    /** Most frequent first: found by four comparisons of longs, without an allocation. */
    private static final Known[] KNOWN = known(
            MessageType.OUTPUT_STREAM_DATA,
            MessageType.ACKNOWLEDGE,
            MessageType.INPUT_STREAM_DATA,
            MessageType.CHANNEL_CLOSED,
            MessageType.START_PUBLICATION,
            MessageType.PAUSE_PUBLICATION,
            MessageType.AGENT_SESSION_STATE,
            MessageType.DATA_CHANNEL_READY,
            MessageType.CONTROL_CHANNEL_READY,
            MessageType.INTERACTIVE_SHELL,
            MessageType.AGENT_JOB,
            MessageType.AGENT_JOB_ACK,
            MessageType.AGENT_JOB_REPLY,
            MessageType.AGENT_JOB_REPLY_ACK,
            MessageType.AGENT_TASK_COMPLETE,
            MessageType.AGENT_TASK_ACKNOWLEDGE,
            MessageType.AGENT_TELEMETRY,
            MessageType.AGENT_UPDATE_RESULT);

    private FrameHeader() {}

    /** A type as its 32 bytes on the wire, padded with spaces as the stock ends write it. */
    private record Known(MessageType type, long a, long b, long c, long d) {
        static Known of(MessageType type) {
            var field = ByteBuffer.allocate(MessageType.MAX_LENGTH);
            putPadded(field, 0, type);
            return new Known(type, field.getLong(0), field.getLong(8), field.getLong(16), field.getLong(24));
        }
    }

    private static Known[] known(MessageType... types) {
        var known = new Known[types.length];
        for (var i = 0; i < types.length; i++) known[i] = Known.of(types[i]);
        return known;
    }

    static void putType(ByteBuffer frame, MessageType type) {
        for (var known : KNOWN) {
            if (!known.type.equals(type)) continue;
            frame.putLong(TYPE_AT, known.a);
            frame.putLong(TYPE_AT + 8, known.b);
            frame.putLong(TYPE_AT + 16, known.c);
            frame.putLong(TYPE_AT + 24, known.d);
            return;
        }
        putPadded(frame, TYPE_AT, type);
    }

    private static void putPadded(ByteBuffer field, int at, MessageType type) {
        for (var i = 0; i < MessageType.MAX_LENGTH; i++) {
            field.put(at + i, i < type.name().length() ? (byte) type.name().charAt(i) : (byte) ' ');
        }
    }

    static MessageType type(ByteBuffer frame) {
        var a = frame.getLong(TYPE_AT);
        var b = frame.getLong(TYPE_AT + 8);
        var c = frame.getLong(TYPE_AT + 16);
        var d = frame.getLong(TYPE_AT + 24);
        for (var known : KNOWN) {
            if (known.a == a && known.b == b && known.c == c && known.d == d) return known.type;
        }
        return unusualType(frame);
    }

    /** Other padding (bertrandmartel/aws-ssm-session puts NULs in front, AWS's gateway behind), or a type we have not met. */
    private static MessageType unusualType(ByteBuffer frame) {
        var from = TYPE_AT;
        var to = TYPE_AT + MessageType.MAX_LENGTH;
        while (from < to && isPadding(frame.get(from))) from++;
        while (to > from && isPadding(frame.get(to - 1))) to--;
        if (from == to) throw new ProtocolViolation("a frame without a message type: bytes 4 to 35 are all padding");
        var bytes = new byte[to - from];
        frame.get(from, bytes);
        var name = new String(bytes, StandardCharsets.ISO_8859_1);
        for (var known : KNOWN) {
            if (known.type.name().equals(name)) return known.type;
        }
        if (!MessageType.isName(name)) {
            throw new ProtocolViolation(
                    "a frame's message type may hold letters, digits, '_', '.' and '-' only, bytes 4 to 35 hold more");
        }
        return new MessageType(name);
    }

    private static boolean isPadding(byte b) {
        return b == 0 || b == ' ' || (b >= '\t' && b <= '\r');
    }

    static void putId(ByteBuffer frame, UUID id) {
        frame.putLong(ID_AT, id.getLeastSignificantBits());
        frame.putLong(ID_AT + 8, id.getMostSignificantBits());
    }

    static UUID id(ByteBuffer frame) {
        return new UUID(frame.getLong(ID_AT + 8), frame.getLong(ID_AT));
    }
}
