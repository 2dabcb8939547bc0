package dev.postern.server;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Keeps browsers' sessions in two places: a store that outlives this process, and memory for what cannot be stored (see
 * {@link SplitSession}). After a restart a signed-in user is still signed in and gets a fresh UI. Replicas need sticky routing.
 */
final class SplitSessions implements SessionRepository<SplitSession> {
    /** A visitor who has not signed in costs memory too, and anybody can be one. */
    static final Duration VISITOR_LIFE = Duration.ofMinutes(15);

    private final SessionRepository<Session> store;
    private final Duration signedInLife;
    private final Clock clock;
    private final ConcurrentMap<String, LiveAttributes> live = new ConcurrentHashMap<>();

    SplitSessions(SessionRepository<Session> store, Duration signedInLife, Clock clock) {
        this.store = store;
        this.signedInLife = signedInLife;
        this.clock = clock;
    }

    @Override
    public SplitSession createSession() {
        Session stored = store.createSession();
        stored.setMaxInactiveInterval(VISITOR_LIFE);
        return new SplitSession(stored, new LiveAttributes(), signedInLife);
    }

    @Override
    public void save(SplitSession session) {
        store.save(session.stored());
        session.live().expireAt(session.getLastAccessedTime().plus(session.getMaxInactiveInterval()));
        live.put(session.getId(), session.live());
        if (!session.loadedAs().equals(session.getId())) {
            live.remove(session.loadedAs(), session.live());
        }
    }

    @Override
    public @Nullable SplitSession findById(String id) {
        Session stored = store.findById(id);
        if (stored == null) {
            forget(id);
            return null;
        }
        LiveAttributes attributes = live.computeIfAbsent(id, _ -> new LiveAttributes());
        attributes.expireAt(stored.getLastAccessedTime().plus(stored.getMaxInactiveInterval()));
        return new SplitSession(stored, attributes, signedInLife);
    }

    @Override
    public void deleteById(String id) {
        store.deleteById(id);
        forget(id);
    }

    /** Ends what the sessions that ran out still hold in memory. */
    void forgetExpired() {
        live.forEach((id, attributes) -> {
            if (attributes.expired(clock.instant())) {
                forget(id);
            }
        });
    }

    private void forget(String id) {
        LiveAttributes attributes = live.remove(id);
        if (attributes != null) {
            attributes.end(id);
        }
    }
}
