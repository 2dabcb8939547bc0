package dev.postern.recording;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.postern.identity.Caller;
import dev.postern.session.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Who has which recording open: to read its segments one by one is one view of it. */
@Component
class Openings {
    /** Without asking for anything for so long, a player is closed. */
    static final Duration REST = Duration.ofMinutes(10);
    /** Of many more the oldest are forgotten, which costs an event more in the trail. */
    private static final int MOST = 10_000;

    private final Cache<Opening, Boolean> open;

    private record Opening(String arn, String userId, String key, SessionId session) {
        static Opening of(Caller caller, SessionId session) {
            var key = caller.accessKeyId();
            return new Opening(caller.arn(), caller.userId(), key == null ? "" : key, session);
        }
    }

    Openings(InstantSource clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        open = Caffeine.newBuilder()
                .expireAfterAccess(REST)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    boolean isOpen(Caller caller, SessionId session) {
        return open.getIfPresent(Opening.of(caller, session)) != null;
    }

    void opened(Caller caller, SessionId session) {
        open.put(Opening.of(caller, session), true);
    }
}
