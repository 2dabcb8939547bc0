package dev.postern.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.SessionId;
import dev.postern.testing.HandClock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A ticket is good once, for its own session, within a minute; a key until the session ends. */
class AppKeysTest {
    private static final SessionId ONE = new SessionId("admin-0123456789abcdef0");
    private static final SessionId OTHER = new SessionId("admin-0123456789abcdef1");

    private final HandClock clock = new HandClock();
    private final AppKeys keys = new AppKeys(clock);

    @Test
    void aTicketIsGoodOnce() {
        var ticket = keys.ticket(ONE);
        var key = keys.redeem(ticket, ONE).orElseThrow();
        assertThat(keys.opens(key, ONE)).isTrue();
        assertThat(keys.opens(key, OTHER)).isFalse();
        assertThat(keys.opens(ticket, ONE)).isFalse();
        assertThat(keys.redeem(ticket, ONE)).isEmpty();
    }

    @Test
    void aTicketForAnotherSessionIsUsedUp() {
        var ticket = keys.ticket(ONE);
        assertThat(keys.redeem(ticket, OTHER)).isEmpty();
        assertThat(keys.redeem(ticket, ONE)).isEmpty();
    }

    @Test
    void aTicketLastsAMinute() {
        var ticket = keys.ticket(ONE);
        clock.forward(AppKeys.TICKET_LIFE);
        assertThat(keys.redeem(ticket, ONE)).isEmpty();
    }

    @Test
    void theEndOfTheSessionIsTheEndOfBoth() {
        var key = keys.redeem(keys.ticket(ONE), ONE).orElseThrow();
        var others = keys.redeem(keys.ticket(OTHER), OTHER).orElseThrow();
        var ticket = keys.ticket(ONE);
        keys.forget(ONE);
        assertThat(keys.opens(key, ONE)).isFalse();
        assertThat(keys.redeem(ticket, ONE)).isEmpty();
        assertThat(keys.opens(others, OTHER)).isTrue();
    }

    @Test
    void thereAreNeverMoreTicketsThanMayBe() {
        var tickets = IntStream.range(0, AppKeys.MOST_TICKETS + 500)
                .mapToObj(_ -> keys.ticket(ONE))
                .toList();
        var good = tickets.stream()
                .filter(ticket -> keys.redeem(ticket, ONE).isPresent())
                .count();
        assertThat(good).isLessThanOrEqualTo(AppKeys.MOST_TICKETS);
    }
}
