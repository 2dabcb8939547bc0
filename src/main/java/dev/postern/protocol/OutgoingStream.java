package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers what is sent in one direction and keeps it until it is acknowledged. Acknowledgements are per frame, not cumulative. As in the stock
 * ends only the oldest frame is sent again, as often as it takes; acknowledgements move the others up.
 *
 * <p>Owns no socket and no clock: the caller brings the time and sends what is returned. Not safe for use by several threads at once.
 */
public final class OutgoingStream {
    /** As many as the stock plugin keeps; what the stock agent keeps for us is ten times that. */
    public static final int DEFAULT_FRAMES = 10_000;
    /** What 10,000 frames of 1 KiB come to, with room for their headers: larger payloads get fewer frames. */
    public static final long DEFAULT_BYTES = 16L * 1024 * 1024;

    private final MessageType type;
    private final boolean synOnFirst;
    private final Supplier<UUID> ids;
    private final int maxFrames;
    private final long maxBytes;

    /** By sequence number, in order. */
    private final LinkedHashMap<Long, Waiting> waiting = new LinkedHashMap<>();

    private final FrameWriter writer = new FrameWriter();
    private final RoundTrip roundTrip = new RoundTrip();
    private long nextSequence;
    private long bytes;
    private boolean paused;

    /** A frame that is not yet acknowledged; {@code sent} is null while it was never on the present link. */
    private static final class Waiting {
        final Frame frame;

        @Nullable Instant sent;

        Waiting(Frame frame, @Nullable Instant sent) {
            this.frame = frame;
            this.sent = sent;
        }
    }

    /** As below, with {@link #DEFAULT_FRAMES} and {@link #DEFAULT_BYTES}. */
    public OutgoingStream(MessageType type, boolean synOnFirst, Supplier<UUID> ids) {
        this(type, synOnFirst, ids, DEFAULT_FRAMES, DEFAULT_BYTES);
    }

    /**
     * @param synOnFirst whether frame 0 carries the SYN flag: stock agents set it, the stock plugin doesn't, nobody reads it
     * @param maxFrames how many frames may wait for acknowledgement
     * @param maxBytes how many bytes may wait before there is no more room; the last frame may go beyond
     */
    public OutgoingStream(MessageType type, boolean synOnFirst, Supplier<UUID> ids, int maxFrames, long maxBytes) {
        if (!type.isStream()) throw new IllegalArgumentException(type + " frames are not numbered");
        if (maxFrames < 1 || maxBytes < 1) throw new IllegalArgumentException("a stream needs room for a frame");
        this.type = type;
        this.synOnFirst = synOnFirst;
        this.ids = ids;
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /**
     * A stream that goes on where another left off, say before a restart. The frames count as sent now: send them, or let the oldest come round
     * again by {@link #overdue}.
     *
     * @param unacknowledged in order, all below {@code nextSequence}
     */
    public static OutgoingStream resumed(
            MessageType type, Supplier<UUID> ids, long nextSequence, List<Frame> unacknowledged, Instant now) {
        var stream = new OutgoingStream(type, false, ids);
        stream.nextSequence = nextSequence;
        for (var frame : unacknowledged) {
            if (!frame.type().equals(type) || frame.sequence() >= nextSequence) {
                throw new IllegalArgumentException(
                        frame + " does not belong before number " + nextSequence + " of " + type);
            }
            stream.keep(frame, now);
        }
        return stream;
    }

    /** Whether {@link #offer} would take another frame. */
    public boolean hasRoom() {
        return waiting.size() < maxFrames && bytes < maxBytes;
    }

    /**
     * Numbers and keeps the payload as a frame. The caller sends it, unless the stream is {@link #paused}: then it waits for {@link #start}.
     *
     * @throws IllegalStateException when full: ask {@link #hasRoom} first, and stop reading the source while there is none
     */
    public Frame offer(int payloadType, ByteBuffer payload, Instant now) {
        if (!hasRoom()) {
            throw new IllegalStateException(
                    waiting.size() + " frames, " + bytes + " bytes of " + type + " wait for acknowledgement");
        }
        var flags = synOnFirst && nextSequence == 0 ? Frame.SYN : 0;
        var frame = writer.write(type, payloadType, nextSequence, flags, ids.get(), now, payload);
        nextSequence++;
        keep(frame, paused ? null : now);
        return frame;
    }

    private void keep(Frame frame, @Nullable Instant sent) {
        waiting.put(frame.sequence(), new Waiting(frame, sent));
        bytes += frame.length();
    }

    /** Lets go of a frame. Returns it if it was waiting, nothing for a number acknowledged before or never sent. */
    public Optional<Frame> acknowledge(long sequence, Instant now) {
        var acknowledged = waiting.remove(sequence);
        if (acknowledged == null) return Optional.empty();
        bytes -= acknowledged.frame.length();
        if (acknowledged.sent != null) roundTrip.learn(Duration.between(acknowledged.sent, now));
        return Optional.of(acknowledged.frame);
    }

    /** The oldest frame, if its acknowledgement has not come in time: send it again, it counts as sent now. Nothing while paused. */
    public List<Frame> overdue(Instant now) {
        var due = nextOverdue();
        if (due.isEmpty() || now.isBefore(due.get())) return List.of();
        var oldest = waiting.firstEntry().getValue();
        oldest.sent = now;
        return List.of(oldest.frame);
    }

    /** When {@link #overdue} will have something to send; nothing when nothing waits, or while paused. */
    public Optional<Instant> nextOverdue() {
        if (paused || waiting.isEmpty()) return Optional.empty();
        var sent = waiting.firstEntry().getValue().sent;
        return sent == null ? Optional.empty() : Optional.of(sent.plus(roundTrip.timeout()));
    }

    /** The peer asked for silence (pause_publication): frames are kept, none is sent again. */
    public void pause() {
        paused = true;
    }

    /**
     * The peer listens again: on start_publication, and as in the stock agent on any stream or acknowledge frame from it.
     *
     * @return the frames kept meanwhile, in order: send them, they count as sent now; none if the stream was not paused
     */
    public List<Frame> start(Instant now) {
        paused = false;
        var unsent = new ArrayList<Frame>();
        for (var frame : waiting.sequencedValues().reversed()) {
            if (frame.sent != null) break;
            frame.sent = now;
            unsent.addFirst(frame.frame);
        }
        return unsent;
    }

    /**
     * A new link to the peer stands, and what was under way on the old one may be lost. Numbering goes on.
     *
     * @return all that waits, in order: send it, it counts as sent now; while paused nothing, and {@link #start} will return it
     */
    public List<Frame> reconnected(Instant now) {
        for (var frame : waiting.values()) frame.sent = null;
        return paused ? List.of() : start(now);
    }

    public boolean paused() {
        return paused;
    }

    /** Whether everything offered was acknowledged. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How many frames wait for acknowledgement. */
    public int size() {
        return waiting.size();
    }

    /** How many bytes, headers included, wait for acknowledgement. */
    public long bytes() {
        return bytes;
    }

    /** The number the next frame gets. */
    public long nextSequence() {
        return nextSequence;
    }

    /** The frame that has waited longest. */
    public Optional<Frame> oldest() {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.firstEntry().getValue().frame);
    }

    /** All that waits, in order. */
    public List<Frame> unacknowledged() {
        return waiting.values().stream().map(kept -> kept.frame).toList();
    }
}
