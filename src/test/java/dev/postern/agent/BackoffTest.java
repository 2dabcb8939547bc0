package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Instant LOST = Instant.parse("2026-11-22T06:00:00Z");

    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void comesBackAtOnceAndNeverMoreThanFiveSecondsApartForTwoMinutes() {
        var tries = backoff.since(LOST);
        assertThat(tries.next(LOST)).isLessThanOrEqualTo(Duration.ofMillis(250));
        for (var now = LOST; now.isBefore(LOST.plus(Backoff.EAGER)); ) {
            var wait = tries.next(now);
            assertThat(wait).isBetween(Duration.ofMillis(125), Backoff.EAGER_MAX);
            now = now.plus(wait);
        }
    }

    @Test
    void thenWaitsFiveToTenSecondsDoubledWithHalfOnTopAndAtMostFortyMinutes() {
        var tries = backoff.since(LOST);
        var now = LOST.plus(Backoff.EAGER);
        for (int n = 0; n < 30; n++) {
            var wait = tries.next(now);
            var low = Duration.ofSeconds(5L << Math.min(n, 12));
            var high = Duration.ofSeconds(15L << Math.min(n, 12));
            assertThat(wait).isBetween(min(low, Backoff.CHANNEL_MAX), min(high, Backoff.CHANNEL_MAX));
        }
    }

    @Test
    void sendsNodesBackAtDifferentTimes() {
        var waits = new ArrayList<Duration>();
        for (int node = 0; node < 100; node++) waits.add(backoff.since(LOST).next(LOST));
        assertThat(waits.stream().distinct().count()).isGreaterThan(90);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
