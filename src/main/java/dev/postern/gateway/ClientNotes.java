package dev.postern.gateway;

import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.TerminalSize;
import dev.postern.session.spi.RelayPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noted of a session whose client dials in, from the frames that pass: sizes, what is typed, and what a port moves. */
final class ClientNotes {
    private static final Logger log = LoggerFactory.getLogger(ClientNotes.class);

    /** How often the bytes of a port session are noted, while they change. */
    private static final Duration TRAFFIC = Duration.ofMinutes(1);

    private final RelayPlan plan;
    private final @Nullable Spool spool;
    private final Timeline timeline;
    private final @Nullable InputNotes input;
    private final LongAdder toNode = new LongAdder();
    private final LongAdder fromNode = new LongAdder();
    private Instant nextTraffic;
    /** What comes again with its number is known. */
    private long highest = -1;

    private @Nullable TerminalSize size;

    /** @param spool null for a port session */
    ClientNotes(RelayPlan plan, @Nullable Spool spool, Timeline timeline, InstantSource clock) {
        this.plan = plan;
        this.spool = spool;
        this.timeline = timeline;
        this.input = InputNotes.of(plan, spool, timeline, clock);
        this.nextTraffic = clock.instant().plus(TRAFFIC);
        // before a restart too
        toNode.add(timeline.trafficToNode());
        fromNode.add(timeline.trafficFromNode());
    }

    /** Whether more may be typed: what must be kept and cannot is not taken. */
    boolean takesInput() {
        return input == null || input.takes();
    }

    /**
     * A frame on its way to the node, before it goes there: by one thread at a time.
     *
     * @param payload whether it is a person's or a program's, and not a smux NOP
     */
    void fromClient(Frame frame, boolean payload) {
        if (frame.sequence() <= highest) return;
        highest = frame.sequence();
        if (frame.payloadType() == PayloadType.SIZE) resized(frame);
        else if (payload && spool == null) toNode.add(frame.payloadLength());
        else if (payload && spool != null && input != null) input.typed(frame.payload(), spool.end());
    }

    private void resized(Frame frame) {
        try {
            var now = TerminalSize.parse(frame);
            if (!now.equals(size)) timeline.resized(now);
            size = now;
        } catch (ProtocolViolation e) {
            // the node's to refuse
            log.atDebug().addKeyValue("session", plan.id()).setCause(e).log("size not noted");
        }
    }

    /** So much payload came from the node. */
    void fromNode(int bytes) {
        fromNode.add(bytes);
    }

    /** Ten times a second. */
    void beat(Instant now) {
        if (input != null) input.look();
        if (now.isBefore(nextTraffic)) return;
        nextTraffic = now.plus(TRAFFIC);
        noteTraffic();
    }

    private void noteTraffic() {
        if (spool == null) timeline.traffic(toNode.sum(), fromNode.sum());
    }

    /** Before the timeline is closed. */
    void noteLast() {
        if (input != null) input.lookAtLast();
        noteTraffic();
    }
}
