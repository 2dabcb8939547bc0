package dev.postern.commands;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one step of a document on one node.
 *
 * @param name the step's own name
 * @param action e.g. {@code aws:runShellScript}
 * @param code the exit status; {@link #NOT_STARTED} before it ran
 * @param begunAt by the node's clock, as its end
 * @param output the beginnings of both outputs, at most {@link #MOST_OUTPUT} characters
 * @param standardOutput at most 24,000 characters
 * @param standardError at most 8,000 characters
 */
public record StepResult(
        String name,
        String action,
        Status status,
        int code,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,
        String output,
        String standardOutput,
        String standardError) {
    /** As GetCommandInvocation shows it in the public model. */
    public static final int NOT_STARTED = -1;

    public static final int MOST_OUTPUT = 2_500;

    public enum Status {
        PENDING,
        IN_PROGRESS,
        SUCCESS,
        FAILED,
        TIMED_OUT,
        CANCELLED,
        /** Its precondition did not hold: not for this node. */
        SKIPPED;

        boolean over() {
            return this != PENDING && this != IN_PROGRESS;
        }
    }

    static StepResult pending(DocumentStep step) {
        return new StepResult(step.name(), step.action(), Status.PENDING, NOT_STARTED, null, null, "", "", "");
    }

    public @Nullable Duration duration() {
        return begunAt == null || endedAt == null ? null : Duration.between(begunAt, endedAt);
    }
}
