package dev.postern.protocol;

import java.time.Duration;

/**
 * How long to wait for an acknowledgement, learnt from those that came: the constants and formulas of both stock ends
 * (amazon-ssm-agent datachannel.go and session-manager-plugin streaming.go, calculateRetransmissionTimeout).
 */
final class RoundTrip {
    static final Duration FIRST_ESTIMATE = Duration.ofMillis(100);
    static final Duration FIRST_TIMEOUT = Duration.ofMillis(200);
    /** The clock granularity both stock ends assume. */
    static final Duration SMALLEST_MARGIN = Duration.ofMillis(10);

    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(1);

    private double estimate = (double) FIRST_ESTIMATE.toNanos();
    private double variation;
    private Duration timeout = FIRST_TIMEOUT;

    /** @param took from the last sending of a frame to its acknowledgement */
    void learn(Duration took) {
        var sample = Math.max(0, took.toNanos());
        variation = 0.75 * variation + 0.25 * Math.abs(estimate - sample);
        estimate = 0.875 * estimate + 0.125 * sample;
        var wanted = estimate + Math.max((double) SMALLEST_MARGIN.toNanos(), 4 * variation);
        timeout = Duration.ofNanos((long) Math.min(wanted, (double) LONGEST_TIMEOUT.toNanos()));
    }

    Duration timeout() {
        return timeout;
    }
}
