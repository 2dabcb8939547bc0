package dev.postern.webapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.session.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Who gets into an app: a ticket opens it once, within a minute, and leaves the browser a key that is good until the session ends. Both have 256
 * random bits.
 */
@Component
class AppKeys {
    static final Duration TICKET_LIFE = Duration.ofSeconds(60);
    /** Beyond it some are dropped: one asks again. */
    static final int MOST_TICKETS = 10_000;

    private final Cache<String, SessionId> tickets;
    private final Map<String, SessionId> keys = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    AppKeys(InstantSource clock) {
        this.tickets = Caffeine.newBuilder()
                .maximumSize(MOST_TICKETS)
                .executor(Runnable::run) // what is too much goes at once
                .expireAfterWrite(TICKET_LIFE)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    String ticket(SessionId session) {
        var ticket = newSecret();
        tickets.put(ticket, session);
        return ticket;
    }

    /** The key that this ticket is good for. Whatever the answer, it is used now. */
    Optional<String> redeem(String ticket, SessionId session) {
        var found = tickets.asMap().remove(ticket);
        if (!session.equals(found)) return Optional.empty();
        var key = newSecret();
        keys.put(key, session);
        return Optional.of(key);
    }

    boolean opens(String key, SessionId session) {
        return session.equals(keys.get(key));
    }

    void forget(SessionId session) {
        keys.values().removeIf(session::equals);
        tickets.asMap().values().removeIf(session::equals);
    }

    private String newSecret() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
