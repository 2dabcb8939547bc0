package dev.postern.gateway;

import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.session.EndCause;
import dev.postern.session.spi.RelayPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What the gateway itself says on a data channel. */
final class ControlFrames {
    /** Unused by both ends, but stock readers refuse an empty payload. */
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private ControlFrames() {}

    static Frame pause(UUID id, Instant now) {
        return bare(MessageType.PAUSE_PUBLICATION, id, now);
    }

    static Frame start(UUID id, Instant now) {
        return bare(MessageType.START_PUBLICATION, id, now);
    }

    private static Frame bare(MessageType type, UUID id, Instant now) {
        return Frame.of(type, PayloadType.NONE, 0, 0, id, now, ByteBuffer.wrap(NOTHING));
    }

    static Frame closed(RelayPlan plan, String output, UUID id, Instant now) {
        return ChannelClosed.of(id, plan.node().value(), plan.id().value(), output, now).toFrame(id, now);
    }

    /** What a command-line client prints, and an agent logs; empty for an ordinary end. */
    static String words(EndCause cause) {
        return switch (cause) {
            case EndCause.ClosedByUser(), EndCause.Exited _ -> "";
            case EndCause.Idle(var limit) -> "Session ended after " + text(limit) + " without input or output.";
            case EndCause.MaximumDuration(var limit) -> "Session ended: it lasted " + text(limit) + ", the longest it may.";
            case EndCause.NodeLost() -> "Session ended: the connection to the node was lost.";
            case EndCause.ClientLost() -> "Session ended: the client did not come back.";
            case EndCause.Terminated(var by) -> "Session terminated by " + by + ".";
            case EndCause.AccessEnded(var why) -> "Session ended: access ended. " + why;
            case EndCause.Draining() -> "Session ended: the server is shutting down.";
            case EndCause.Failed(var output) -> output;
        };
    }

    private static String text(Duration limit) {
        if (limit.toSecondsPart() != 0) return limit.toSeconds() + " seconds";
        return limit.toMinutes() == 1 ? "1 minute" : limit.toMinutes() + " minutes";
    }
}
