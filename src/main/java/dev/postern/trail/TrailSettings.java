package dev.postern.trail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the trail is signed.
 *
 * @param checkpointEntries after so many new entries
 * @param checkpointEvery and after so long, if there is a new one
 */
@ConfigurationProperties("postern.trail")
record TrailSettings(
        @DefaultValue("1000") int checkpointEntries,
        @DefaultValue("1h") Duration checkpointEvery) {
    TrailSettings {
        if (checkpointEntries < 1)
            throw new IllegalArgumentException(
                    "postern.trail.checkpoint-entries must be at least 1, not: " + checkpointEntries);
        if (!checkpointEvery.isPositive())
            throw new IllegalArgumentException(
                    "postern.trail.checkpoint-every must be positive, not: " + checkpointEvery);
    }
}
