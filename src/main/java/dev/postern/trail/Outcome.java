package dev.postern.trail;

/** What became of what the entry tells of. */
public enum Outcome {
    /** It was allowed and is about to happen (the entry comes before the effect). */
    ALLOWED,
    /** It was refused and did not happen. */
    DENIED,
    /** It was allowed and the effect failed; the entry names the one before it. */
    FAILED,
    /** It happened by itself: a session ended, a node connected. */
    NOTED
}
