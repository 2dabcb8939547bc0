package dev.postern.identity.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.identity.Assurance;
import dev.postern.identity.Assured;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.User;
import dev.postern.identity.passkeys.PasskeyRefused.Reason;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.PasskeyDevice;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

@OnEveryDatabase
class PasskeyTest {
    private static final String CONSOLE = "http://localhost:8080";
    private static final String ADDRESS = "192.0.2.7";
    private static final int TRIES_PER_MINUTE = 10;

    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final StoredPasskeys passkeys;
    private final PasskeyEnrolment enrolment;
    private final UsedPasskey used;
    private final User alice;
    private final PasskeyDevice device = new PasskeyDevice(CONSOLE);

    PasskeyTest(Database database) {
        Store store = database.fresh();
        identity = new TestIdentity(store, clock);
        passkeys = new StoredPasskeys(store.jdbc(), store.transactions(), clock);
        var owners = new PasskeyOwners(store.jdbc(), identity.users());
        var party = new RelyingParty(new PasskeySettings(List.of(), null), () -> URI.create(CONSOLE), owners);
        enrolment = new PasskeyEnrolment(party, passkeys, identity.ways(), identity.users(), clock);
        used = new UsedPasskey(party, passkeys, owners, identity.localSignIn(), identity.events());
        alice = user("alice");
    }

    @AfterEach
    void leaveTheThread() {
        SecurityContextHolder.clearContext();
    }

    private User user(String name) {
        return identity.users().create(name, TestIdentity.PASSWORD, Set.of());
    }

    private void enrol(User user, PasskeyDevice device, String name) {
        var begun = enrolment.begin(user);
        begun.finish(device.create(begun.question()), name);
    }

    private PublicKeyCredentialRequestOptions asked() {
        return used.question();
    }

    private Authentication signIn(PublicKeyCredentialRequestOptions asked, String answer) {
        return used.authenticate(Optional.of(asked), answer, false, TestIdentity.details(ADDRESS));
    }

    private Authentication signIn(PasskeyDevice device) {
        var asked = asked();
        return signIn(asked, device.get(PasskeyJson.written(asked)));
    }

    private Authentication onceMore(PasskeyDevice device) {
        var asked = asked();
        return used.authenticate(
                Optional.of(asked), device.get(PasskeyJson.written(asked)), true, TestIdentity.details(ADDRESS));
    }

    private static PasskeyRefused refused(Callable<Authentication> attempt) {
        var refused = catchThrowableOfType(PasskeyRefused.class, attempt::call);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static Assurance assurance(Authentication signedIn) {
        if (signedIn.getPrincipal() instanceof Assured assured) return assured.assurance();
        throw new AssertionError("nobody is surely signed in: " + signedIn);
    }

    private List<Entry> events(String action) {
        return identity.trail().latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().action().equals(action))
                .toList();
    }

    // ── having them

