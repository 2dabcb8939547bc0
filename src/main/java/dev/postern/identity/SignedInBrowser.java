package dev.postern.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One browser that somebody is signed in from.
 *
 * @param id names it, and opens nothing: it is not what the browser's cookie holds
 * @param lastSeen an open page is seen every five minutes, whatever is done in it
 * @param address where the sign-in came from, IP text
 * @param userAgent what the browser said of itself, unchecked; empty where it said nothing
 * @param provided whether an identity provider vouched for them
 */
public record SignedInBrowser(
        String id,
        Instant since,
        Instant lastSeen,
        @Nullable String address,
        String userAgent,
        boolean provided,
        Assurance assurance) {
    /** What is longer is cut. */
    public static final int LONGEST_USER_AGENT = 256;
}
