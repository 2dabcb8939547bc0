package dev.postern.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try. Each schedule is jittered, so that the nodes of a restarted server don't come back in one instant, and has an
 * upper bound. Owns no clock and no thread.
 */
final class Backoff {

    /** After a loss a channel is tried often for this long: a restarted server has its sessions back at once. */
    static final Duration EAGER = Duration.ofMinutes(2);

    static final Duration EAGER_MAX = Duration.ofSeconds(5);
    static final Duration CHANNEL_MAX = Duration.ofMinutes(40);
    static final Duration TOKEN_MAX = Duration.ofMinutes(30);

    private static final Duration EAGER_FIRST = Duration.ofMillis(250);
    private static final int MAX_DOUBLINGS = 16;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The tries of one loss. */
    final class Tries {
        private final Instant since;
        private int eager;
        private int patient;

        private Tries(Instant since) {
            this.since = since;
        }

        /** At most {@link #EAGER_MAX} during {@link #EAGER}; then 5–10 s doubled each time, plus up to half, at most {@link #CHANNEL_MAX}. */
        Duration next(Instant now) {
            if (now.isBefore(since.plus(EAGER))) {
                var most = min(doubled(EAGER_FIRST, eager++), EAGER_MAX);
                return between(most.dividedBy(2), most);
            }
            var base = doubled(between(Duration.ofSeconds(5), Duration.ofSeconds(10)), patient++);
            return min(base.plus(between(Duration.ZERO, base.dividedBy(2))), CHANNEL_MAX);
        }
    }

    Tries since(Instant lost) {
        return new Tries(lost);
    }

    /**
     * After the n-th failure in a row to get a role token, n from 0: 2ⁿ s plus a fifth plus 10–20 s when the server says no, 25–30 min when it says
     * no for good. When it could not be reached, 2ⁿ s plus a fifth, at most 5 s in the beginning.
     */
    Duration roleToken(int failures, Refusal refusal) {
        var base = doubled(Duration.ofSeconds(1), failures);
        var jittered = base.plus(between(Duration.ZERO, base.dividedBy(5)));
        return switch (refusal) {
            case UNREACHABLE -> min(jittered, failures < 30 ? EAGER_MAX : TOKEN_MAX);
            case REFUSED -> min(jittered.plus(between(Duration.ofSeconds(10), Duration.ofSeconds(20))), TOKEN_MAX);
            case FINAL -> between(Duration.ofMinutes(25), TOKEN_MAX);
        };
    }

    enum Refusal {
        UNREACHABLE,
        REFUSED,
        FINAL
    }

    private Duration between(Duration low, Duration high) {
        return low.plusNanos((long) (random.nextDouble() * high.minus(low).toNanos()));
    }

    private static Duration doubled(Duration base, int times) {
        return base.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
