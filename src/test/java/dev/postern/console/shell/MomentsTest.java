package dev.postern.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final Moments moments = new Moments(() -> NOW);

    @Test
    void whatIsCloseIsNow() {
        assertThat(moments.relative(NOW.minusSeconds(44))).isEqualTo("just now");
        assertThat(moments.relative(NOW.plusSeconds(10))).isEqualTo("just now");
    }

    @Test
    void whatIsFurtherHasTwoUnitsAtMost() {
        assertThat(moments.relative(NOW.minusSeconds(50))).isEqualTo("50 s ago");
        assertThat(moments.relative(NOW.minus(Duration.ofMinutes(5)))).isEqualTo("5 min ago");
        assertThat(moments.relative(NOW.minus(Duration.ofMinutes(200)))).isEqualTo("3 h 20 min ago");
        assertThat(moments.relative(NOW.plus(Duration.ofHours(3)))).isEqualTo("in 3 h");
        assertThat(moments.relative(NOW.minus(Duration.ofDays(1)))).isEqualTo("1 day ago");
        assertThat(moments.relative(NOW.minus(Duration.ofDays(40)))).isEqualTo("40 days ago");
    }

    @Test
    void withoutABrowserTheZoneIsUtc() {
        assertThat(moments.exact(NOW)).contains("12:00").contains("UTC");
    }

    @Test
    void noTimeIsWithoutItsZone() {
        assertThat(moments.brief(NOW)).contains("12:00").endsWith(" UTC");
        assertThat(moments.second(NOW)).contains("12:00:00").endsWith(" UTC");
        assertThat(moments.hover(NOW)).contains("UTC").endsWith("T12:00:00Z");
    }
}
