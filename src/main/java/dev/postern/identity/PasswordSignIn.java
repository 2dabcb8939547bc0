package dev.postern.identity;

import dev.postern.identity.KeptPasswords.Queue;
import dev.postern.identity.KnownBrowsers.KnownBrowser;
import dev.postern.identity.SignInRefused.Reason;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Sign-in by password, of which a {@link CodeSignIn code} is the second step for who has a second factor. A try costs the same work whether or not the user exists, is disabled or is locked. The sign-in
 * is in the trail before it counts. Refusals are {@link SignInRefused}.
 *
 * <p>Tries are bounded twice: those of strangers by address and by account, those from a {@link KnownBrowsers known browser} of that account
 * by the browser alone. So guessing is slow from anywhere, and nobody is kept out of their own browser by somebody else's guesses.
 */
@Component
final class PasswordSignIn implements AuthenticationProvider {
    private static final String METHOD = "password";

    private final StoredUsers users;
    private final KeptPasswords passwords;
    private final SignInThrottle throttle;
    private final Lockouts lockouts;
    private final KnownBrowsers browsers;
    private final SignInEvents events;
    private final SignInWays ways;
    private final CodeSignIn codes;
    private final Clock clock;

    PasswordSignIn(
            StoredUsers users,
            KeptPasswords passwords,
            SignInThrottle throttle,
            Lockouts lockouts,
            KnownBrowsers browsers,
            SignInEvents events,
            SignInWays ways,
            CodeSignIn codes,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.lockouts = lockouts;
        this.browsers = browsers;
        this.events = events;
        this.ways = ways;
        this.codes = codes;
        this.clock = clock;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        if (!ways.passwords()) throw new SignInRefused(Reason.WRONG);
        if (attempt.getDetails() instanceof SignInDetails details && details.secondStep() != null)
            return codes.authenticate(details, details.secondStep());
        // All names that nobody can have share one account: they are as wrong as each other.
        var account = User.isName(attempt.getName()) ? attempt.getName() : "";
        var address = Addresses.of(attempt);
        // One that guessed too often is a stranger again until its lock opens.
        var browser = browsers.of(attempt, account).filter(known -> !lockouts.locked(known.id()));
        if (!(browser.isPresent() ? throttle.admitsBrowser(browser.get()) : admitsStranger(account, address))) {
            throw refused(Reason.THROTTLED, account, address);
        }
        // A known browser's failures count by themselves, and its success forgives no stranger.
        var counted = browser.map(KnownBrowser::id).orElse(account);
        var right = matches(
                account, attempt.getCredentials(), address, browser.isPresent() ? Queue.KNOWN : Queue.STRANGERS);
        if (lockouts.locked(counted)) {
            throw refused(Reason.LOCKED, account, address);
        }
        var user = users.find(account).filter(User::enabled);
        if (!right || user.isEmpty()) {
            lockouts.failed(counted);
            throw refused(Reason.WRONG, account, address);
        }
        lockouts.succeeded(counted);
        codes.askFor(user.get());
        events.allowed(user.get(), METHOD, address);
        var principal = LocalPrincipal.of(user.get(), Assurance.ofPassword(clock.instant()));
        var authenticated =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, principal.getAuthorities());
        authenticated.setDetails(
                attempt.getDetails() instanceof SignInDetails details
                        ? details.withoutBrowser()
                        : attempt.getDetails());
        return authenticated;
    }

    private boolean admitsStranger(String account, @Nullable String address) {
        return throttle.admitsAddress(address) && throttle.admitsAccount(account);
    }

    private boolean matches(String account, @Nullable Object typed, @Nullable String address, Queue queue) {
        try {
            return passwords.match(account, typed == null ? "" : typed.toString(), queue);
        } catch (SignInRefused crowded) {
            throw refused(crowded.reason(), account, address);
        }
    }

    private SignInRefused refused(Reason reason, String account, @Nullable String address) {
        var refused = new SignInRefused(reason);
        events.denied(account, METHOD, address, refused.because());
        return refused;
    }
}
