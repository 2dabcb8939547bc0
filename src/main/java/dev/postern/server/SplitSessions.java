package dev.postern.server;

import dev.postern.identity.Network;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Keeps browsers' sessions. Those of {@link Visitors} are in memory and nowhere else. Who has signed in has a session in two places: a store
 * that outlives this process, and memory for what cannot be stored (see {@link SplitSession}). After a restart a signed-in user is still
 * signed in and gets a fresh UI. Replicas need sticky routing.
 */
final class SplitSessions implements SessionRepository<SplitSession> {
    /** Where the request comes from that this thread serves; set by {@link VisitorsDoor}. */
    static final ScopedValue<Network> FROM = ScopedValue.newInstance();

    private final SessionRepository<Session> store;
    private final Supplier<Session> signedIn;
    private final Visitors visitors;
    private final Clock clock;
    /** What {@link #forgetEnded} missed the last time. */
    private volatile Set<String> missing = Set.of();

    private final ConcurrentMap<String, LiveAttributes> live = new ConcurrentHashMap<>();

    /** @param signedIn makes the session that somebody who signs in goes on with; not in the store yet */
    SplitSessions(SessionRepository<Session> store, Supplier<Session> signedIn, Visitors visitors, Clock clock) {
        this.store = store;
        this.signedIn = signedIn;
        this.visitors = visitors;
        this.clock = clock;
    }

    @Override
    public SplitSession createSession() {
        var network = FROM.isBound() ? FROM.get() : Network.of((String) null);
        return SplitSession.ofNewcomer(visitors.newcomer(), network, signedIn);
    }

    @Override
    public void save(SplitSession session) {
        keep(session);
        session.saved();
    }

    private void keep(SplitSession session) {
        if (session.isVisitor()) {
            if (session.isNew()) {
                visitors.admit(session.stored(), session.live(), session.network());
            } else {
                visitors.replace(session.loadedAs(), session.stored());
            }
            return;
        }
        store.save(session.stored());
        session.live().expireAt(session.getLastAccessedTime().plus(session.getMaxInactiveInterval()));
        if (session.isNew() || !session.loadedAs().equals(session.getId())) {
            live.put(session.getId(), session.live());
            live.remove(session.loadedAs(), session.live());
            visitors.remove(session.loadedAs());
        }
    }

    @Override
    public @Nullable SplitSession findById(String id) {
        var visitor = visitors.find(id);
        if (visitor != null) return SplitSession.ofVisitor(visitor, signedIn);
        Session stored = store.findById(id);
        if (stored == null) {
            forget(id);
            return null;
        }
        LiveAttributes attributes = live.computeIfAbsent(id, _ -> new LiveAttributes());
        attributes.expireAt(stored.getLastAccessedTime().plus(stored.getMaxInactiveInterval()));
        return SplitSession.ofSignedIn(stored, attributes);
    }

    @Override
    public void deleteById(String id) {
        var visitor = visitors.remove(id);
        if (visitor != null) {
            visitor.live().end(id);
            return;
        }
        store.deleteById(id);
        forget(id);
    }

    /** Ends what the sessions that ran out still hold in memory. */
    void forgetExpired() {
        visitors.forgetIdle();
        live.forEach((id, attributes) -> {
            if (attributes.expired(clock.instant())) {
                forget(id);
            }
        });
    }

    /**
     * Ends what sessions hold in memory that are not in the store any more: another server has ended them. Those alone that were missing the
     * last time, too: one that gets another id just now is under the old one here and under the new one there.
     */
    void forgetEnded(UnaryOperator<Set<String>> stillThere) {
        var held = new HashSet<>(live.keySet());
        if (!held.isEmpty()) held.removeAll(stillThere.apply(Set.copyOf(held)));
        held.stream().filter(missing::contains).forEach(this::forget);
        missing = Set.copyOf(held);
    }

    private void forget(String id) {
        LiveAttributes attributes = live.remove(id);
        if (attributes != null) {
            attributes.end(id);
        }
    }
}
