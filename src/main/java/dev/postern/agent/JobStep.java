package dev.postern.agent;

import java.time.Duration;
import java.util.List;

/**
 * One step of a command document, its parameters filled in.
 *
 * @param name the step's own
 * @param action what the document calls it
 * @param onFailure what comes after it if it fails
 * @param onSuccess and if it does not
 * @param last run whatever came before, unless the command was cancelled
 * @param attempts how often it is tried in all
 */
record JobStep(String name, String action, Work work, Then onFailure, Then onSuccess, boolean last, int attempts) {

    /** What comes after a step. */
    enum Then {
        GO_ON,
        /** The rest is left out, and the command has failed if anything has. */
        EXIT,
        /** The rest is left out, and the step's failure does not count. */
        SUCCESS_AND_EXIT
    }

    /** What it does. */
    sealed interface Work {
        /** @param workingDirectory empty for the agent's choice */
        record Script(Interpreter interpreter, List<String> lines, String workingDirectory, Duration timeout)
                implements Work {}

        /** Not for this node. */
        record Skipped(String because) implements Work {}

        /** Nothing this agent can do. */
        record Impossible(String because) implements Work {}
    }

    enum Interpreter {
        SHELL,
        POWER_SHELL
    }
}
