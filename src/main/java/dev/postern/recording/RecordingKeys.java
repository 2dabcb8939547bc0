package dev.postern.recording;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.keys.SealedColumn;
import dev.postern.keys.Secrets;
import dev.postern.session.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The key of each recording, in the database, sealed with the master key. */
@Component
class RecordingKeys {
    private static final SealedColumn SEALED =
            new SealedColumn("recording_key", "session_id", "sealed", "recording-key");
    /** Live ones, and what is played: to open a seal takes microseconds, the row a round to the database. */
    private static final int MOST_KNOWN = 2_000;

    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private final JdbcClient database;
    private final Secrets secrets;
    private final SecureRandom random = new SecureRandom();
    private final Cache<SessionId, DataKey> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedRecordingKeys() {
        return SEALED;
    }

    RecordingKeys(JdbcClient database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    void make(SessionId session) {
        database.sql("insert into recording_key (session_id, sealed) values (:session, :sealed)")
                .param("session", session.value())
                .param("sealed", secrets.seal(DataKey.fresh(random), SEALED.purposeOf(session.value())))
                .update();
    }

    /** Empty when it was destroyed. */
    Optional<DataKey> find(SessionId session) {
        return Optional.ofNullable(known.get(
                session,
                _ -> database.sql("select sealed from recording_key where session_id = :session")
                        .param("session", session.value())
                        .query(String.class)
                        .optional()
                        .map(kept -> new DataKey(session, secrets.open(kept, SEALED.purposeOf(session.value()))))
                        .orElse(null)));
    }

    /** Nothing opens the recording any more, wherever copies of its files are. */
    void destroy(SessionId session) {
        database.sql("delete from recording_key where session_id = :session")
                .param("session", session.value())
                .update();
        known.invalidate(session);
    }
}
