package dev.postern.identity;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How sure it is that whoever calls is who they say: what conditions on {@code aws:MultiFactorAuthPresent}, {@code aws:TokenIssueTime} and
 * {@code postern:StepUpAge} ask. Bound to one browser session, or to temporary credentials.
 *
 * @param multiFactor whether they proved it by more than one factor, at the sign-in or since
 * @param signedInAt when they last proved it by a password or at their identity provider, or the credentials were issued; null where nobody wrote that down
 * @param steppedUpAt when they last proved it anew, on demand, by the server's clock; null when never
 */
public record Assurance(
        boolean multiFactor,
        @Nullable Instant signedInAt,
        @Nullable Instant steppedUpAt) implements Serializable {
    /** By one factor: a password, a link. */
    public static final Assurance SINGLE = new Assurance(false, null, null);

    /** What policies see of somebody who has just proved by a second factor who they are. */
    public static final Map<String, String> JUST_PROVEN =
            Map.of("aws:MultiFactorAuthPresent", "true", "aws:MultiFactorAuthAge", "0", "postern:StepUpAge", "0");

    /** So old may a proof be that lets somebody change what they prove themselves by. */
    public static final Duration FRESH = Duration.ofMinutes(5);

    public static Assurance ofPassword(Instant at) {
        return new Assurance(false, at, null);
    }

    /** By temporary credentials: they prove no more than what signs with them, as AWS's do. */
    public static Assurance ofToken(Instant issuedAt) {
        return new Assurance(false, issuedAt, null);
    }

    /** What {@code postern:StepUpAge} says, in seconds; empty when there was no step-up, and the condition key is absent then. */
    public Optional<Duration> stepUpAge(Instant now) {
        return age(steppedUpAt, now);
    }

    /** What {@code aws:MultiFactorAuthAge} says, in seconds; empty for one factor, and where nobody wrote down when there were more. */
    public Optional<Duration> multiFactorAge(Instant now) {
        return multiFactor ? age(steppedUpAt == null ? signedInAt : steppedUpAt, now) : Optional.empty();
    }

    /** Whether it was proved by more than one factor, and just now. */
    public boolean isFresh(Instant now) {
        return multiFactorAge(now).filter(age -> age.compareTo(FRESH) <= 0).isPresent();
    }

    private static Optional<Duration> age(@Nullable Instant since, Instant now) {
        if (since == null) return Optional.empty();
        var age = Duration.between(since, now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }
}
