package dev.postern.protocol;

import static dev.postern.protocol.FrameHeader.CREATED_AT;
import static dev.postern.protocol.FrameHeader.DIGEST_AT;
import static dev.postern.protocol.FrameHeader.DIGEST_LENGTH;
import static dev.postern.protocol.FrameHeader.FLAGS_AT;
import static dev.postern.protocol.FrameHeader.PAYLOAD_TYPE_AT;
import static dev.postern.protocol.FrameHeader.SCHEMA_VERSION_AT;
import static dev.postern.protocol.FrameHeader.SEQUENCE_AT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * One binary WebSocket message of a control or data channel. A frame <em>is</em> its bytes: {@link #decode} checks and wraps them, the
 * accessors read the header in place, and a relay sends {@link #wire} on untouched. Immutable, as long as nobody writes to the buffer that was
 * given to {@code decode}.
 */
public final class Frame {
    /** The largest message taken on a data channel. Stock ends send 1,144 bytes and read any size; this leaves room for larger payloads. */
    public static final int MAX_DATA_BYTES = 64 * 1024;
    /** The largest message taken anywhere: agent_job_reply holds up to 120,000 bytes of content, escaped as a string (about 142,000). */
    public static final int MAX_CONTROL_BYTES = 160 * 1024;

    /** Flag bits. Receivers ignore them; stock agents set SYN on their first stream frame and both on frames that are not sequenced. */
    public static final long SYN = 1, FIN = 2, SYN_FIN = SYN | FIN;

    private final ByteBuffer bytes;
    private final MessageType type;
    private final int headerLength;

    private Frame(ByteBuffer bytes, MessageType type, int headerLength) {
        this.bytes = bytes;
        this.type = type;
        this.headerLength = headerLength;
    }

    /** As {@link #decode(ByteBuffer, int)} with the limit of control channels. */
    public static Frame decode(ByteBuffer wire) {
        return decode(wire, MAX_CONTROL_BYTES);
    }

    /**
     * Takes the bytes between position and limit, which must be one whole message and belong to the frame from now on (a buffer without an
     * accessible array is copied). The digest is not checked: the stock agent and AWS's gateway don't either; ask {@link #digestMatches}.
     *
     * <p>Checked because the stock readers panic on it or misread it: length, header length, type, date, payload length, empty payload.
     * pause_publication and start_publication are excused from date and payload, as in the stock plugin.
     *
     * @param maxBytes the largest message allowed here
     * @throws ProtocolViolation for anything that is not a frame
     */
    public static Frame decode(ByteBuffer wire, int maxBytes) {
        var length = wire.remaining();
        if (length > maxBytes)
            throw new ProtocolViolation("a frame of " + length + " bytes: the most here is " + maxBytes);
        if (length < FrameHeader.SHORT_LENGTH + Integer.BYTES) {
            throw new ProtocolViolation("a frame of " + length + " bytes: the shortest header has 116");
        }
        var bytes = wire.hasArray() ? wire.slice() : copy(wire);
        var headerLength = bytes.getInt(0);
        if (headerLength != FrameHeader.LENGTH && headerLength != FrameHeader.SHORT_LENGTH) {
            throw new ProtocolViolation("a header length of " + Integer.toUnsignedString(headerLength)
                    + ": it is 116, or 112 without payload type");
        }
        var present = length - headerLength - Integer.BYTES;
        if (present < 0) throw new ProtocolViolation("a frame of " + length + " bytes: a header of 116 needs 120");
        var announced = bytes.getInt(headerLength);
        if (announced != present) {
            throw new ProtocolViolation("a payload length of " + Integer.toUnsignedString(announced) + ", but "
                    + present + " bytes follow: readers take all that follows, so both must agree");
        }
        var frame = new Frame(bytes, FrameHeader.type(bytes), headerLength);
        if (!frame.isExcusedFromChecks()) {
            if (frame.createdMillis() == 0)
                throw new ProtocolViolation("a frame of type " + frame.type + " without a date");
            if (present == 0)
                throw new ProtocolViolation("a frame of type " + frame.type + " without payload: send at least {}");
        }
        return frame;
    }

    private static ByteBuffer copy(ByteBuffer wire) {
        return ByteBuffer.allocate(wire.remaining()).put(wire.duplicate()).flip();
    }

    private boolean isExcusedFromChecks() {
        return type.equals(MessageType.START_PUBLICATION) || type.equals(MessageType.PAUSE_PUBLICATION);
    }

    /**
     * As {@link FrameWriter#write}, for one frame.
     *
     * @throws IllegalArgumentException for an empty payload or one beyond {@link #MAX_CONTROL_BYTES}, or a date not after 1970 (readers refuse 0)
     */
    public static Frame of(
            MessageType type,
            int payloadType,
            long sequence,
            long flags,
            UUID messageId,
            Instant created,
            ByteBuffer payload) {
        return new FrameWriter().write(type, payloadType, sequence, flags, messageId, created, payload);
    }

    /** Of bytes that are one, written just now. */
    static Frame written(ByteBuffer bytes, MessageType type) {
        return new Frame(bytes, type, FrameHeader.LENGTH);
    }

    public MessageType type() {
        return type;
    }

    /** One of {@link PayloadType}, or a number from the peer; {@link PayloadType#NONE} when the header is the short one. */
    public int payloadType() {
        return headerLength == FrameHeader.LENGTH ? bytes.getInt(PAYLOAD_TYPE_AT) : PayloadType.NONE;
    }

    /** Counts stream frames of one direction from 0; without meaning elsewhere. */
    public long sequence() {
        return bytes.getLong(SEQUENCE_AT);
    }

    public long flags() {
        return bytes.getLong(FLAGS_AT);
    }

    public UUID messageId() {
        return FrameHeader.id(bytes);
    }

    /** Milliseconds since the epoch, by the sender's clock. */
    public long createdMillis() {
        return bytes.getLong(CREATED_AT);
    }

    public int schemaVersion() {
        return bytes.getInt(SCHEMA_VERSION_AT);
    }

    /** 116, or 112 for the short form. */
    public int headerLength() {
        return headerLength;
    }

    public int payloadLength() {
        return bytes.limit() - payloadAt();
    }

    /** A fresh read-only view of the payload. */
    public ByteBuffer payload() {
        return bytes.slice(payloadAt(), payloadLength()).asReadOnlyBuffer();
    }

    /** The payload as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String payloadText() {
        return new String(bytes.array(), bytes.arrayOffset() + payloadAt(), payloadLength(), StandardCharsets.UTF_8);
    }

    /** A fresh read-only view of the whole message. */
    public ByteBuffer wire() {
        return bytes.asReadOnlyBuffer();
    }

    /** The size of the whole message in bytes. */
    public int length() {
        return bytes.limit();
    }

    /** Whether the digest in the header is the payload's SHA-256. The stock plugin drops frames where it is not. */
    public boolean digestMatches() {
        var array = bytes.array();
        var digest = new PayloadDigest().of(array, bytes.arrayOffset() + payloadAt(), payloadLength());
        var at = bytes.arrayOffset() + DIGEST_AT;
        return Arrays.equals(digest, 0, DIGEST_LENGTH, array, at, at + DIGEST_LENGTH);
    }

    private int payloadAt() {
        return headerLength + Integer.BYTES;
    }

    /** Two frames are equal if their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && bytes.equals(frame.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /** The header's facts; never the payload, which may be somebody's keystrokes. */
    @Override
    public String toString() {
        return type + " #" + sequence() + ", payload type " + payloadType() + ", " + payloadLength() + " bytes, id "
                + messageId();
    }
}
