package dev.postern.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts failures in a row and locks the account for a while. Kept by the name that was typed, real or not, so that
 * nobody learns by it which names are real; in the database, so that a restart forgives nobody.
 */
@Component
final class Lockouts {
    static final int MOST_FAILURES = 20;
    static final Duration LOCKED_FOR = Duration.ofMinutes(15);
    /** Failures are forgotten when nothing came after them for a day; else made-up names would pile up. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    private static final Duration FORGETS_EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Instant forgetsNext = Instant.MIN;

    Lockouts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean locked(String account) {
        return jdbc.sql("SELECT COUNT(*) FROM sign_in_failure WHERE account = ? AND locked_until > ?")
                        .params(folded(account), now())
                        .query(Long.class)
                        .single()
                > 0;
    }

    void failed(String account) {
        forgetOld();
        if (!countOneMore(account)) {
            try {
                jdbc.sql("INSERT INTO sign_in_failure (account, failures, last_failed_at) VALUES (?, 1, ?)")
                        .params(folded(account), now())
                        .update();
            } catch (DuplicateKeyException e) {
                countOneMore(account);
            }
        }
        jdbc.sql("""
                        UPDATE sign_in_failure SET failures = 0, locked_until = ?
                        WHERE account = ? AND failures >= ?""")
                .params(now().plus(LOCKED_FOR), folded(account), MOST_FAILURES)
                .update();
    }

    void succeeded(String account) {
        jdbc.sql("DELETE FROM sign_in_failure WHERE account = ?")
                .param(folded(account))
                .update();
    }

    private boolean countOneMore(String account) {
        return jdbc.sql("UPDATE sign_in_failure SET failures = failures + 1, last_failed_at = ? WHERE account = ?")
                        .params(now(), folded(account))
                        .update()
                > 0;
    }

    private void forgetOld() {
        var now = clock.instant();
        if (now.isBefore(forgetsNext)) {
            return;
        }
        forgetsNext = now.plus(FORGETS_EVERY);
        jdbc.sql("DELETE FROM sign_in_failure WHERE last_failed_at < ?")
                .param(now().minus(REMEMBERED))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static String folded(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
