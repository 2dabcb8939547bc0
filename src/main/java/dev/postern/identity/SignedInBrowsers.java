package dev.postern.identity;

import java.util.function.Predicate;
import org.springframework.security.core.Authentication;

/** Where users are signed in from. */
public interface SignedInBrowsers {
    /**
     * Signs a user out of every browser but one, at once: pages that are open there end, too.
     *
     * @param here the id of the browser session that stays
     * @return how many browsers those were
     */
    int signOutOthers(String user, String here);

    /**
     * Signs a user out of those browsers whose sign-in is meant, in the same way.
     *
     * @return how many browsers those were
     */
    int signOut(String user, Predicate<Authentication> which);
}
