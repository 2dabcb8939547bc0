package dev.postern.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the console strangers may take.
 *
 * @param visitors browsers that have not signed in, at once; each may keep {@link VisitorsPages#MOST} sign-in pages of some 125 KB
 * @param visitorsPerAddress of them from one address
 * @param visitorIdle how long one that does nothing is remembered
 * @param connectionsPerAddress open at once; null is {@link #CONNECTIONS_PER_ADDRESS}, or no limit behind a proxy that is believed, since all
 *     come from its address then
 */
@ConfigurationProperties("postern.console")
record ConsoleSettings(
        @DefaultValue("400") int visitors,
        @DefaultValue("100") int visitorsPerAddress,
        @DefaultValue("10m") Duration visitorIdle,
        @Nullable Integer connectionsPerAddress) {
    /** A browser opens six at most, and a WebSocket for each page: an office behind one address. */
    static final int CONNECTIONS_PER_ADDRESS = 200;

    ConsoleSettings {
        if (visitors < 1 || visitorsPerAddress < 1 || visitorsPerAddress > visitors) {
            throw new IllegalArgumentException("postern.console.visitors must be 1 or more, and"
                    + " postern.console.visitors-per-address 1 to that, not: " + visitors + " and "
                    + visitorsPerAddress);
        }
        if (visitorIdle.compareTo(Duration.ofMinutes(1)) < 0 || visitorIdle.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "postern.console.visitor-idle must be 1m to 1h, not: " + visitorIdle.toSeconds() + "s");
        }
        if (connectionsPerAddress != null && connectionsPerAddress < 1) {
            throw new IllegalArgumentException(
                    "postern.console.connections-per-address must be 1 or more, not: " + connectionsPerAddress);
        }
    }
}
