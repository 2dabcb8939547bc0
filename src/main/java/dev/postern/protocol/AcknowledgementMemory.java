package dev.postern.protocol;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a transparent relay remembers of one direction, so that it can answer frames that were acknowledged already. Needed since both stock ends
 * put a frame into their buffer only after writing it to the socket: an acknowledgement that comes faster is not matched, and the frame is
 * repeated for ever. The stock plugin does not acknowledge twice, so the relay must (seen on the wire with agent 3.3).
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AcknowledgementMemory {
    /** How many acknowledgements may lie beyond a gap: as many as the stock plugin keeps early frames. */
    static final int MAX_BEYOND_GAP = IncomingStream.DEFAULT_FRAMES;

    private final Set<Long> beyondGap = new HashSet<>();
    private long next;

    /** @param upTo all below are acknowledged, as {@link #upTo} said before a restart; 0 for a direction that begins */
    public AcknowledgementMemory(long upTo) {
        this.next = upTo;
    }

    /** Every number below this one was acknowledged. */
    public long upTo() {
        return next;
    }

    /** An acknowledgement went by. What lies too far beyond a gap is forgotten: its frame goes to the receiver again, who knows better. */
    public void remember(long sequence) {
        if (sequence < next) return;
        if (sequence > next) {
            if (beyondGap.size() < MAX_BEYOND_GAP) beyondGap.add(sequence);
            return;
        }
        next++;
        while (beyondGap.remove(next)) next++;
    }

    public boolean remembers(long sequence) {
        return sequence < next || beyondGap.contains(sequence);
    }

    /** The acknowledgement this frame had before, made anew; nothing for a frame that is to be passed on. */
    public Optional<Frame> answer(Frame frame, Supplier<UUID> ids, Instant now) {
        return remembers(frame.sequence())
                ? Optional.of(Acknowledgement.of(frame).toFrame(ids.get(), now))
                : Optional.empty();
    }
}
