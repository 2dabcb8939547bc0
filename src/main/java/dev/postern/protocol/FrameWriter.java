package dev.postern.protocol;

import static dev.postern.protocol.Frame.MAX_CONTROL_BYTES;
import static dev.postern.protocol.FrameHeader.CREATED_AT;
import static dev.postern.protocol.FrameHeader.DIGEST_AT;
import static dev.postern.protocol.FrameHeader.FLAGS_AT;
import static dev.postern.protocol.FrameHeader.PAYLOAD_TYPE_AT;
import static dev.postern.protocol.FrameHeader.SCHEMA_VERSION_AT;
import static dev.postern.protocol.FrameHeader.SEQUENCE_AT;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Writes frames, header and digest, one after another. Not safe for several threads at once. */
public final class FrameWriter {
    private final PayloadDigest digest = new PayloadDigest();

    /**
     * Writes a frame with a header of 116 bytes. The payload is copied, its buffer's position stays where it is.
     *
     * @throws IllegalArgumentException for an empty payload or one beyond {@link Frame#MAX_CONTROL_BYTES}, or a date not after 1970 (readers
     *     refuse 0)
     */
    public Frame write(
            MessageType type,
            int payloadType,
            long sequence,
            long flags,
            UUID messageId,
            Instant created,
            ByteBuffer payload) {
        var length = payload.remaining();
        var payloadAt = FrameHeader.LENGTH + Integer.BYTES;
        if (length == 0) throw new IllegalArgumentException("an empty payload: stock readers refuse it");
        if (length > MAX_CONTROL_BYTES - payloadAt)
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        var createdMillis = created.toEpochMilli();
        if (createdMillis <= 0) throw new IllegalArgumentException("a frame created at " + created);

        var array = new byte[payloadAt + length];
        payload.get(payload.position(), array, payloadAt, length);
        var bytes = ByteBuffer.wrap(array);
        bytes.putInt(0, FrameHeader.LENGTH);
        FrameHeader.putType(bytes, type);
        bytes.putInt(SCHEMA_VERSION_AT, FrameHeader.SCHEMA_VERSION);
        bytes.putLong(CREATED_AT, createdMillis);
        bytes.putLong(SEQUENCE_AT, sequence);
        bytes.putLong(FLAGS_AT, flags);
        FrameHeader.putId(bytes, messageId);
        digest.write(array, payloadAt, length, DIGEST_AT);
        bytes.putInt(PAYLOAD_TYPE_AT, payloadType);
        bytes.putInt(FrameHeader.LENGTH, length);
        return Frame.written(bytes, type);
    }
}
