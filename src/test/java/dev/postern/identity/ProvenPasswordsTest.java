package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

@OnEveryDatabase
class ProvenPasswordsTest {
    private static final String RIGHT = TestIdentity.PASSWORD;
    private static final String WRONG = "wrong horse battery";

    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final Caller alice;

    ProvenPasswordsTest(Database database) {
        identity = new TestIdentity(database.fresh(), clock);
        alice = identity.caller("alice", Set.of());
    }

    @Test
    void theRightOneIsWrittenAsWhatItIsAndIsNoSignIn() {
        assertThat(typed(RIGHT)).isEqualTo("right");
        assertThat(events()).singleElement().satisfies(entry -> {
            assertThat(entry.event().action()).isEqualTo("CheckPassword");
            assertThat(entry.event().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(entry.event().actor().arn()).isEqualTo(alice.arn());
            assertThat(entry.event().actor().address()).isEqualTo("192.0.2.7");
        });
        assertThat(identity.users.signIn("alice").orElseThrow().last()).isNull();
    }

    @Test
    void eachWrongOneIsWritten() {
        assertThat(typed(WRONG)).isEqualTo("signin.wrong");
        assertThat(typed("x".repeat(100_000))).isEqualTo("signin.wrong");
        assertThat(events()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.event().action()).isEqualTo("CheckPassword");
            assertThat(entry.event().outcome()).isEqualTo(Outcome.DENIED);
            assertThat(entry.event().details()).containsEntry("because", "wrong password");
            assertThat(entry.toString()).doesNotContain(WRONG);
        });
    }

    @Test
    void whoHasASecondFactorIsAskedForNoCodeHere() {
        var user = identity.users.find("alice").orElseThrow();
        var key = identity.factors.newKey();
        assertThat(identity.factors.enrol(user, key, key.code(clock.instant()))).isPresent();
        assertThat(typed(RIGHT)).isEqualTo("right");
    }

    @Test
    void strangersWhoGuessItKeepNobodyFromItWhoIsIn() {
        for (int i = 0; i < 20; i++) {
            assertThat(signIn(WRONG, "198.51.100." + i)).isEqualTo("signin.wrong");
            clock.forward(Duration.ofSeconds(6));
        }
        assertThat(signIn(RIGHT, "198.51.100.21")).isEqualTo("signin.locked");
        assertThat(typed(RIGHT)).isEqualTo("right");
        assertThat(signIn(RIGHT, "198.51.100.21"))
                .as("that forgives no stranger")
                .isEqualTo("signin.locked");
    }

    @Test
    void guessesAtAnOpenPageWaitAndThenLockThePageAlone() {
        for (int i = 0; i < TestIdentity.TRIES_PER_MINUTE; i++)
            assertThat(typed(WRONG)).isEqualTo("signin.wrong");
        assertThat(typed(RIGHT)).isEqualTo("signin.throttled");
        clock.forward(Duration.ofMinutes(1));
        for (int i = 0; i < 20 - TestIdentity.TRIES_PER_MINUTE; i++)
            assertThat(typed(WRONG)).isEqualTo("signin.wrong");
        clock.forward(Duration.ofMinutes(1));
        assertThat(typed(RIGHT)).isEqualTo("signin.locked");
        assertThat(signIn(RIGHT, "192.0.2.8")).isEqualTo("in");
        clock.forward(Duration.ofMinutes(15));
        assertThat(typed(RIGHT)).isEqualTo("right");
    }

    @Test
    void whoHasNoneOrIsDisabledOrGoneHasNoRightOne() {
        identity.users.setEnabled("alice", false);
        assertThat(typed(RIGHT)).isEqualTo("signin.wrong");
        identity.users.setEnabled("alice", true);
        identity.users.removePassword("alice");
        assertThat(typed(RIGHT)).isEqualTo("signin.wrong");
        identity.users.delete("alice");
        assertThat(typed(RIGHT)).isEqualTo("signin.wrong");
    }

    private String typed(String password) {
        try {
            identity.provenPasswords.prove(alice, password);
            return "right";
        } catch (SignInRefused refused) {
            return refused.reason().messageKey();
        }
    }

    private String signIn(String password, String address) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("alice", password);
        attempt.setDetails(TestIdentity.details(address));
        try {
            identity.passwordSignIn.authenticate(attempt);
            return "in";
        } catch (SignInRefused refused) {
            return refused.reason().messageKey();
        }
    }

    private List<Entry> events() {
        return identity.trail.latest(Long.MAX_VALUE, 100);
    }
}
