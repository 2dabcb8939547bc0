package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * "That frame came": per frame, never cumulative. Both stock ends look at the sequence number alone. Written and read by hand, since there is
 * one for every frame of a session.
 *
 * @param sequential true from both stock ends, read by neither
 */
public record Acknowledgement(MessageType acknowledgedType, UUID messageId, long sequence, boolean sequential) {
    private static final byte[] TYPE = ascii("{\"AcknowledgedMessageType\":\"");
    private static final byte[] ID = ascii("\",\"AcknowledgedMessageId\":\"");
    private static final byte[] SEQUENCE = ascii("\",\"AcknowledgedMessageSequenceNumber\":");
    private static final byte[] SEQUENTIAL = ascii(",\"IsSequentialMessage\":true}");
    private static final byte[] NOT_SEQUENTIAL = ascii(",\"IsSequentialMessage\":false}");

    /** {@code TYPE}, the longest type, {@code ID}, a UUID, {@code SEQUENCE}, the longest number, {@code NOT_SEQUENTIAL}. */
    private static final int MAX_LENGTH = 256;

    /** The acknowledgement of a stream frame. */
    public static Acknowledgement of(Frame frame) {
        return new Acknowledgement(frame.type(), frame.messageId(), frame.sequence(), true);
    }

    /** As the stock ends write it: own sequence number 0, flags SYN and FIN. */
    public Frame toFrame(UUID id, Instant now) {
        var json = ByteBuffer.allocate(MAX_LENGTH);
        json.put(TYPE).put(ascii(acknowledgedType.name()));
        json.put(ID).put(ascii(messageId.toString()));
        json.put(SEQUENCE).put(ascii(Long.toString(sequence)));
        json.put(sequential ? SEQUENTIAL : NOT_SEQUENTIAL).flip();
        return Frame.of(MessageType.ACKNOWLEDGE, PayloadType.NONE, 0, Frame.SYN_FIN, id, now, json);
    }

    /**
     * Reads the whole of it.
     *
     * @throws ProtocolViolation if the type, the id or the number is missing or makes no sense
     */
    public static Acknowledgement parse(Frame frame) {
        var fields = AcknowledgementFields.read(frame);
        return new Acknowledgement(fields.type(), fields.messageId(), fields.sequence(), fields.sequential());
    }

    /**
     * The acknowledged number alone, which is all that counts: no tree, hardly an allocation, and as tolerant as the stock ends about the rest.
     *
     * @throws ProtocolViolation if there is none
     */
    public static long sequenceOf(Frame acknowledgement) {
        return AcknowledgementFields.read(acknowledgement).sequence();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
