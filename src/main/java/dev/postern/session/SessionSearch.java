package dev.postern.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions somebody looks for; null where it does not matter.
 *
 * @param live those that go on, else those that are over
 * @param from requested then or later
 * @param until requested before
 * @param owner ARN of the principal who started it
 * @param after only what comes behind it, newest first
 */
public record SessionSearch(
        boolean live,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String node,
        @Nullable String owner,
        @Nullable Status status,
        @Nullable String id,
        @Nullable Place after) {
    /** Where a session stands in a list, newest first. */
    public record Place(Instant requestedAt, SessionId id) {}

    /** As AWS's clients know where a session stands. */
    public enum Status {
        /** Those that wait their turn, too. */
        CONNECTING,
        CONNECTED,
        DISCONNECTED,
        TERMINATED,
        FAILED
    }

    public static SessionSearch all(boolean live) {
        return new SessionSearch(live, null, null, null, null, null, null, null);
    }
}
