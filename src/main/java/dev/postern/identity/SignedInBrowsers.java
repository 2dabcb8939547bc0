package dev.postern.identity;

/** Where users are signed in from. */
public interface SignedInBrowsers {
    /**
     * Signs a user out of every browser but one, at once: pages that are open there end, too.
     *
     * @param here the id of the browser session that stays
     * @return how many browsers those were
     */
    int signOutOthers(String user, String here);
}
