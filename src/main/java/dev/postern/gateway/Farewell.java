package dev.postern.gateway;

import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.session.EndCause;
import dev.postern.session.spi.RelayPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What both ends are told when a session is over. */
final class Farewell {
    private Farewell() {}

    static Frame closed(RelayPlan plan, String output, UUID id, Instant now) {
        return ChannelClosed.of(id, plan.node().value(), plan.id().value(), output, now)
                .toFrame(id, now);
    }

    /** What a command-line client prints, and an agent logs; empty for an ordinary end. */
    static String words(EndCause cause) {
        return switch (cause) {
            case EndCause.ClosedByUser(), EndCause.Exited _, EndCause.Finished() -> "";
            case EndCause.Idle(var limit) -> "Session ended after " + text(limit) + " without input or output.";
            case EndCause.MaximumDuration(var limit) ->
                "Session ended: it lasted " + text(limit) + ", the longest it may.";
            case EndCause.NodeLost() -> "Session ended: the connection to the node was lost.";
            case EndCause.NodeStopped() -> "Session ended: the agent on the node stopped, and the session with it.";
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
