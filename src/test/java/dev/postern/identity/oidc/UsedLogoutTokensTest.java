package dev.postern.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class UsedLogoutTokensTest {
    private final HandClock clock = new HandClock();
    private final Store store;

    UsedLogoutTokensTest(Database database) {
        store = database.fresh();
    }

    @Test
    void aTokenIsHeardOnceAlsoAfterARestart() {
        assertThat(tokens().isNew("jti-1", clock.instant())).isTrue();
        assertThat(tokens().isNew("jti-1", clock.instant())).isFalse();
        assertThat(tokens().isNew("jti-2", clock.instant())).isTrue();
    }

    @Test
    void anOldOneIsNotHeardAndOneFromTheFutureIsNot() {
        var issued = clock.instant();
        assertThat(tokens().isNew("ahead", issued.plusSeconds(61))).isFalse();
        assertThat(tokens().isNew("a little ahead", issued.plusSeconds(59))).isTrue();
        clock.forward(Duration.ofMinutes(5).plusMillis(1));
        assertThat(tokens().isNew("old", issued)).isFalse();
        assertThat(tokens().isNew(null, clock.instant())).isFalse();
        assertThat(tokens().isNew("timeless", null)).isFalse();
    }

    @Test
    void aTokenIsRememberedForAsLongAsItCouldBeHeardAgain() {
        var ahead = clock.instant().plusSeconds(59);
        assertThat(tokens().isNew("jti-1", ahead)).isTrue();
        clock.forward(Duration.ofMinutes(5).plusSeconds(58));
        assertThat(tokens().isNew("jti-1", ahead)).isFalse();
        clock.forward(Duration.ofMinutes(5));
        assertThat(tokens().isNew("jti-2", clock.instant())).isTrue();
        assertThat(store.jdbc()
                        .sql("SELECT COUNT(*) FROM used_logout_token")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private UsedLogoutTokens tokens() {
        return new UsedLogoutTokens(store.jdbc(), clock);
    }
}
