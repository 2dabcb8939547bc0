package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.identity.SignInRefused.Reason;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import dev.postern.trail.TrailUnwritable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

@OnEveryDatabase
class PasswordSignInTest {
    private static final String RIGHT = TestIdentity.PASSWORD;
    private static final String WRONG = "wrong horse battery";

    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestIdentity identity;

    PasswordSignInTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        identity.users.create("alice", RIGHT, Set.of("operators", "administrators"));
    }

    @Test
    void theRightPasswordSignsInWithOneAuthorityPerGroup() {
        var signedIn = identity.passwordSignIn.authenticate(attempt("alice", RIGHT, "192.0.2.7"));
        assertThat(signedIn.isAuthenticated()).isTrue();
        assertThat(signedIn.getName()).isEqualTo("alice");
        assertThat(signedIn.getCredentials()).isNull();
        assertThat(signedIn.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("GROUP_administrators", "GROUP_operators");
    }

    @Test
    void aSignInIsWrittenWithWhoAndFromWhere() {
        signIn("alice", RIGHT, "192.0.2.7");
        assertThat(events()).singleElement().satisfies(entry -> {
            assertThat(entry.event().action()).isEqualTo("ConsoleLogin");
            assertThat(entry.event().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(entry.event().actor().arn()).isEqualTo("arn:aws:iam::000000000000:user/alice");
            assertThat(entry.event().actor().address()).isEqualTo("192.0.2.7");
        });
    }

    @Test
    void aRefusalThatIsKeptInTheSessionHoldsNoPassword() throws IOException {
        var spring = new ProviderManager(identity.passwordSignIn);
        var refused = catchThrowableOfType(
                SignInRefused.class, () -> spring.authenticate(attempt("alice", WRONG, "192.0.2.7")));
        var kept = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(kept)) {
            out.writeObject(refused);
        }
        assertThat(kept.toString(StandardCharsets.ISO_8859_1))
                .contains("signin.wrong")
                .doesNotContain(WRONG);
    }

    @Test
    void noSignInWithoutTheTrail() {
        store.jdbc().sql("DROP TABLE trail_entry").update();
        assertThat(catchThrowableOfType(TrailUnwritable.class, () -> signIn("alice", RIGHT, "192.0.2.7")))
                .isNotNull();
    }

    @Test
    void wrongUnknownAndDisabledSoundTheSame() {
        identity.users.create("disabled", RIGHT, Set.of());
        identity.users.setEnabled("disabled", false);
        assertThat(List.of(
                        signIn("alice", WRONG, "192.0.2.1"),
                        signIn("nobody", RIGHT, "192.0.2.2"),
                        signIn("disabled", RIGHT, "192.0.2.3"),
                        signIn("no name\0", RIGHT, "192.0.2.4"),
                        signIn("alice", "", "192.0.2.5"),
                        signIn("alice", "x".repeat(100_000), "192.0.2.6")))
                .containsOnly("signin.wrong");
    }

    @Test
    void aNameNobodyHasIsNotWrittenDownSinceItMayBeAPassword() {
        signIn("my-secret-typed-in-the-wrong-field", "", "192.0.2.7");
        assertThat(events())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.toString()).doesNotContain("my-secret").contains("(unknown)"));
    }

    @Test
    void ofABurstOfFailuresTheFirstIsWrittenAndTheNextMinuteTellsOfTheRest() {
        signIn("alice", WRONG, "192.0.2.7");
        signIn("alice", WRONG, "192.0.2.7");
        signIn("alice", WRONG, "192.0.2.7");
        assertThat(events()).hasSize(1);
        clock.forward(Duration.ofMinutes(1));
        signIn("alice", WRONG, "192.0.2.7");
        assertThat(events()).hasSize(2);
        assertThat(events().getFirst().event().details()).containsEntry("alsoLeftOut", "2");
    }

    @Test
    void theEleventhTryOfAnAccountInAMinuteWaitsThoughItIsRightAndFromElsewhere() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("alice", WRONG, "192.0.2." + i)).isEqualTo("signin.wrong");
        }
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("signin.throttled");
        clock.forward(Duration.ofMinutes(1));
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("in");
    }

    @Test
    void theEleventhTryFromAnAddressInAMinuteWaitsWhicheverTheAccount() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("user" + i, WRONG, "192.0.2.7")).isEqualTo("signin.wrong");
        }
        assertThat(signIn("alice", RIGHT, "192.0.2.7")).isEqualTo("signin.throttled");
        assertThat(signIn("alice", RIGHT, "192.0.2.8")).isEqualTo("in");
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        for (int i = 0; i < 10; i++) {
            signIn("user" + i, WRONG, "2001:db8:0:1::" + i);
        }
        assertThat(signIn("alice", RIGHT, "2001:db8:0:1:ffff::1")).isEqualTo("signin.throttled");
        assertThat(signIn("alice", RIGHT, "2001:db8:0:2::1")).isEqualTo("in");
    }

    @Test
    void twentyFailuresInARowLockTheAccountForAQuarterOfAnHour() {
        fail("alice", 20);
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("signin.locked");
        clock.forward(Duration.ofMinutes(14));
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("signin.locked");
        clock.forward(Duration.ofMinutes(1));
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("in");
    }

    @Test
    void aLockOutlivesARestart() {
        fail("alice", 20);
        var restarted = new TestIdentity(store, clock);
        assertThat(signIn(restarted, "alice", RIGHT, "198.51.100.1")).isEqualTo("signin.locked");
    }

    @Test
    void aNameNobodyHasLocksAlike() {
        fail("nobody", 20);
        assertThat(signIn("nobody", RIGHT, "198.51.100.1")).isEqualTo("signin.locked");
    }

    @Test
    void aSuccessBetweenFailuresStartsTheCountAnew() {
        fail("alice", 19);
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("in");
        fail("alice", 19);
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("in");
    }

    @Test
    void failuresAreForgottenAfterADayWithoutAny() {
        fail("nobody", 3);
        clock.forward(Duration.ofDays(2));
        signIn("alice", WRONG, "192.0.2.7");
        assertThat(store.jdbc()
                        .sql("SELECT account FROM sign_in_failure")
                        .query(String.class)
                        .list())
                .containsExactly("alice");
    }

    @Test
    void guessesOfStrangersKeepNobodyOutOfABrowserTheySignedInFromBefore() {
        var browser = identity.browsers.issue("alice");
        fail("alice", 20);
        for (int i = 0; i < 10; i++) signIn("alice", WRONG, "198.51.100.1");
        assertThat(signIn("alice", RIGHT, "198.51.100.1")).isEqualTo("signin.throttled");
        assertThat(signInFrom(browser, "alice", RIGHT, "198.51.100.1")).isEqualTo("in");
        clock.forward(Duration.ofMinutes(1));
        assertThat(signIn("alice", RIGHT, "198.51.100.2"))
                .as("that forgives no stranger")
                .isEqualTo("signin.locked");
    }

    @Test
    void aKnownBrowserGuessesAsSlowlyAsAStranger() {
        var browser = identity.browsers.issue("alice");
        for (int i = 0; i < 10; i++) {
            assertThat(signInFrom(browser, "alice", WRONG, "192.0.2." + i)).isEqualTo("signin.wrong");
        }
        assertThat(signInFrom(browser, "alice", RIGHT, "192.0.2.11")).isEqualTo("signin.throttled");
    }

    @Test
    void aKnownBrowserThatGuessedTooOftenIsAStrangerForAQuarterOfAnHour() {
        var browser = identity.browsers.issue("alice");
        for (int i = 0; i < 20; i++) {
            assertThat(signInFrom(browser, "alice", WRONG, "192.0.2." + i)).isEqualTo("signin.wrong");
            clock.forward(Duration.ofSeconds(6));
        }
        assertThat(signIn("alice", RIGHT, "198.51.100.1"))
                .as("the account is open")
                .isEqualTo("in");
        fail("alice", 20);
        assertThat(signInFrom(browser, "alice", RIGHT, "198.51.100.1")).isEqualTo("signin.locked");
        clock.forward(Duration.ofMinutes(15));
        fail("alice", 20);
        assertThat(signInFrom(browser, "alice", RIGHT, "198.51.100.1")).isEqualTo("in");
    }

    @Test
    void aCookieOfAnotherUserAMadeUpOneAndAnOldOneHelpNobody() {
        identity.users.create("bob", RIGHT, Set.of());
        var old = identity.browsers.issue("alice");
        clock.forward(KnownBrowsers.LIFE);
        var bobs = identity.browsers.issue("bob");
        fail("alice", 20);
        assertThat(List.of(
                        signInFrom(bobs, "alice", RIGHT, "198.51.100.1"),
                        signInFrom("1:bm90IG91cnM=", "alice", RIGHT, "198.51.100.2"),
                        signInFrom("x".repeat(100_000), "alice", RIGHT, "198.51.100.3"),
                        signInFrom(old, "alice", RIGHT, "198.51.100.4")))
                .containsOnly("signin.locked");
    }

    @Test
    void whatIsKeptOfTheSignInHoldsNoCookie() {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("alice", RIGHT);
        attempt.setDetails(new SignInDetails("192.0.2.7", identity.browsers.issue("alice")));
        assertThat(identity.passwordSignIn.authenticate(attempt).getDetails())
                .isExactlyInstanceOf(WebAuthenticationDetails.class)
                .extracting(details -> ((WebAuthenticationDetails) details).getRemoteAddress())
                .isEqualTo("192.0.2.7");
    }

    private void fail(String account, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn(account, WRONG, "192.0.2." + i)).isEqualTo("signin.wrong");
            clock.forward(Duration.ofSeconds(6));
        }
    }

    private String signIn(String name, String password, String address) {
        return signIn(identity, name, password, address);
    }

    private static String signIn(TestIdentity identity, String name, String password, String address) {
        return signIn(identity, attempt(name, password, address));
    }

    private String signInFrom(String browser, String name, String password, String address) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        attempt.setDetails(new SignInDetails(address, browser));
        return signIn(identity, attempt);
    }

    private static String signIn(TestIdentity identity, Authentication attempt) {
        try {
            identity.passwordSignIn.authenticate(attempt);
            return "in";
        } catch (SignInRefused e) {
            assertThat(e.reason()).isIn((Object[]) Reason.values());
            return e.reason().messageKey();
        }
    }

    private static Authentication attempt(String name, @Nullable String password, String address) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        return attempt;
    }

    private List<Entry> events() {
        return identity.trail.latest(Long.MAX_VALUE, 100);
    }
}
