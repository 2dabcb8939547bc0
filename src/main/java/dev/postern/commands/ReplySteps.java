package dev.postern.commands;

import dev.postern.protocol.CommandReply;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A step as agents tell of it, in this module's words. */
final class ReplySteps {
    private ReplySteps() {}

    static StepResult result(String name, String action, CommandReply.Step step) {
        var status = status(step.status());
        return new StepResult(
                name,
                action,
                status,
                status.over() ? step.code() : StepResult.NOT_STARTED,
                time(step.startDateTime()),
                status.over() ? time(step.endDateTime()) : null,
                step.output(),
                step.standardOutput(),
                step.standardError());
    }

    private static StepResult.Status status(String status) {
        return switch (status) {
            case "Success", "SuccessAndReboot", "PassedAndReboot" -> StepResult.Status.SUCCESS;
            case "Failed" -> StepResult.Status.FAILED;
            case "TimedOut" -> StepResult.Status.TIMED_OUT;
            case "Cancelled" -> StepResult.Status.CANCELLED;
            case "Skipped" -> StepResult.Status.SKIPPED;
            case "NotStarted", "Pending", "" -> StepResult.Status.PENDING;
            default -> StepResult.Status.IN_PROGRESS;
        };
    }

    /** Go's zero time stands for none. */
    private static @Nullable Instant time(String text) {
        try {
            var time = text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
            return time == null || time.isBefore(Instant.EPOCH) ? null : time;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