    @Test
    void aPasskeyIsMadeNamedAndRemoved() {
        assertThat(enrolment.isFor(alice)).isTrue();
        enrol(alice, device, "  Laptop ");
        assertThat(passkeys.of(alice)).singleElement().satisfies(passkey -> {
            assertThat(passkey.id()).isEqualTo(device.id());
            assertThat(passkey.name()).isEqualTo("Laptop");
            assertThat(passkey.synced()).isTrue();
            assertThat(passkey.createdAt()).isEqualTo(clock.instant());
            assertThat(passkey.lastUsedAt()).isNull();
        });
        var bob = user("bob");
        assertThat(passkeys.rename(bob, device.id(), "mine")).isFalse();
        assertThat(passkeys.remove(bob, device.id())).isFalse();
        assertThat(passkeys.rename(alice, device.id(), "Old laptop")).isTrue();
        assertThat(passkeys.of(alice)).extracting(Passkey::name).containsExactly("Old laptop");
        assertThat(passkeys.remove(alice, device.id())).isTrue();
        assertThat(passkeys.has(alice)).isFalse();
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void namesAreOneLine() {
        for (var name : List.of("", "   ", "a\nb", "x".repeat(65)))
            assertThatThrownBy(() -> enrol(alice, device, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a passkey's name is one line of 1–64 characters");
        assertThat(passkeys.has(alice)).isFalse();
    }

    @Test
    void aBrowserIsAskedForOneThatVerifiesWhoUsesIt() {
        enrol(alice, device, "Laptop");
        assertThat(enrolment.begin(alice).question())
                .contains("\"userVerification\":\"required\"", "\"residentKey\":\"required\"", device.id())
                .contains("\"attestation\":\"none\"");
        assertThat(PasskeyJson.written(asked()))
                .contains("\"userVerification\":\"required\"", "\"rpId\":\"localhost\"")
                .doesNotContain(device.id());
        var other = new PasskeyDevice(CONSOLE);
        other.verifies = false;
        assertThat(catchThrowableOfType(PasskeyRefused.class, () -> enrol(alice, other, "Weak"))
                        .reason())
                .isEqualTo(Reason.WRONG);
    }

    @Test
    void aQuestionIsAnsweredOnceAndInTime() {
        var begun = enrolment.begin(alice);
        var answer = device.create(begun.question());
        begun.finish(answer, "Laptop");
        assertThat(catchThrowableOfType(PasskeyRefused.class, () -> begun.finish(answer, "Again"))
                        .reason())
                .isEqualTo(Reason.LATE);
        var late = enrolment.begin(alice);
        clock.forward(PasskeyEnrolment.LIFE);
        assertThat(catchThrowableOfType(
                                PasskeyRefused.class,
                                () -> late.finish(new PasskeyDevice(CONSOLE).create(late.question()), "Late"))
                        .reason())
                .isEqualTo(Reason.LATE);
        assertThat(passkeys.of(alice)).hasSize(1);
    }

    @Test
    void whatWasMadeElsewhereForAnotherQuestionOrForSomebodyElseDoesNotCount() {
        var foreign = new PasskeyDevice("http://localhost.example:8080");
        assertThatThrownBy(() -> enrol(alice, foreign, "Foreign")).isInstanceOf(PasskeyRefused.class);
        var before = device.create(enrolment.begin(alice).question());
        assertThatThrownBy(() -> enrolment.begin(alice).finish(before, "Replayed"))
                .isInstanceOf(PasskeyRefused.class);
        for (var nonsense : List.of("", "{}", "null", "[]", "{\"id\":1}", "x".repeat(PasskeyJson.LONGEST + 1)))
            assertThatThrownBy(() -> enrolment.begin(alice).finish(nonsense, "Nonsense"))
                    .isInstanceOf(PasskeyRefused.class);
        enrol(alice, device, "Laptop");
        assertThatThrownBy(() -> enrol(user("bob"), device, "Taken over")).isInstanceOf(PasskeyRefused.class);
        assertThat(passkeys.of(alice)).hasSize(1);
    }

    @Test
    void tenAreAllThatAUserMayHave() {
        var last = enrolment.begin(alice);
        for (int i = 0; i < Passkeys.MOST_PER_USER; i++) enrol(alice, new PasskeyDevice(CONSOLE), "Key " + i);
        assertThatThrownBy(() -> enrolment.begin(alice))
                .isInstanceOf(PasskeysExhausted.class)
                .hasMessage("user alice has 10 passkeys already, which is all a user may have");
        // one that was begun while there was room
        assertThatThrownBy(() -> last.finish(device.create(last.question()), "One more"))
                .isInstanceOf(PasskeysExhausted.class);
        assertThat(passkeys.of(alice)).hasSize(10);
        enrol(user("bob"), device, "Bob has room");
    }

    @Test
    void ofManyWhoMakeTheLastOneAtOnceOneDoes() throws Exception {
        for (int i = 1; i < Passkeys.MOST_PER_USER; i++) enrol(alice, new PasskeyDevice(CONSOLE), "Key " + i);
        var calls = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 4; i++)
            calls.add(() -> {
                enrol(alice, new PasskeyDevice(CONSOLE), "Last");
                return true;
            });
        assertThat(successes(calls)).isOne();
        assertThat(passkeys.of(alice)).hasSize(Passkeys.MOST_PER_USER);
    }

    @Test
    void theyGoWithTheirUserAndTheNameBringsNoneBack() {
        enrol(alice, device, "Laptop");
        identity.users().delete("alice");
        clock.forward(Duration.ofSeconds(1));
        var again = user("alice");
        assertThat(passkeys.has(again)).isFalse();
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
        enrol(again, new PasskeyDevice(CONSOLE), "New");
        assertThat(passkeys.removeAll(again)).isOne();
    }

    // ── signing in

    @Test
    void aPasskeySignsInByTwoFactorsAndTheTrailHasIt() {
        enrol(alice, device, "Laptop");
        clock.forward(Duration.ofHours(1));
        var signedIn = signIn(device);
        assertThat(signedIn.isAuthenticated()).isTrue();
        assertThat(signedIn.getName()).isEqualTo("alice");
        assertThat(assurance(signedIn)).isEqualTo(new Assurance(true, clock.instant(), null));
        assertThat(passkeys.of(alice).getFirst().lastUsedAt()).isEqualTo(clock.instant());
        assertThat(events("ConsoleLogin")).singleElement().satisfies(entry -> {
            assertThat(entry.event().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(entry.event().details()).containsEntry("method", "passkey");
        });
    }

    @Test
    void whoIsUnknownForgedElsewhereUnverifiedOrAnsweringAnotherQuestionIsWrong() {
        enrol(alice, device, "Laptop");
        assertThat(refused(() -> signIn(new PasskeyDevice(CONSOLE))).reason()).isEqualTo(Reason.WRONG);
        assertThat(refused(() -> signIn(device.forged())).reason()).isEqualTo(Reason.WRONG);
        var before = device.get(PasskeyJson.written(asked()));
        assertThat(refused(() -> signIn(asked(), before)).reason()).isEqualTo(Reason.WRONG);
        device.verifies = false;
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
        device.verifies = true;
        device.origin = "https://postern.example.com";
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
        for (var nonsense : List.of("", "{}", "null", "x".repeat(PasskeyJson.LONGEST + 1)))
            assertThat(refused(() -> signIn(asked(), nonsense)).reason()).isEqualTo(Reason.WRONG);
        assertThat(events("ConsoleLogin"))
                .allSatisfy(entry -> assertThat(entry.event().outcome()).isEqualTo(Outcome.DENIED));
    }

    @Test
    void aCopyIsFoundByItsCountAndTheSameAnswerCountsOnce() throws Exception {
        device.count = 5;
        enrol(alice, device, "Counts");
        device.count = 6;
        signIn(device);
        for (var count : new int[] {6, 5, 0}) {
            device.count = count;
            assertThat(refused(() -> signIn(device)).what()).startsWith("its count did not go on");
        }
        device.count = 7;
        var asked = asked();
        var answer = device.get(PasskeyJson.written(asked));
        var calls = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 6; i++) calls.add(() -> signIn(asked, answer).isAuthenticated());
        assertThat(successes(calls)).isOne();
    }

    @Test
    void whoIsDisabledOrHasNoPasswordHereComesInByNoPasskey() {
        enrol(alice, device, "Laptop");
        identity.users().setEnabled("alice", false);
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
        identity.users().setEnabled("alice", true);
        identity.users().removePassword("alice");
        assertThat(enrolment.isFor(alice)).isFalse();
        assertThat(refused(() -> signIn(device)).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void wrongOnesAreThrottledAndRightOnesAreKeptOutByNobody() {
        enrol(alice, device, "Laptop");
        for (int guess = 0; guess < TRIES_PER_MINUTE; guess++)
            assertThat(refused(() -> signIn(new PasskeyDevice(CONSOLE))).reason())
                    .isEqualTo(Reason.WRONG);
        assertThat(refused(() -> signIn(new PasskeyDevice(CONSOLE))).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(signIn(device).isAuthenticated()).isTrue();
        clock.forward(Duration.ofMinutes(1));
        assertThat(refused(() -> signIn(new PasskeyDevice(CONSOLE))).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void whatNobodyAskedIsNoAnswer() {
        enrol(alice, device, "Laptop");
        var answer = device.get(PasskeyJson.written(asked()));
        assertThat(refused(() -> used.authenticate(Optional.empty(), answer, false, TestIdentity.details(ADDRESS)))
                        .reason())
                .isEqualTo(Reason.LATE);
    }

    // ── once more

    @Test
    void whoIsSignedInProvesThemselvesOnceMoreByTheirOwnAndNobodyElses() {
        enrol(alice, device, "Laptop");
        var bobs = new PasskeyDevice(CONSOLE);
        enrol(user("bob"), bobs, "Bob's");
        var began = clock.instant();
        SecurityContextHolder.getContext().setAuthentication(signIn(device));
        clock.forward(Duration.ofMinutes(20));
        assertThat(PasskeyJson.written(asked())).contains(device.id()).doesNotContain(bobs.id());
        var again = onceMore(device);
        assertThat(assurance(again)).isEqualTo(new Assurance(true, began, clock.instant()));
        assertThat(refused(() -> onceMore(bobs)).reason()).isEqualTo(Reason.WRONG);
        assertThat(events("StepUp"))
                .extracting(entry -> entry.event().outcome())
                .containsExactly(Outcome.DENIED, Outcome.ALLOWED);
        SecurityContextHolder.clearContext();
        assertThat(refused(() -> onceMore(device)).reason()).isEqualTo(Reason.LATE);
    }

    private static int successes(List<Callable<Boolean>> calls) throws InterruptedException {
        var count = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                try {
                    if (answer.get()) count++;
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).isInstanceOfAny(PasskeyRefused.class, PasskeysExhausted.class);
                }
            }
        }
        return count;
    }
}
