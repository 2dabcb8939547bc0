package dev.postern.identity;

import dev.postern.keys.TestSecrets;
import dev.postern.testing.Store;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The identity module put together by hand, with a password hash that is quick and weak. */
public final class TestIdentity {
    public static final String PASSWORD = "correct horse battery";
    static final int TRIES_PER_MINUTE = 10;

    final Trail trail;
    final PasswordEncoder passwords = new Argon2PasswordEncoder(16, 32, 1, 64, 1);
    final Account account = new Account("000000000000", "local");
    final StoredUsers users;
    final StoredAccessKeys accessKeys;
    final KnownBrowsers browsers;
    final PasswordSignIn passwordSignIn;
    final ProvenPasswords provenPasswords;
    final StoredSignInLinks links;
    final RequestCallers callers;
    final SignInEvents events;
    final StoredProvidedUsers provided;
    final StoredGroups groups;
    final SecondFactors factors;
    final SecondStep secondStep;
    final ProvenCodes codes;
    final LocalSignIn localSignIn;

    public TestIdentity(Store store, Clock clock) {
        this(store, clock, _ -> {});
    }

    /** @param told of what users and groups publish */
    public TestIdentity(Store store, Clock clock, ApplicationEventPublisher told) {
        trail = TestTrail.in(store, clock);
        users = new StoredUsers(store.jdbc(), store.transactions(), passwords, account, told, clock);
        accessKeys =
                new StoredAccessKeys(store.jdbc(), store.transactions(), TestSecrets.make(), users, _ -> {}, clock);
        browsers = new KnownBrowsers(TestSecrets.make(), clock);
        var settings = new SignInSettings(TRIES_PER_MINUTE, true);
        var throttle = new SignInThrottle(settings, clock);
        events = new SignInEvents(trail, users, new SimpleMeterRegistry(), clock);
        var lockouts = new Lockouts(store.jdbc(), clock);
        factors = new StoredSecondFactors(store.jdbc(), store.transactions(), TestSecrets.make(), clock);
        secondStep = new SecondStep(TestSecrets.make(), users, clock);
        localSignIn = new LocalSignIn(users, events, throttle, clock);
        codes = new ProvenCodes(factors, throttle, lockouts);
        var codeSignIn = new CodeSignIn(secondStep, factors, codes, localSignIn, events);
        var kept = new KeptPasswords(users, passwords);
        var ways = new SignInWays(settings);
        passwordSignIn = new PasswordSignIn(users, kept, throttle, lockouts, browsers, events, ways, codeSignIn, clock);
        provenPasswords = new ProvenPasswords(users, kept, throttle, lockouts, ways, events);
        links = new StoredSignInLinks(store.jdbc(), users, throttle, events, clock);
        callers = new RequestCallers(users);
        groups = new StoredGroups(store.jdbc(), store.transactions(), users, clock);
        provided = new StoredProvidedUsers(store.jdbc(), store.transactions(), users, trail, account, clock);
    }

    public Account account() {
        return account;
    }

    public Users users() {
        return users;
    }

    public AccessKeys accessKeys() {
        return accessKeys;
    }

    public ProvidedUsers provided() {
        return provided;
    }

    public Callers callers() {
        return callers;
    }

    public Groups groups() {
        return groups;
    }

    public LocalSignIn localSignIn() {
        return localSignIn;
    }

    public SignInWays ways() {
        return new SignInWays(new SignInSettings(TRIES_PER_MINUTE, true));
    }

    /** Of a sign-in from that address. */
    public static SignInDetails details(String address) {
        return new SignInDetails(address, null);
    }

    public SignInEvents events() {
        return events;
    }

    public Trail trail() {
        return trail;
    }

    public Caller administrator() {
        return caller("admin", Set.of(Caller.ADMINISTRATORS));
    }

    public Caller caller(String name, Set<String> groups) {
        var user = users.find(name).orElseGet(() -> users.create(name, PASSWORD, groups));
        return users.callerFor(user, "192.0.2.7");
    }
}
