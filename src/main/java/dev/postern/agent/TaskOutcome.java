package dev.postern.agent;

import dev.postern.protocol.AgentTaskComplete;
import org.jspecify.annotations.Nullable;

/**
 * How a session ended, as it is told to the server.
 *
 * @param status one of {@link AgentTaskComplete}'s
 * @param output what the user should see of a failure or a stop; empty otherwise
 * @param exitCode what the shell or command ended with; null if it did not end by itself
 */
record TaskOutcome(String status, String output, @Nullable Integer exitCode) {

    static TaskOutcome exited(int exitCode) {
        return new TaskOutcome(AgentTaskComplete.SUCCESS, "", exitCode);
    }

    /** Ended without a program that could have an exit status, or because it was told to. */
    static TaskOutcome ended() {
        return new TaskOutcome(AgentTaskComplete.SUCCESS, "", null);
    }

    /** Nobody asked for it: the agent stops, or did so before it could say it. */
    static TaskOutcome stopped() {
        return new TaskOutcome(
                AgentTaskComplete.CANCELLED, "The agent on the node stopped, and the session with it.", null);
    }

    static TaskOutcome failed(String output) {
        return new TaskOutcome(AgentTaskComplete.FAILED, output, null);
    }
}
