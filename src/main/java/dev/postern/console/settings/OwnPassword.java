package dev.postern.console.settings;

import com.vaadin.flow.server.VaadinSession;
import dev.postern.identity.Caller;
import dev.postern.identity.SignInRefused;
import dev.postern.identity.SignInWays;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.Users;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Somebody's own password: an open page alone must not be enough to take the account over. */
@Component
class OwnPassword {
    private final Users users;
    private final SignedInBrowsers browsers;
    private final SignInWays ways;
    private final List<AuthenticationProvider> providers;

    OwnPassword(Users users, SignedInBrowsers browsers, SignInWays ways, List<AuthenticationProvider> providers) {
        this.users = users;
        this.browsers = browsers;
        this.ways = ways;
        this.providers = providers;
    }

    /** Whether there is one to change: not for who comes by an identity provider, and not where nobody signs in by one. */
    boolean has(Caller caller) {
        return ways.passwords() && users.hasPassword(caller.name());
    }

    /** Asks as a sign-in does: throttled, and in the trail. Empty when it is right. */
    Optional<SignInRefused.Reason> refuses(Caller caller, String password) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(caller.name(), password);
        var present = SecurityContextHolder.getContext().getAuthentication();
        attempt.setDetails(present == null ? null : present.getDetails());
        try {
            provider().authenticate(attempt);
            return Optional.empty();
        } catch (SignInRefused refused) {
            // who has a second factor is asked for it at the sign-in, not here: the password was right
            return refused.reason() == SignInRefused.Reason.SECOND_FACTOR
                    ? Optional.empty()
                    : Optional.of(refused.reason());
        }
    }

    private AuthenticationProvider provider() {
        return providers.stream()
                .filter(provider -> provider.supports(UsernamePasswordAuthenticationToken.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody can check passwords"));
    }

    /**
     * Signs out of all other browsers, too: whoever changes a password may do it because somebody else knew it.
     *
     * @return how many those were
     * @throws IllegalArgumentException names the rule it breaks
     */
    int become(Caller caller, String password) {
        users.setPassword(caller.name(), password);
        return browsers.signOutOthers(
                caller.name(), VaadinSession.getCurrent().getSession().getId());
    }
}
