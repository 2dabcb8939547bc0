package dev.postern.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstsTest {
    private final HandClock clock = new HandClock();
    private final Bursts bursts = new Bursts(clock);

    @Test
    void theFirstIsWrittenAndTheRestOfTheMinuteOnlyCounted() {
        assertThat(bursts.next("a")).hasValue(0);
        assertThat(bursts.next("a")).isEmpty();
        clock.forward(Duration.ofSeconds(59));
        assertThat(bursts.next("a")).isEmpty();
    }

    @Test
    void theFirstOfTheNextMinuteTellsHowManyWereLeftOut() {
        bursts.next("a");
        bursts.next("a");
        bursts.next("a");
        clock.forward(Duration.ofMinutes(1));
        assertThat(bursts.next("a")).hasValue(2);
        clock.forward(Duration.ofMinutes(1));
        assertThat(bursts.next("a")).hasValue(0);
    }

    @Test
    void differentThingsDoNotHideEachOther() {
        bursts.next("a");
        assertThat(bursts.next("b")).hasValue(0);
    }
}
