package dev.postern.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.evidence.Segment;
import dev.postern.session.SessionId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** Renderings of the recordings that are looked at: what was rendered once goes on from there. */
@Component
class Renderings {
    /** Bytes, about, of all of them. */
    private static final long MOST_WEIGHT = 256L * 1024 * 1024;

    /** A gibibyte of output; what comes behind it is played and not rendered. */
    static final int MOST_SEGMENTS = 4_096;

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** Each takes a core for as long as it lasts. */
    private static final int AT_ONCE = 2;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    private final Cache<SessionId, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_WEIGHT)
            .weigher((SessionId _, Kept rendering) -> rendering.weight)
            .expireAfterAccess(KEPT)
            .build();

    /** @param segments gives a segment, the last one as far as it is */
    Rendered render(SessionId session, int last, boolean live, IntFunction<Segment> segments) {
        var here = kept.get(session, _ -> new Kept());
        here.lock.lock();
        try {
            turns.acquireUninterruptibly();
            try {
                for (var next = here.rendering.next(); next <= Math.min(last, MOST_SEGMENTS); next++)
                    here.rendering.add(segments.apply(next));
                if (!live) here.rendering.end();
            } finally {
                turns.release();
            }
            here.weight = here.rendering.weight();
            kept.put(session, here); // weighed anew
            return new Rendered(
                    here.rendering.lines(), here.rendering.commands(), here.rendering.cut() || last > MOST_SEGMENTS);
        } finally {
            here.lock.unlock();
        }
    }

    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private final Rendering rendering = new Rendering();
        private volatile int weight = 1;
    }
}
