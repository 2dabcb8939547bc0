package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Sign-in by password. A try costs the same work whether or not the user exists, is disabled or is locked. The sign-in
 * is in the trail before it counts. Refusals are {@link SignInRefused}.
 */
@Component
final class PasswordSignIn implements AuthenticationProvider {
    private static final String METHOD = "password";
    // Each hash takes 19 MiB and a core for a while: a crowd waits its turn, then is sent away.
    private static final int HASHES_AT_ONCE = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final StoredUsers users;
    private final UserDetailsService principals;
    private final PasswordEncoder passwords;
    private final SignInThrottle throttle;
    private final Lockouts lockouts;
    private final SignInEvents events;
    private final String nobodysHash;
    private final Semaphore hashing = new Semaphore(HASHES_AT_ONCE);

    PasswordSignIn(
            StoredUsers users,
            UserDetailsService principals,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            Lockouts lockouts,
            SignInEvents events) {
        this.users = users;
        this.principals = principals;
        this.passwords = passwords;
        this.throttle = throttle;
        this.lockouts = lockouts;
        this.events = events;
        this.nobodysHash = passwords.encode(UUID.randomUUID().toString());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        // All names that nobody can have share one account: they are as wrong as each other.
        var account = User.isName(attempt.getName()) ? attempt.getName() : "";
        var address = Addresses.of(attempt);
        if (!throttle.admitsAddress(address) || !throttle.admitsAccount(account)) {
            throw refused(Reason.THROTTLED, account, address);
        }
        var right = matches(account, attempt.getCredentials(), address);
        if (lockouts.locked(account)) {
            throw refused(Reason.LOCKED, account, address);
        }
        var user = users.find(account).filter(User::enabled);
        if (!right || user.isEmpty()) {
            lockouts.failed(account);
            throw refused(Reason.WRONG, account, address);
        }
        lockouts.succeeded(account);
        events.allowed(user.get(), METHOD, address);
        var principal = principals.loadUserByUsername(account);
        var authenticated =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, principal.getAuthorities());
        authenticated.setDetails(attempt.getDetails());
        return authenticated;
    }

    private boolean matches(String account, @Nullable Object credentials, @Nullable String address) {
        var typed = credentials == null ? "" : credentials.toString();
        var password = typed.length() > StoredUsers.LONGEST_PASSWORD ? "" : typed;
        var hash = users.passwordHash(account).orElse(nobodysHash);
        try {
            if (!hashing.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw refused(Reason.THROTTLED, account, address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(Reason.THROTTLED, account, address);
        }
        try {
            return passwords.matches(password, hash);
        } finally {
            hashing.release();
        }
    }

    private SignInRefused refused(Reason reason, String account, @Nullable String address) {
        var why = switch (reason) {
            case WRONG -> "wrong user name or password";
            case THROTTLED -> "too many tries";
            case LOCKED -> "the account is locked";
        };
        events.denied(account, METHOD, address, why);
        return new SignInRefused(reason);
    }
}
