package dev.postern.session;

import java.time.Duration;

/** Why a session ended. Each carries what is true for it. */
public sealed interface EndCause {
    /** The user closed it. */
    record ClosedByUser() implements EndCause {}

    /** The shell or command ended by itself with this exit status. */
    record Exited(int status) implements EndCause {}

    /** The same, by an agent that does not say with which status: stock agents do not, for shells and for commands that have a terminal. */
    record Finished() implements EndCause {}

    record Idle(Duration limit) implements EndCause {}

    record MaximumDuration(Duration limit) implements EndCause {}

    /** The node was gone for longer than the grace period. */
    record NodeLost() implements EndCause {}

    /** The agent stopped or was killed, and what ran in the session died with it: said by the agent itself. */
    record NodeStopped() implements EndCause {}

    /** Nobody came (back) on the client side within the grace period. */
    record ClientLost() implements EndCause {}

    /** Somebody else ended it; {@code by} is the principal's ARN. */
    record Terminated(String by) implements EndCause {}

    record AccessEnded(String why) implements EndCause {}

    /** The server went away for good while it ran. */
    record Draining() implements EndCause {}

    /** It never got going, or broke; {@code output} is what the user should see. */
    record Failed(String output) implements EndCause {}
}
