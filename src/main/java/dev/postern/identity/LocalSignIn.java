package dev.postern.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Component;

/**
 * What becomes of a proof by more than one factor: somebody known here is signed in by it, or, where they are signed in, has
 * proved themselves once more. Either is in the trail before it counts. Whether the proof is good is its bringer's to say.
 */
@Component
public final class LocalSignIn {
    static final String SECOND_FACTOR = "secondFactor";

    private final Users users;
    private final SignInEvents events;
    private final SignInThrottle throttle;
    private final Clock clock;

    LocalSignIn(Users users, SignInEvents events, SignInThrottle throttle, Clock clock) {
        this.users = users;
        this.events = events;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** Whether they may come in: enabled, and not known by a provider alone or kept out by having no password any more. */
    public boolean admits(User user) {
        return user.enabled() && users.hasPassword(user.name());
    }

    /** Whether a wrong proof from there may be answered as one; else there were too many in this minute. */
    public boolean hears(@Nullable String address) {
        return throttle.admitsAddress(address);
    }

    /** @param facts what else the trail is to say of it */
    public Authentication begin(User user, String method, Map<String, String> facts, SignInDetails details) {
        events.allowed(user, method, details.getRemoteAddress(), facts);
        return signedIn(user, new Assurance(true, clock.instant(), null), details);
    }

    /** Whoever is signed in here, and still may be; whom an identity provider vouches for proves themselves there. */
    public Optional<User> present() {
        return authentication()
                .flatMap(present -> users.find(present.getName())
                        .filter(User::enabled)
                        .filter(user -> !(present.getPrincipal() instanceof Assured assured) || assured.isOf(user)));
    }

    /**
     * @param user whoever is {@link #present}
     * @param proof what they did it by
     */
    public Authentication onceMore(User user, String proof, SignInDetails details) {
        events.steppedUp(user, details.getRemoteAddress(), Map.of(SECOND_FACTOR, proof));
        var since = authentication().map(LocalSignIn::since).orElse(null);
        return signedIn(user, new Assurance(true, since, clock.instant()), details);
    }

    private static Optional<Authentication> authentication() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(present -> present.isAuthenticated() && present.getPrincipal() instanceof UserDetails);
    }

    private static @Nullable Instant since(Authentication present) {
        return present.getPrincipal() instanceof Assured assured
                ? assured.assurance().signedInAt()
                : null;
    }

    private static Authentication signedIn(User user, Assurance assurance, SignInDetails details) {
        var principal = LocalPrincipal.of(user, assurance);
        var authenticated =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, principal.getAuthorities());
        authenticated.setDetails(details.withoutBrowser());
        return authenticated;
    }
}
