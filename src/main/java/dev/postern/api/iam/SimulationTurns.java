package dev.postern.api.iam;

import dev.postern.api.operation.ApiError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * One simulation at a time, and none for long: policies of a call may be as costly as their author likes, and whoever may simulate must not keep everybody else
 * from signing in: one of them fills a core.
 */
@Component
class SimulationTurns {
    static final Duration LONGEST = Duration.ofSeconds(5);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore one = new Semaphore(1, true);
    private final Clock clock;

    SimulationTurns(Clock clock) {
        this.clock = clock;
    }

    /** Looked at between two results. */
    final class Turn {
        private final Instant until = clock.instant().plus(LONGEST);

        /** @throws ApiError where it took too long: as IAM says of policies that cannot be evaluated */
        void goOn() {
            if (clock.instant().isBefore(until)) return;
            throw ApiError.of(
                    "PolicyEvaluation",
                    "These policies took more than " + LONGEST.toSeconds()
                            + " s: ask about fewer actions and resources at once (MaxItems), or give shorter policies and context values.");
        }
    }

    /** @throws ApiError Throttling, where others' simulations go on for too long */
    <T> T take(Function<Turn, T> simulation) {
        try {
            if (!one.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return simulation.apply(new Turn());
        } finally {
            one.release();
        }
    }

    private static ApiError busy() {
        return ApiError.of("Throttling", "Other simulations are going on: try again in a few seconds.");
    }
}
