package dev.postern.identity;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;

/** Where users are signed in from. A browser session that ends here ends at once, with its pages and the terminals open in them. */
public interface SignedInBrowsers {
    /**
     * How attributes of a browser session begin that stay in memory. Those that are {@code HttpSessionBindingListener}s are told when it ends, by whichever
     * road, on this server at once and on others within {@link #FELT_ELSEWHERE_SECONDS}.
     */
    String LIVE = "dev.postern.live.";

    int FELT_ELSEWHERE_SECONDS = 15;

    /** So many are listed, those that were seen last. */
    int MOST_LISTED = 100;

    /** The last seen first. */
    List<SignedInBrowser> of(String user);

    /** The {@link SignedInBrowser#id} of a browser session. */
    String idOf(String browserSession);

    /**
     * Signs a user out of one browser.
     *
     * @return whether they were signed in there
     */
    boolean end(String user, String id);

    /**
     * Signs a user out of every browser but one.
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
