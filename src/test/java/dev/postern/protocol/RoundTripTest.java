package dev.postern.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The constants of retransmission that both stock ends share. */
class RoundTripTest {
    private final RoundTrip roundTrip = new RoundTrip();

    private Duration after(long... samplesInMillis) {
        for (var sample : samplesInMillis) roundTrip.learn(Duration.ofMillis(sample));
        return roundTrip.timeout();
    }

    @Test
    void waits200MillisecondsBeforeItKnowsBetter() {
        assertThat(after()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void addsAtLeast10MillisecondsToASteadyRoundTrip() {
        assertThat(after(100)).isEqualTo(Duration.ofMillis(110));
    }

    @Test
    void addsFourTimesTheVariation() {
        // variation ¼·60 = 15, round trip ⅞·100 + ⅛·40 = 92.5
        assertThat(after(40)).isEqualTo(Duration.ofNanos(92_500_000 + 4 * 15_000_000));
    }

    @Test
    void forgetsSlowly() {
        // variation ¾·15 + ¼·52.5 = 24.375, round trip ⅞·92.5 + ⅛·40 = 85.9375
        assertThat(after(40, 40)).isEqualTo(Duration.ofNanos(85_937_500 + 4 * 24_375_000));
    }

    @Test
    void neverWaitsLongerThanASecond() {
        assertThat(after(60_000, 60_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesAClockThatWentBackForAnInstantAnswer() {
        var instant = new RoundTrip();
        instant.learn(Duration.ZERO);
        assertThat(after(-5_000)).isEqualTo(instant.timeout());
    }

    @Test
    void comesDownToTheRoundTripOfAFastLink() {
        var samples = new long[200];
        Arrays.fill(samples, 1);
        assertThat(after(samples)).isBetween(Duration.ofMillis(11), Duration.ofMillis(12));
    }
}
