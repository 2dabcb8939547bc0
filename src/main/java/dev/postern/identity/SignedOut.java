package dev.postern.identity;

/**
 * Somebody's sign-out came by way of their identity provider. Published after their browser sessions are gone; whoever holds more of theirs does with it
 * what {@code terminals} says.
 *
 * @param arn the user's
 */
public record SignedOut(String arn, Terminals terminals) {
    /**
     * What becomes of the terminals that somebody has open in browsers. Those of a browser that was signed out are closed by that, whatever is said here, and
     * their sessions wait for the grace period.
     */
    public enum Terminals {
        /** The sessions end now, in every browser. */
        IMMEDIATE,
        /** They close in other browsers, too; where those are still signed in, they go on with another ticket. */
        GRACE,
        /** Nothing more. */
        KEEP
    }
}
