package dev.postern.agent;

import dev.postern.protocol.CommandReply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where a step stands.
 *
 * @param status in the wire's words
 * @param code the exit status; 0 as long as there is none
 */
record StepOutcome(
        String status,
        int code,
        @Nullable Instant began,
        @Nullable Instant ended,
        String standardOutput,
        String standardError) {

    static final String NOT_STARTED = "NotStarted";
    static final String IN_PROGRESS = "InProgress";
    static final String SUCCESS = "Success";
    static final String FAILED = "Failed";
    static final String TIMED_OUT = "TimedOut";
    static final String CANCELLED = "Cancelled";
    static final String SKIPPED = "Skipped";

    /** What the stock agent reports for a program it had to stop. */
    static final int STOPPED = 137;

    static final StepOutcome WAITING = new StepOutcome(NOT_STARTED, 0, null, null, "", "");

    /** What a console shows without asking for details, as in the public model. */
    private static final int MAX_SHOWN = 2_500;

    private static final String ERRORS = "\n----------ERROR-------\n";
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    static String text(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    boolean failed() {
        return status.equals(FAILED) || status.equals(TIMED_OUT);
    }

    /**
     * As a reply has it.
     *
     * @param share of the outputs' lengths that there is room for, in percent
     */
    CommandReply.Step reply(JobStep step, int share) {
        var out = cut(standardOutput, CommandReply.MAX_STANDARD_OUTPUT * share / 100);
        var err = cut(standardError, CommandReply.MAX_STANDARD_ERROR * share / 100);
        var shown = err.isEmpty() ? out : out + ERRORS + err;
        return new CommandReply.Step(
                status,
                code,
                step.action(),
                cut(shown, MAX_SHOWN * share / 100),
                text(began),
                text(ended),
                "",
                "",
                step.name(),
                out,
                err);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        return CapturedOutput.beginning(text, Math.max(0, most - CapturedOutput.TRUNCATED.length()))
                + CapturedOutput.TRUNCATED;
    }
}
