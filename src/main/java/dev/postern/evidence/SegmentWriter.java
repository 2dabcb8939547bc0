package dev.postern.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Makes the body of one segment, event by event, in the form that {@link Segment} describes. */
public final class SegmentWriter {
    /** With so much in it a segment is full: as large as one may be for a jump to be quick, and large enough for zstd. */
    public static final int FULL = 256 * 1024;

    private final int number;
    private final long from;
    private final long offset;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(4 * 1024);
    private long last;
    private long outputBytes;
    private long inputBytes;
    private int events;

    /**
     * @param number 1, 2, 3 …
     * @param keyframe the screen at its beginning, at the time the segment begins
     * @param offset output bytes of the session before it
     */
    public SegmentWriter(int number, long offset, Event keyframe) {
        if (number < 1) throw new IllegalArgumentException("segments are numbered from 1, not " + number);
        if (keyframe.kind() != Event.Kind.KEYFRAME)
            throw new IllegalArgumentException("a segment begins with a keyframe");
        this.number = number;
        this.from = keyframe.at();
        this.offset = offset;
        this.last = from;
        body.writeBytes(ByteBuffer.allocate(Segment.HEADER)
                .put(Segment.magic())
                .putInt(number)
                .putLong(from)
                .putLong(offset)
                .array());
        write(keyframe);
    }

    /** @throws IllegalArgumentException for a second keyframe, or more than {@link Segment#LARGEST_PAYLOAD} bytes */
    public void add(Event event) {
        if (event.kind() == Event.Kind.KEYFRAME) throw new IllegalArgumentException("a segment has one keyframe");
        write(event);
    }

    private void write(Event event) {
        var payload = event.payload();
        if (payload.remaining() > Segment.LARGEST_PAYLOAD)
            throw new IllegalArgumentException("an event of " + payload.remaining() + " bytes");
        // a clock that was set back must not undo what was recorded
        var at = Math.max(last, event.at());
        number(at - last);
        body.write(event.kind().letter());
        number(payload.remaining());
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        body.writeBytes(bytes);
        last = at;
        events++;
        if (event.kind() == Event.Kind.OUTPUT) outputBytes += bytes.length;
        if (event.kind() == Event.Kind.INPUT) inputBytes += bytes.length;
    }

    private void number(long value) {
        var left = value;
        while ((left & ~0x7FL) != 0) {
            body.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        body.write((int) left);
    }

    public boolean isFull() {
        return size() >= FULL;
    }

    /** Of the body so far. */
    public int size() {
        return body.size();
    }

    /** Whether anything happened in it. */
    public boolean hasEvents() {
        return events > 1;
    }

    public int segmentNumber() {
        return number;
    }

    public long from() {
        return from;
    }

    /** When the last event was. */
    public long to() {
        return last;
    }

    public long offset() {
        return offset;
    }

    public long outputBytes() {
        return outputBytes;
    }

    public long inputBytes() {
        return inputBytes;
    }

    public byte[] body() {
        return body.toByteArray();
    }
}
