package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationProvider;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.core.AuthenticationException;

@OnEveryDatabase
class StoredSignInLinksTest {
    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final StoredSignInLinks links;

    StoredSignInLinksTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        links = identity.links;
        identity.users.create("admin", TestIdentity.PASSWORD, Set.of("administrators"));
    }

    @Test
    void aLinkSignsInOnce() {
        var spring = new OneTimeTokenAuthenticationProvider(links, new Principals(identity.users));
        var attempt = new OneTimeTokenAuthenticationToken(links.issue("admin", SignInLinks.LIFE));
        var signedIn = spring.authenticate(attempt);
        assertThat(Objects.requireNonNull(signedIn).getName()).isEqualTo("admin");
        assertThatThrownBy(() -> spring.authenticate(attempt)).isInstanceOf(AuthenticationException.class);
    }

    @Test
    void ofTwoThatComeAtOnceOneGetsIn() throws InterruptedException {
        var token = links.issue("admin", SignInLinks.LIFE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads
                    .invokeAll(IntStream.range(0, 8)
                            .<Callable<Boolean>>mapToObj(_ -> () -> follow(token) != null)
                            .toList())
                    .stream()
                    .collect(Collectors.partitioningBy(in -> in.resultNow(), Collectors.counting()));
            assertThat(results).containsEntry(true, 1L);
        }
    }

    @Test
    void aLinkIsGoodForTenMinutes() {
        var token = links.issue("admin", SignInLinks.LIFE);
        clock.forward(Duration.ofMinutes(10));
        assertThat(follow(token)).isNull();
        var another = links.issue("admin", SignInLinks.LIFE);
        clock.forward(Duration.ofMinutes(10).minusMillis(1));
        assertThat(follow(another)).isNotNull();
    }

    @Test
    void aLinkOfAUserDisabledSinceIsNoGood() {
        var token = links.issue("admin", SignInLinks.LIFE);
        identity.users.setEnabled("admin", false);
        assertThat(follow(token)).isNull();
    }

    @Test
    void theTokenIsLongAndKeptAsAHash() {
        var token = links.issue("admin", SignInLinks.LIFE);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(store.jdbc()
                        .sql("SELECT token_hash FROM sign_in_link")
                        .query(String.class)
                        .single())
                .hasSize(64)
                .isNotEqualTo(token);
    }

    @Test
    void bothEndsAreWritten() {
        follow("made up");
        follow(links.issue("admin", SignInLinks.LIFE));
        assertThat(identity.trail.latest(Long.MAX_VALUE, 10))
                .extracting(entry -> entry.event().outcome())
                .containsExactly(Outcome.ALLOWED, Outcome.DENIED);
    }

    @Test
    void guessingIsThrottled() {
        for (int i = 0; i < TestIdentity.TRIES_PER_MINUTE; i++) {
            assertThat(follow("guess" + i)).isNull();
        }
        assertThatThrownBy(() -> follow("guess"))
                .isInstanceOf(SignInRefused.class)
                .hasMessage("signin.throttled");
        assertThat(follow(links.issue("admin", SignInLinks.LIFE)))
                .as("a right one is kept out by nobody's guesses")
                .isNotNull();
    }

    @Test
    void nobodyIssuesALinkForNobodyOrForLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> links.issue("nobody", SignInLinks.LIFE));
        assertThatIllegalArgumentException().isThrownBy(() -> links.issue("admin", Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> links.issue("admin", Duration.ZERO));
    }

    @Test
    void aStrangerCannotAskForOne() {
        assertThatThrownBy(() -> links.generate(new GenerateOneTimeTokenRequest("admin")))
                .isInstanceOf(SignInRefused.class);
    }

    private @Nullable OneTimeToken follow(String token) {
        return links.consume(new OneTimeTokenAuthenticationToken(token));
    }
}
