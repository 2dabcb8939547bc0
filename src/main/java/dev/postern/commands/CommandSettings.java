package dev.postern.commands;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of commands.
 *
 * @param keep how long a command that is over is kept, with its outputs
 * @param maxLive how many commands may be under way at once
 * @param maxTargets how many nodes one command may be for
 */
@ConfigurationProperties("postern.commands")
record CommandSettings(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("500") int maxLive,
        @DefaultValue("5000") int maxTargets) {
    CommandSettings {
        if (!keep.isPositive())
            throw new IllegalArgumentException("postern.commands.keep must be positive, not: " + keep);
        if (maxLive < 1)
            throw new IllegalArgumentException("postern.commands.max-live must be at least 1, not: " + maxLive);
        if (maxTargets < 1)
            throw new IllegalArgumentException("postern.commands.max-targets must be at least 1, not: " + maxTargets);
    }
}
