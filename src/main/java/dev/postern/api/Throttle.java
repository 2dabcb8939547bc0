package dev.postern.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.api.operation.ApiError;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * So many calls a second for each principal, node and unknown address: one who asks too much takes nothing from the others. All sessions of
 * one user count as that user, so that nobody gets more by assuming roles.
 */
@Component
final class Throttle {
    /** More principals than this at once share nothing but may find their bucket full again. */
    private static final int MOST_BUCKETS = 100_000;

    private static final Duration FORGET = Duration.ofMinutes(10);

    private final ApiSettings settings;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .expireAfterAccess(FORGET)
            .build();

    Throttle(ApiSettings settings, InstantSource clock) {
        this.settings = settings;
        this.time = new Meter(clock);
    }

    /** @throws ApiError ThrottlingException, which SDKs answer with a growing pause */
    void admit(Signer signer, String address) {
        var bucket = switch (signer) {
            case Signer.User(var caller) -> bucket(caller.origin(), settings.rate(), settings.burst());
            case Signer.Node(var id) -> bucket(id.value(), settings.nodeRate(), settings.nodeBurst());
            case Signer.RegisteredKey(var id) -> bucket(id.value(), settings.nodeRate(), settings.nodeBurst());
            case Signer.Nobody _ -> bucket(address, settings.anonymousRate(), settings.anonymousBurst());
        };
        if (!bucket.tryConsume(1)) throw ApiError.of(ApiError.Kind.THROTTLED, "ThrottlingException", "Rate exceeded");
    }

    private Bucket bucket(String principal, int rate, int burst) {
        return buckets.get(
                principal,
                _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(time)
                        .build());
    }

    private record Meter(InstantSource clock) implements TimeMeter {
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
