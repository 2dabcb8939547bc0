package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AssuranceTest {
    private static final Instant PROVEN = Instant.parse("2026-11-28T09:00:00Z");

    @Test
    void aProofByTwoFactorsIsFreshForFiveMinutes() {
        var proven = new Assurance(true, PROVEN, null);
        assertThat(proven.isFresh(PROVEN.plusSeconds(300))).isTrue();
        assertThat(proven.isFresh(PROVEN.plusSeconds(301))).isFalse();
    }

    @Test
    void aStepUpIsTheNewerProof() {
        var again = new Assurance(true, PROVEN, PROVEN.plusSeconds(600));
        assertThat(again.isFresh(PROVEN.plusSeconds(900))).isTrue();
        assertThat(again.isFresh(PROVEN.plusSeconds(901))).isFalse();
    }

    @Test
    void onePasswordIsNoFreshProof() {
        assertThat(Assurance.ofPassword(PROVEN).isFresh(PROVEN)).isFalse();
        assertThat(new Assurance(true, null, null).isFresh(PROVEN)).isFalse();
    }
}
