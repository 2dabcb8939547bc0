package dev.postern.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.identity.KnownBrowsers.KnownBrowser;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * So many tries a minute for one account, from wherever, for one address, at whichever account, and for one known browser. In memory.
 */
@Component
final class SignInThrottle {
    // Buckets refill within a minute, so one that nobody touched for longer need not be kept.
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final int MOST_KEPT = 100_000;

    private final int triesPerMinute;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    SignInThrottle(SignInSettings settings, Clock clock) {
        this.triesPerMinute = settings.triesPerMinute();
        this.time = new ClockMeter(clock);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(KEPT)
                .ticker(time::currentTimeNanos)
                .build();
    }

    boolean admitsAddress(@Nullable String address) {
        return bucket("address " + Network.of(address)).tryConsume(1);
    }

    boolean admitsAccount(String account) {
        return bucket("account " + account).tryConsume(1);
    }

    boolean admitsBrowser(KnownBrowser browser) {
        return bucket(browser.id()).tryConsume(1);
    }

    private Bucket bucket(String key) {
        return buckets.get(
                key,
                _ -> Bucket.builder()
                        .addLimit(limit ->
                                limit.capacity(triesPerMinute).refillGreedy(triesPerMinute, Duration.ofMinutes(1)))
                        .withCustomTimePrecision(time)
                        .build());
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
