package dev.postern.console.settings;

import com.vaadin.flow.server.VaadinSession;
import dev.postern.identity.Caller;
import dev.postern.identity.ProvenPasswords;
import dev.postern.identity.SignInRefused;
import dev.postern.identity.SignInWays;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.Users;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Somebody's own password: an open page alone must not be enough to take the account over. */
@Component
class OwnPassword {
    private final Users users;
    private final SignedInBrowsers browsers;
    private final SignInWays ways;
    private final ProvenPasswords proven;

    OwnPassword(Users users, SignedInBrowsers browsers, SignInWays ways, ProvenPasswords proven) {
        this.users = users;
        this.browsers = browsers;
        this.ways = ways;
        this.proven = proven;
    }

    /** Whether there is one to change: not for who comes by an identity provider, and not where nobody signs in by one. */
    boolean has(Caller caller) {
        return ways.passwords() && users.hasPassword(caller.name());
    }

    /** Throttled as a sign-in is, and in the trail. Empty when it is right. */
    Optional<SignInRefused.Reason> refuses(Caller caller, String password) {
        try {
            proven.prove(caller, password);
            return Optional.empty();
        } catch (SignInRefused refused) {
            return Optional.of(refused.reason());
        }
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
