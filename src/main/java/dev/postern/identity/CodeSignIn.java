package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Component;

/**
 * The code after a right password, and the code by which somebody who is signed in proves themselves once more. Only who knows the password, or
 * sits at an open page, gets as far as to guess.
 */
@Component
final class CodeSignIn {
    private static final String METHOD = "password";

    private final SecondStep steps;
    private final SecondFactors factors;
    private final ProvenCodes codes;
    private final Users users;
    private final SignInEvents events;
    private final Clock clock;

    CodeSignIn(
            SecondStep steps, SecondFactors factors, ProvenCodes codes, Users users, SignInEvents events, Clock clock) {
        this.steps = steps;
        this.factors = factors;
        this.codes = codes;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    /** @throws SignInRefused where a right password is not enough for them */
    void askFor(User user) {
        if (factors.has(user)) throw SignInRefused.untilTheCode(steps.begin(user));
    }

    Authentication authenticate(SignInDetails details, SecondStep.Brought brought) {
        return brought.again() ? onceMore(details, brought) : afterThePassword(details, brought);
    }

    private Authentication afterThePassword(SignInDetails details, SecondStep.Brought brought) {
        var user = steps.of(brought.sealed()).orElseThrow(() -> new SignInRefused(Reason.LATE));
        var address = details.getRemoteAddress();
        var proof = proof(user, brought.code(), address, why -> events.denied(user.name(), METHOD, address, why));
        events.allowed(user, METHOD, address, facts(proof));
        return signedIn(user, new Assurance(true, clock.instant(), null), details);
    }

    private Authentication onceMore(SignInDetails details, SecondStep.Brought brought) {
        var present = present().orElseThrow(() -> new SignInRefused(Reason.LATE));
        var user = stillThere(present).orElseThrow(() -> new SignInRefused(Reason.LATE));
        var address = details.getRemoteAddress();
        var proof = proof(user, brought.code(), address, why -> events.notSteppedUp(user, address, why));
        events.steppedUp(user, address, facts(proof));
        return signedIn(user, new Assurance(true, since(present), clock.instant()), details);
    }

    private static Map<String, String> facts(SecondFactors.Proof proof) {
        return Map.of("secondFactor", proof.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Authentication signedIn(User user, Assurance assurance, SignInDetails details) {
        var principal = LocalPrincipal.of(user, assurance);
        var authenticated =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, principal.getAuthorities());
        authenticated.setDetails(details.withoutBrowser());
        return authenticated;
    }

    private SecondFactors.Proof proof(User user, String code, @Nullable String address, Consumer<String> refusal) {
        try {
            return codes.prove(user, code, address);
        } catch (SignInRefused refused) {
            refusal.accept(why(refused.reason()));
            throw refused;
        }
    }

    private static String why(Reason reason) {
        return switch (reason) {
            case WRONG_CODE -> "wrong or used code";
            case THROTTLED -> "too many tries";
            case LOCKED -> "the account is locked for codes";
            case WRONG, SECOND_FACTOR, LATE -> throw new IllegalStateException("no answer to a code");
        };
    }

    /** Whoever is signed in here; whom an identity provider vouches for proves themselves there. */
    private static Optional<Authentication> present() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(present -> present.isAuthenticated() && present.getPrincipal() instanceof UserDetails);
    }

    private Optional<User> stillThere(Authentication present) {
        return users.find(present.getName())
                .filter(User::enabled)
                .filter(user -> !(present.getPrincipal() instanceof Assured assured) || assured.isOf(user));
    }

    private static @Nullable Instant since(Authentication present) {
        return present.getPrincipal() instanceof Assured assured
                ? assured.assurance().signedInAt()
                : null;
    }
}
