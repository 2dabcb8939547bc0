package dev.postern.server;

import dev.postern.identity.Network;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.Session;

/**
 * The sessions of browsers that have not signed in. Anybody can be one, so they are in memory alone, few, fewer still from one address, and
 * soon forgotten: first of all those that never show their cookie again. Where there is no room newcomers are refused; who is in stays in.
 */
final class Visitors {
    /** A browser comes back for the page's parts within a second or two; a script without cookies never does. */
    static final Duration FIRST_LIFE = Duration.ofMinutes(1);

    enum Room {
        FREE,
        /** This address has as many as one may. */
        ADDRESS_FULL,
        FULL
    }

    private final int most;
    private final int mostPerAddress;
    private final Duration idle;
    private final Clock clock;
    private final Map<String, Visitor> byId = new HashMap<>();
    private final Map<Network, Integer> byNetwork = new HashMap<>();

    record Visitor(MapSession session, LiveAttributes live, Network network, Instant forgottenAt) {}

    Visitors(ConsoleSettings settings, Clock clock) {
        this.most = settings.visitors();
        this.mostPerAddress = settings.visitorsPerAddress();
        this.idle = settings.visitorIdle();
        this.clock = clock;
    }

    /** Nobody's yet; it counts from when it is {@link #admit admitted}. */
    MapSession newcomer() {
        var session = new MapSession();
        session.setMaxInactiveInterval(idle);
        return session;
    }

    Room room(Network network) {
        Room room = look(network);
        if (room == Room.FREE) return room;
        forgetIdle();
        return look(network);
    }

    /** What finds no room is not kept: the browser is given another session with its next request, or is refused there. */
    synchronized void admit(Session session, LiveAttributes live, Network network) {
        if (look(network) == Room.FREE) put(session, live, network, FIRST_LIFE);
    }

    /** With a copy of the session: two requests of one browser do not write into each other's. */
    synchronized @Nullable Visitor find(String id) {
        Visitor visitor = byId.get(id);
        if (visitor == null || !clock.instant().isBefore(visitor.forgottenAt())) return null;
        return new Visitor(new MapSession(visitor.session()), visitor.live(), visitor.network(), visitor.forgottenAt());
    }

    /**
     * Keeps what a request did with its copy, unless the visitor is gone: signed in or out by another request.
     *
     * @param before the id it was found under
     */
    synchronized void replace(String before, Session session) {
        Visitor visitor = remove(before);
        if (visitor != null) put(session, visitor.live(), visitor.network(), idle);
    }

    /** Not a visitor any more; what it held lives on with whoever asks. */
    synchronized @Nullable Visitor remove(String id) {
        Visitor gone = byId.remove(id);
        if (gone != null) byNetwork.computeIfPresent(gone.network(), (_, count) -> count == 1 ? null : count - 1);
        return gone;
    }

    /** Ends the pages of those who did nothing for too long. */
    void forgetIdle() {
        for (Visitor gone : takeIdle()) gone.live().end(gone.session().getId());
    }

    synchronized int count() {
        return byId.size();
    }

    synchronized List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    private synchronized List<Visitor> takeIdle() {
        Instant now = clock.instant();
        var idle = new ArrayList<Visitor>();
        for (Visitor visitor : byId.values()) {
            if (!now.isBefore(visitor.forgottenAt())) idle.add(visitor);
        }
        for (Visitor visitor : idle) remove(visitor.session().getId());
        return idle;
    }

    private synchronized Room look(Network network) {
        if (byId.size() >= most) return Room.FULL;
        return byNetwork.getOrDefault(network, 0) >= mostPerAddress ? Room.ADDRESS_FULL : Room.FREE;
    }

    private void put(Session session, LiveAttributes live, Network network, Duration life) {
        var forgottenAt = clock.instant().plus(life);
        byId.put(session.getId(), new Visitor(new MapSession(session), live, network, forgottenAt));
        byNetwork.merge(network, 1, Integer::sum);
    }
}
