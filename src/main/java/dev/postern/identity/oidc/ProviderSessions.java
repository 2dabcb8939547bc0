package dev.postern.identity.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which user the provider's sessions are of: a goodbye by the front channel names nothing but the session. */
@Component
final class ProviderSessions {
    /** A row is looked at again so long after the sign-in, and goes when its user is signed in nowhere. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Duration FORGETS_EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private volatile Instant forgetsNext = Instant.MIN;

    ProviderSessions(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void began(String issuer, String sid, String user) {
        forgetOld();
        if (update(issuer, sid, user)) return;
        try {
            jdbc.sql("INSERT INTO provider_session (issuer, sid, user_name, began_at) VALUES (?, ?, ?, ?)")
                    .params(issuer, sid, user, at(clock.instant()))
                    .update();
        } catch (DuplicateKeyException e) {
            update(issuer, sid, user);
        }
    }

    Optional<String> userOf(String issuer, String sid) {
        return jdbc.sql("SELECT user_name FROM provider_session WHERE issuer = ? AND sid = ?")
                .params(issuer, sid)
                .query(String.class)
                .optional();
    }

    void ended(String issuer, String sid) {
        jdbc.sql("DELETE FROM provider_session WHERE issuer = ? AND sid = ?")
                .params(issuer, sid)
                .update();
    }

    private boolean update(String issuer, String sid, String user) {
        return jdbc.sql("UPDATE provider_session SET user_name = ?, began_at = ? WHERE issuer = ? AND sid = ?")
                        .params(user, at(clock.instant()), issuer, sid)
                        .update()
                > 0;
    }

    private void forgetOld() {
        var now = clock.instant();
        if (now.isBefore(forgetsNext)) return;
        forgetsNext = now.plus(FORGETS_EVERY);
        jdbc.sql("""
                        DELETE FROM provider_session WHERE began_at < ? AND NOT EXISTS
                        (SELECT 1 FROM spring_session WHERE spring_session.principal_name = provider_session.user_name)""").param(at(now.minus(KEPT))).update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
