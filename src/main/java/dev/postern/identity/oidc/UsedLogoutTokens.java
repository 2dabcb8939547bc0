package dev.postern.identity.oidc;

import dev.postern.keys.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Logout tokens that were heard: whoever caught one cannot sign somebody out with it again. In the database, since servers restart. */
@Component
final class UsedLogoutTokens {
    /** A logout token is sent at once; one that comes later is somebody else's copy, or the provider's clock is wrong. */
    static final Duration OLDEST = Duration.ofMinutes(5);
    /** How far the provider's clock may be ahead. */
    static final Duration AHEAD = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    UsedLogoutTokens(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether it is fresh and was not seen. Asked once: it is seen from then on. */
    boolean isNew(@Nullable String id, @Nullable Instant issuedAt) {
        var now = clock.instant();
        if (id == null
                || issuedAt == null
                || issuedAt.isBefore(now.minus(OLDEST))
                || issuedAt.isAfter(now.plus(AHEAD))) {
            return false;
        }
        jdbc.sql("DELETE FROM used_logout_token WHERE forgotten_at < ?")
                .param(at(now))
                .update();
        try {
            jdbc.sql("INSERT INTO used_logout_token (id_hash, forgotten_at) VALUES (?, ?)")
                    .params(Sha256.of(id), at(issuedAt.plus(OLDEST).plus(AHEAD)))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
