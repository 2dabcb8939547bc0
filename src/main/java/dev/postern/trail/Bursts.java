package dev.postern.trail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * Samples what strangers cause: of the same thing within a minute the first is written, the rest only counted, so that
 * nobody can fill the trail from outside. Thread-safe.
 */
public final class Bursts {
    static final Duration WINDOW = Duration.ofMinutes(1);
    // What is forgotten early is at worst written twice.
    private static final int MOST_KEYS = 10_000;

    private final InstantSource clock;
    private final Cache<String, Burst> bursts;

    public Bursts(InstantSource clock) {
        this.clock = clock;
        this.bursts = Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
    }

    /** Empty: only count this one. Else write it; the number is how many were left out since the last that was written. */
    public OptionalLong next(String key) {
        var now = clock.instant();
        var burst = bursts.asMap().compute(key, (_, before) -> {
            if (before == null) {
                return new Burst(now, 0, 0);
            }
            return now.isBefore(before.since().plus(WINDOW))
                    ? new Burst(before.since(), before.leftOut() + 1, -1)
                    : new Burst(now, 0, before.leftOut());
        });
        return burst.before() < 0 ? OptionalLong.empty() : OptionalLong.of(burst.before());
    }

    /** @param before how many the burst before this one left out; -1: this call belongs to a running burst */
    private record Burst(Instant since, long leftOut, long before) {}
}
