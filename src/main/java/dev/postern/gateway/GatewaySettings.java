package dev.postern.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the gateway treats the two ends of a session.
 *
 * @param window how much output may wait for a client before the node is paused; it is started again below half of it
 * @param grace how long either end may be away
 * @param firstPairing how long the two ends have for their first meeting
 * @param ping how often both ends are pinged; more often than the minute after which stock agents hang up without a pong (protocol.md §2.3)
 * @param silence how long an end may say nothing at all, pongs included, before its socket counts as dead
 * @param replay how much earlier output a fresh page gets
 * @param opening how long a socket has for its first message
 * @param keepSpool how long the spool of an ended session is kept
 */
@ConfigurationProperties("postern.gateway")
public record GatewaySettings(
        @DefaultValue("512KB") DataSize window,
        @DefaultValue("2m") Duration grace,
        @DefaultValue("15s") Duration firstPairing,
        @DefaultValue("25s") Duration ping,
        @DefaultValue("70s") Duration silence,
        @DefaultValue("8MB") DataSize replay,
        @DefaultValue("10s") Duration opening,
        @DefaultValue("30d") Duration keepSpool) {
    public GatewaySettings {
        if (window.toBytes() < 64 * 1024)
            throw new IllegalArgumentException("postern.gateway.window must be at least 64KB");
        if (!firstPairing.isPositive())
            throw new IllegalArgumentException("postern.gateway.first-pairing must be positive");
        if (!ping.isPositive()) throw new IllegalArgumentException("postern.gateway.ping must be positive");
        if (silence.compareTo(ping.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("postern.gateway.silence must be more than two pings");
        }
    }
}
