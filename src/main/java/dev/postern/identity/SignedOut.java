package dev.postern.identity;

/**
 * Somebody's sign-out came by way of their identity provider. Published after their browser sessions are gone; whoever holds more of theirs does with it
 * what {@code terminals} says.
 *
 * @param arn the user's
 */
public record SignedOut(String arn, Terminals terminals) {
    /** What becomes of the terminals that somebody has open in browsers. */
    public enum Terminals {
        /** Their sessions end now. */
        IMMEDIATE,
        /** They close; the sessions wait for the grace period, for whoever signs in again. */
        GRACE,
        /** Nothing. */
        KEEP
    }
}
