package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.identity.SecondFactors.Proof;
import dev.postern.identity.SignInRefused.Reason;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

@OnEveryDatabase
class SecondFactorTest {
    private static final String ADDRESS = "192.0.2.7";

    private final HandClock clock = new HandClock();
    private final Store store;
    private final TestIdentity identity;
    private final SecondFactors factors;
    private final User alice;
    private final TotpKey key;
    private List<String> recovery = List.of();

    SecondFactorTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        factors = identity.factors;
        alice = identity.users.create("alice", TestIdentity.PASSWORD, Set.of());
        key = factors.newKey();
    }

    @BeforeEach
    void enrol() {
        recovery = factors.enrol(alice, key, key.code(clock.instant())).orElseThrow();
        clock.forward(Duration.ofSeconds(30));
    }

    @AfterEach
    void leaveTheThread() {
        SecurityContextHolder.clearContext();
    }

    private String code() {
        return key.code(clock.instant());
    }

    // ── codes

    /** RFC 6238, appendix B: the SHA-1 rows, of which six digits are the last six of eight. */
    @Test
    void codesAreThoseOfTheStandard() {
        var standard = new TotpKey("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(standard.code(Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(standard.code(Instant.ofEpochSecond(1111111109))).isEqualTo("081804");
        assertThat(standard.code(Instant.ofEpochSecond(20000000000L))).isEqualTo("353130");
        assertThat(standard.address("Postern", "a b"))
                .isEqualTo("otpauth://totp/Postern:a%20b?secret=" + "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Postern");
        assertThat(standard.toString()).doesNotContain("GEZ");
    }

    @Test
    void aKeyCountsOnlyWhenTheAuthenticatorHasIt() {
        var bob = identity.users.create("bob", TestIdentity.PASSWORD, Set.of());
        assertThat(factors.enrol(bob, factors.newKey(), "000000x")).isEmpty();
        assertThat(factors.has(bob)).isFalse();
        assertThat(factors.accept(bob, code())).isEmpty();
        assertThat(factors.renewRecoveryCodes(bob)).isEmpty();
        assertThat(factors.remove(bob)).isFalse();
    }

    @Test
    void aCodeCountsOnceAndAnOlderOneNoMore() {
        var before = code();
        clock.forward(Duration.ofSeconds(30));
        var now = code();
        assertThat(factors.accept(alice, now.substring(0, 3) + " " + now.substring(3)))
                .contains(Proof.AUTHENTICATOR);
        assertThat(factors.accept(alice, now)).isEmpty();
        assertThat(factors.accept(alice, before)).isEmpty();
    }

    @Test
    void aCodeOfTheStepBeforeOrAfterIsTakenAndNoneBeyond() {
        var sent = code();
        clock.forward(Duration.ofSeconds(60));
        assertThat(factors.accept(alice, sent)).isEmpty();
        assertThat(factors.accept(alice, key.code(clock.instant().minusSeconds(30))))
                .contains(Proof.AUTHENTICATOR);
        assertThat(factors.accept(alice, key.code(clock.instant().plusSeconds(60))))
                .isEmpty();
        assertThat(factors.accept(alice, key.code(clock.instant().plusSeconds(30))))
                .contains(Proof.AUTHENTICATOR);
    }

    @Test
    void ofManyWhoBringTheSameCodeAtOnceOneComesIn() throws Exception {
        for (var code : List.of(code(), recovery.getFirst())) {
            var calls = new ArrayList<Callable<Optional<Proof>>>();
            for (int i = 0; i < 8; i++) calls.add(() -> factors.accept(alice, code));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var taken = 0;
                for (var answer : threads.invokeAll(calls)) if (answer.get().isPresent()) taken++;
                assertThat(taken).isOne();
            }
        }
    }

    @Test
    void eachRecoveryCodeIsGoodOnceUntilThereAreNewOnes() {
        assertThat(recovery)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        assertThat(factors.accept(
                        alice, recovery.get(3).toUpperCase(Locale.ROOT).replace("-", " ")))
                .contains(Proof.RECOVERY_CODE);
        assertThat(factors.accept(alice, recovery.get(3))).isEmpty();
        assertThat(factors.recoveryCodesLeft(alice)).isEqualTo(9);
        var renewed = factors.renewRecoveryCodes(alice).orElseThrow();
        assertThat(factors.accept(alice, recovery.get(4))).isEmpty();
        assertThat(factors.accept(alice, renewed.getFirst())).contains(Proof.RECOVERY_CODE);
    }

    @Test
    void codesOfAnotherAndNonsenseAreNothing() {
        var bob = identity.users.create("bob", TestIdentity.PASSWORD, Set.of());
        var bobs = factors.newKey();
        factors.enrol(bob, bobs, bobs.code(clock.instant()));
        clock.forward(Duration.ofSeconds(30));
        assertThat(factors.accept(alice, bobs.code(clock.instant()))).isEmpty();
        assertThat(factors.accept(bob, recovery.getFirst())).isEmpty();
        for (var nonsense :
                List.of("", "12345", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666", "x".repeat(100_000)))
            assertThat(factors.accept(alice, nonsense)).isEmpty();
    }

    @Test
    void keysAreStoredSealedAndRecoveryCodesHashedAndBothGoWithTheirUser() {
        assertThat(store.jdbc()
                        .sql("SELECT sealed FROM second_factor")
                        .query(String.class)
                        .single())
                .startsWith("1:")
                .doesNotContain(key.text());
        assertThat(store.jdbc()
                        .sql("SELECT code_hash FROM recovery_code")
                        .query(String.class)
                        .list())
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        identity.users.delete("alice");
        assertThat(store.jdbc()
                        .sql("SELECT COUNT(*) FROM recovery_code")
                        .query(Integer.class)
                        .single())
                .isZero();
        var another = identity.users.create("alice", TestIdentity.PASSWORD, Set.of());
        assertThat(factors.has(another)).isFalse();
    }

    // ── signing in

    private static Authentication password(String password) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("alice", password);
        attempt.setDetails(new SignInDetails(ADDRESS, null));
        return attempt;
    }

    private SignInRefused refused(Authentication attempt) {
        var refused = catchThrowableOfType(SignInRefused.class, () -> identity.passwordSignIn.authenticate(attempt));
        assertThat(refused).isNotNull();
        return refused;
    }

    private Authentication withCode(@Nullable String sealed, String code) {
        return withCode(sealed, code, false);
    }

    private Authentication withCode(@Nullable String sealed, String code, boolean again) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("", "");
        attempt.setDetails(new SignInDetails(ADDRESS, null, new SecondStep.Brought(code, sealed, again)));
        return attempt;
    }

    private String afterThePassword() {
        var refused = refused(password(TestIdentity.PASSWORD));
        assertThat(refused.reason()).isEqualTo(Reason.SECOND_FACTOR);
        return String.valueOf(refused.secondStep());
    }

    private Authentication signedIn() {
        return identity.passwordSignIn.authenticate(withCode(afterThePassword(), code()));
    }

    private Assurance assurance(Authentication signedIn) {
        return identity.callers.of(signedIn, ADDRESS).map(Caller::assurance).orElseThrow();
    }

    @Test
    void aRightPasswordIsNotEnoughAndIsNoSignIn() {
        afterThePassword();
        assertThat(events("ConsoleLogin")).isEmpty();
        assertThat(refused(password("wrong horse battery")).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void withTheCodeOneIsInByTwoFactors() {
        var signedIn = signedIn();
        assertThat(signedIn.getName()).isEqualTo("alice");
        assertThat(assurance(signedIn)).isEqualTo(new Assurance(true, clock.instant(), null));
        assertThat(events("ConsoleLogin")).singleElement().satisfies(entry -> {
            assertThat(entry.event().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(entry.event().details()).containsEntry("secondFactor", "authenticator");
        });
    }

    @Test
    void aRecoveryCodeLetsInTooAndTheTrailSaysSo() {
        identity.passwordSignIn.authenticate(withCode(afterThePassword(), recovery.getFirst()));
        assertThat(events("ConsoleLogin").getFirst().event().details()).containsEntry("secondFactor", "recovery-code");
    }

    @Test
    void aCodeWithoutARightPasswordIsNothing() {
        for (var sealed : new String[] {null, "", "1:AAAA", identity.browsers.issue("alice"), "x".repeat(2000)})
            assertThat(refused(withCode(sealed, code())).reason()).isEqualTo(Reason.LATE);
        var step = afterThePassword();
        clock.forward(SecondStep.LIFE);
        assertThat(refused(withCode(step, code())).reason()).isEqualTo(Reason.LATE);
    }

    @Test
    void whatWasBegunAsOneUserIsNotAnothersOfThatName() {
        var step = afterThePassword();
        identity.users.delete("alice");
        clock.forward(Duration.ofSeconds(1));
        identity.users.create("alice", TestIdentity.PASSWORD, Set.of());
        assertThat(refused(withCode(step, code())).reason()).isEqualTo(Reason.LATE);
    }

    @Test
    void guessesAreBoundedAndLockOutNobodyWithoutThePassword() {
        for (int guess = 0; guess < Lockouts.MOST_FAILURES; guess++) {
            assertThat(refused(withCode(afterThePassword(), "000000")).reason()).isEqualTo(Reason.WRONG_CODE);
            clock.forward(Duration.ofMinutes(1));
        }
        assertThat(refused(withCode(afterThePassword(), code())).reason()).isEqualTo(Reason.LOCKED);
        assertThat(events("ConsoleLogin").getLast().event().outcome()).isEqualTo(Outcome.DENIED);
        clock.forward(Lockouts.LOCKED_FOR);
        assertThat(signedIn().isAuthenticated()).isTrue();
    }

    @Test
    void theLongestNameCanMistypeToo() {
        var name = "n".repeat(64);
        var user = identity.users.create(name, TestIdentity.PASSWORD, Set.of());
        var hers = factors.newKey();
        factors.enrol(user, hers, hers.code(clock.instant()));
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(name, TestIdentity.PASSWORD);
        attempt.setDetails(new SignInDetails(ADDRESS, null));
        var step = refused(attempt).secondStep();
        assertThat(refused(withCode(step, "000000")).reason()).isEqualTo(Reason.WRONG_CODE);
    }

    @Test
    void triesOfCodesWaitAsThoseOfPasswordsDo() {
        var step = afterThePassword();
        clock.forward(Duration.ofMinutes(1));
        for (int guess = 0; guess < TestIdentity.TRIES_PER_MINUTE; guess++) refused(withCode(step, "000000"));
        assertThat(refused(withCode(step, code())).reason()).isEqualTo(Reason.THROTTLED);
    }

    @Test
    void strangersAtTheSameAddressKeepNobodyFromTheCode() {
        var step = afterThePassword();
        for (int guess = 0; guess < 2 * TestIdentity.TRIES_PER_MINUTE; guess++) {
            var attempt = UsernamePasswordAuthenticationToken.unauthenticated("nobody" + guess, "wrong");
            attempt.setDetails(new SignInDetails(ADDRESS, null));
            refused(attempt);
        }
        assertThat(identity.passwordSignIn.authenticate(withCode(step, code())).isAuthenticated())
                .isTrue();
    }

    @Test
    void whoHasAKeyLocksNobodyOutOfTheConsole() {
        var codes = identity.codes;
        for (int guess = 0; guess < 3 * TestIdentity.TRIES_PER_MINUTE; guess++) {
            assertThatExceptionOfType(SignInRefused.class)
                    .isThrownBy(() -> codes.prove(alice, "000000", ProvenCodes.Door.KEY));
            clock.forward(Duration.ofSeconds(10));
        }
        assertThatExceptionOfType(SignInRefused.class)
                .isThrownBy(() -> codes.prove(alice, code(), ProvenCodes.Door.KEY))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.LOCKED));
        assertThat(signedIn().isAuthenticated()).isTrue();
    }

    @Test
    void anotherPasswordMeanwhileOrNoneAndTheCodeIsNotEnough() {
        var before = afterThePassword();
        identity.users.setPassword("alice", "Another-long-enough-1");
        assertThat(refused(withCode(before, code())).reason()).isEqualTo(Reason.LATE);
        identity.users.setPassword("alice", TestIdentity.PASSWORD);
        var again = afterThePassword();
        identity.users.removePassword("alice");
        assertThat(refused(withCode(again, code())).reason()).isEqualTo(Reason.LATE);
    }

    @Test
    void nothingTakesThePlaceOfAnAuthenticatorThatIsThere() {
        var other = factors.newKey();
        assertThatExceptionOfType(SecondFactorThere.class)
                .isThrownBy(() -> factors.enrol(alice, other, other.code(clock.instant())));
        assertThat(factors.accept(alice, recovery.getFirst())).contains(Proof.RECOVERY_CODE);
        factors.remove(alice);
        assertThat(factors.enrol(alice, other, other.code(clock.instant()))).isPresent();
    }

    // ── once more

    @Test
    void whoIsSignedInProvesThemselvesOnceMore() {
        var signedIn = signedIn();
        SecurityContextHolder.getContext().setAuthentication(signedIn);
        var began = clock.instant();
        clock.forward(Duration.ofMinutes(10));
        var again = identity.passwordSignIn.authenticate(withCode(null, code(), true));
        assertThat(assurance(again)).isEqualTo(new Assurance(true, began, clock.instant()));
        assertThat(events("StepUp"))
                .singleElement()
                .extracting(entry -> entry.event().outcome())
                .isEqualTo(Outcome.ALLOWED);
        clock.forward(Duration.ofSeconds(90));
        assertThat(assurance(again).stepUpAge(clock.instant())).contains(Duration.ofSeconds(90));

        assertThat(refused(withCode(null, "000000", true)).reason()).isEqualTo(Reason.WRONG_CODE);
        assertThat(events("StepUp").getFirst().event().outcome()).isEqualTo(Outcome.DENIED);
    }

    @Test
    void whoIsNotSignedInHasNothingToProveOnceMore() {
        assertThat(refused(withCode(null, code(), true)).reason()).isEqualTo(Reason.LATE);
        SecurityContextHolder.getContext().setAuthentication(signedIn());
        identity.users.setEnabled("alice", false);
        clock.forward(Duration.ofSeconds(30));
        assertThat(refused(withCode(null, code(), true)).reason()).isEqualTo(Reason.LATE);
    }

    private List<Entry> events(String action) {
        return identity.trail.latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().action().equals(action))
                .toList();
    }
}
