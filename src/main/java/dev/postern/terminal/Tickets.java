package dev.postern.terminal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.session.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** One-time tickets for the browser socket: each opens one session for one user, once, within a minute. */
@Component
class Tickets {
    static final Duration LIFE = Duration.ofSeconds(60);
    /** The oldest are dropped beyond it: their pages ask again. */
    static final int MOST = 10_000;

    private final Cache<String, Ticket> issued;
    private final SecureRandom random = new SecureRandom();

    private record Ticket(String user, SessionId session) {}

    Tickets(InstantSource clock) {
        this.issued = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LIFE)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    String issue(String user, SessionId session) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(ticket, new Ticket(user, session));
        return ticket;
    }

    /** Whether it opens this session for this user. Whatever the answer, it is used now. */
    boolean redeem(String ticket, String user, SessionId session) {
        var found = issued.asMap().remove(ticket);
        return found != null && found.equals(new Ticket(user, session));
    }
}
