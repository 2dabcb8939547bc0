package dev.postern.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of sessions.
 *
 * @param idle how long a session may rest where its document says nothing
 * @param maximum how long a session may last where its document says nothing; null for as long as it likes
 * @param maxLive how many sessions may be live at once
 * @param unrecorded whether a command-line client may have a session that is encrypted between it and the node
 * @param maxPerNode how many of them on one node; a stock agent has 1,000 slots and blocks for ever beyond them (protocol.md §2.4)
 * @param startingAtOnce how many of one fleet may be starting at once: handed to the node, which is not there yet. A stock agent takes a second
 *     or two to be there, so that 50 are some 30 a second: a burst of new TLS connections and shells that a small server takes in its stride
 * @param maxWaiting how many of one fleet may wait for that. 1,000 make 20 times 50: even if no node answered, none would wait for more than
 *     20 first pairing times of 15 s, which is five minutes
 */
@ConfigurationProperties("postern.session")
record SessionSettings(
        @DefaultValue("20m") Duration idle,
        @Nullable Duration maximum,
        @DefaultValue("5000") int maxLive,
        @DefaultValue("200") int maxPerNode,
        @DefaultValue("50") int startingAtOnce,
        @DefaultValue("1000") int maxWaiting,
        @DefaultValue("refuse") Unrecorded unrecorded) {
    /** What becomes of sessions that only their two ends could read. */
    enum Unrecorded {
        REFUSE,
        /** For whoever may {@code postern:StartUnrecordedSession} on the node. */
        ALLOW
    }

    SessionSettings {
        if (!idle.isPositive())
            throw new IllegalArgumentException("postern.session.idle must be positive, not: " + idle);
        if (maximum != null && !maximum.isPositive()) {
            throw new IllegalArgumentException("postern.session.maximum must be positive, not: " + maximum);
        }
        if (maxLive < 1)
            throw new IllegalArgumentException("postern.session.max-live must be at least 1, not: " + maxLive);
        if (maxPerNode < 1 || maxPerNode > 1000) {
            throw new IllegalArgumentException("postern.session.max-per-node must be 1 to 1000, not: " + maxPerNode);
        }
        if (startingAtOnce < 1) {
            throw new IllegalArgumentException(
                    "postern.session.starting-at-once must be at least 1, not: " + startingAtOnce);
        }
        if (maxWaiting < 0)
            throw new IllegalArgumentException("postern.session.max-waiting must be 0 or more, not: " + maxWaiting);
    }
}
