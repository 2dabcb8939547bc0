package dev.postern.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Puts the frames of one direction in order, each exactly once. What comes early is kept, what comes twice is only acknowledged again: a sender
 * whose acknowledgement was lost would otherwise repeat its frame for ever (the stock agent does so too, the stock plugin doesn't).
 *
 * <p>A frame is acknowledged when it has been delivered, not when it is kept early as the stock ends do: an acknowledged frame does not come
 * again, and a receiver that must outlive its own end (a gateway that spools) may only confirm what it has dealt with.
 *
 * <p>A caller that cannot take data yet (a pty that isn't open) leaves the frame alone instead of calling {@link #receive}: the sender repeats it.
 * Not safe for use by several threads at once.
 */
public final class IncomingStream {
    /** As many early frames as the stock plugin keeps. */
    public static final int DEFAULT_FRAMES = 10_000;
    /** What early frames may hold in memory, whatever their size. */
    public static final long MAX_BUFFERED_BYTES = 16L * 1024 * 1024;

    private final MessageType type;
    private final Supplier<UUID> ids;
    private final int bufferedFrames;

    /** By sequence number; all of them above {@code expected}, below {@code expected + bufferedFrames}. */
    private final Map<Long, Frame> early = new HashMap<>();

    private long earlyBytes;
    private long expected;

    /** What became of a frame. */
    public sealed interface Received {
        /** It was next: here it is, with those behind it that had come early, in order. */
        record Delivered(List<Frame> frames) implements Received {}

        /** It came early and is kept, not yet acknowledged. */
        record Buffered() implements Received {}

        /** It was delivered before, and its acknowledgement may be lost. */
        record Duplicate(Frame frame) implements Received {}

        /** It came too early to be kept: it will come again. */
        record Dropped() implements Received {}
    }

    private static final Received BUFFERED = new Received.Buffered();
    private static final Received DROPPED = new Received.Dropped();

    /** @param bufferedFrames how many numbers beyond the expected one are kept */
    public IncomingStream(MessageType type, Supplier<UUID> ids, int bufferedFrames) {
        if (!type.isStream()) throw new IllegalArgumentException(type + " frames are not numbered");
        if (bufferedFrames < 0) throw new IllegalArgumentException("a buffer of " + bufferedFrames + " frames");
        this.type = type;
        this.ids = ids;
        this.bufferedFrames = bufferedFrames;
    }

    /** A stream that goes on where another left off, say before a restart. */
    public static IncomingStream resumed(
            MessageType type, Supplier<UUID> ids, int bufferedFrames, long expectedSequence) {
        var stream = new IncomingStream(type, ids, bufferedFrames);
        stream.expected = expectedSequence;
        return stream;
    }

    /** Takes a frame of this stream's type. Deal with what is delivered before sending {@link #acknowledgements}. */
    public Received receive(Frame frame) {
        if (!frame.type().equals(type)) throw new IllegalArgumentException(frame.type() + " is not " + type);
        var sequence = frame.sequence();
        if (sequence < expected) return new Received.Duplicate(frame);
        if (sequence > expected) return keep(sequence, frame);
        expected++;
        return new Received.Delivered(early.isEmpty() ? List.of(frame) : withFollowers(frame));
    }

    private Received keep(long sequence, Frame frame) {
        if (early.containsKey(sequence)) return BUFFERED;
        var fits = sequence - expected <= bufferedFrames && earlyBytes + frame.length() <= MAX_BUFFERED_BYTES;
        if (!fits) return DROPPED;
        early.put(sequence, frame);
        earlyBytes += frame.length();
        return BUFFERED;
    }

    private List<Frame> withFollowers(Frame first) {
        var frames = new ArrayList<Frame>();
        frames.add(first);
        for (var next = early.remove(expected); next != null; next = early.remove(expected)) {
            frames.add(next);
            earlyBytes -= next.length();
            expected++;
        }
        return List.copyOf(frames);
    }

    /** The acknowledgements to send once what was delivered is dealt with: for each delivered frame, or again for a duplicate. */
    public List<Frame> acknowledgements(Received received, Instant now) {
        return switch (received) {
            case Received.Delivered(var frames) ->
                frames.stream().map(frame -> acknowledge(frame, now)).toList();
            case Received.Duplicate(var frame) -> List.of(acknowledge(frame, now));
            case Received.Buffered _, Received.Dropped _ -> List.of();
        };
    }

    /** The acknowledgement of this one frame. */
    public Frame acknowledge(Frame frame, Instant now) {
        return Acknowledgement.of(frame).toFrame(ids.get(), now);
    }

    /** The number that is delivered next. */
    public long expected() {
        return expected;
    }
}
