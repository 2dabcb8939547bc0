package dev.postern.identity;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How sure it is that whoever calls from a browser is who they say: what conditions on {@code aws:MultiFactorAuthPresent} and
 * {@code postern:StepUpAge} ask. Bound to one browser session.
 *
 * @param multiFactor whether they proved it by more than one factor, at the sign-in or since
 * @param signedInAt when they last proved it at their identity provider; null where nobody wrote that down
 * @param steppedUpAt when they last proved it anew, on demand, by the server's clock; null when never
 */
public record Assurance(
        boolean multiFactor,
        @Nullable Instant signedInAt,
        @Nullable Instant steppedUpAt) implements Serializable {
    /** By one factor: a password, a link. */
    public static final Assurance SINGLE = new Assurance(false, null, null);

    /** What {@code postern:StepUpAge} says, in seconds; empty when there was no step-up, and the condition key is absent then. */
    public Optional<Duration> stepUpAge(Instant now) {
        if (steppedUpAt == null) return Optional.empty();
        var age = Duration.between(steppedUpAt, now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }
}
