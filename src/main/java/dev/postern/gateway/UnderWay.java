package dev.postern.gateway;

import dev.postern.protocol.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Frames on their way to one end, until it acknowledges them: what went out on a connection that broke is lost, and the sender, whose own connection
 * stands, would repeat it one frame at a time (protocol.md §3.6), or never. Bounded: what does not fit is the sender's to repeat.
 *
 * <p>Not safe for use by several threads at once.
 */
final class UnderWay {
    private final long mostBytes;
    /** In the order they were added, which is the order of their numbers but for what is repeated. */
    private final LinkedHashMap<Long, Kept> frames = new LinkedHashMap<>();

    private long bytes;

    private record Kept(Frame frame, Instant since) {}

    UnderWay(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** It goes out now, for the first time or again. */
    void add(Frame frame, Instant now) {
        var already = frames.containsKey(frame.sequence());
        if (!already && bytes + frame.length() > mostBytes) return;
        frames.put(frame.sequence(), new Kept(frame, now));
        if (!already) bytes += frame.length();
    }

    void acknowledged(long sequence) {
        var kept = frames.remove(sequence);
        if (kept != null) bytes -= kept.frame.length();
    }

    /** All of them, in order. */
    List<Frame> all() {
        return frames.values().stream().map(Kept::frame).toList();
    }

    /** The same, and none is kept any more. */
    List<Frame> takeAll() {
        var all = all();
        frames.clear();
        bytes = 0;
        return all;
    }

    /** The first one, if it has been under way for so long; it counts as sent now. */
    Optional<Frame> overdue(Duration patience, Instant now) {
        if (frames.isEmpty()) return Optional.empty();
        var first = frames.firstEntry().getValue();
        if (now.isBefore(first.since.plus(patience))) return Optional.empty();
        add(first.frame, now);
        return Optional.of(first.frame);
    }
}
