package dev.postern.identity;

import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

@Component
final class FirstAdministrator implements Bootstrap {
    static final String NAME = "admin";
    // 28 characters of 5 bits: nothing to guess, and still something to type from a screen.
    private static final int GENERATED_CHARACTERS = 28;

    private final BootstrapSettings settings;
    private final Users users;
    private final AccessKeys accessKeys;
    private final SignInLinks links;
    private final Trail trail;
    private final Account account;

    FirstAdministrator(
            BootstrapSettings settings,
            Users users,
            AccessKeys accessKeys,
            SignInLinks links,
            Trail trail,
            Account account) {
        this.settings = settings;
        this.users = users;
        this.accessKeys = accessKeys;
        this.links = links;
        this.trail = trail;
        this.account = account;
    }

    @Override
    public Optional<FirstStart> run() {
        if (!users.isEmpty()) {
            return Optional.empty();
        }
        var given = settings.adminPassword();
        var password = given == null ? RandomText.of(GENERATED_CHARACTERS, new SecureRandom()) : given;
        trail.append(NewEntry.of("CreateUser", Actor.SYSTEM, Outcome.ALLOWED)
                .on(account.user(NAME))
                .with("groups", Caller.ADMINISTRATORS)
                .with("because", "first start"));
        users.create(NAME, password, Set.of(Caller.ADMINISTRATORS));
        var accessKeyId = settings.accessKeyId();
        var secretAccessKey = settings.secretAccessKey();
        if (accessKeyId != null && secretAccessKey != null) {
            trail.append(NewEntry.of("CreateAccessKey", Actor.SYSTEM, Outcome.ALLOWED)
                    .on(account.user(NAME))
                    .with("accessKeyId", accessKeyId)
                    .with("because", "first start"));
            accessKeys.adopt(NAME, accessKeyId, secretAccessKey);
        }
        return Optional.of(new FirstStart(
                NAME, given == null ? password : null, links.issue(NAME, SignInLinks.LIFE), accessKeyId));
    }
}
