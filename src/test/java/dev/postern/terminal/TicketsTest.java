package dev.postern.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.SessionId;
import dev.postern.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final SessionId SESSION = new SessionId("alice-0123456789abcdef0");

    private final HandClock clock = new HandClock();
    private final Tickets tickets = new Tickets(clock);

    @Test
    void opensOnceForItsUserAndSession() {
        var ticket = tickets.issue("alice", SESSION);
        assertThat(tickets.redeem(ticket, "alice", SESSION)).isTrue();
        assertThat(tickets.redeem(ticket, "alice", SESSION)).isFalse();
    }

    @Test
    void isUsedUpByWhoeverTriesIt() {
        var ticket = tickets.issue("alice", SESSION);
        assertThat(tickets.redeem(ticket, "mallory", SESSION)).isFalse();
        assertThat(tickets.redeem(ticket, "alice", SESSION)).isFalse();
        var other = tickets.issue("alice", SESSION);
        assertThat(tickets.redeem(other, "alice", new SessionId("alice-1"))).isFalse();
    }

    @Test
    void lastsAMinute() {
        var ticket = tickets.issue("alice", SESSION);
        clock.forward(Duration.ofSeconds(59));
        var late = tickets.issue("alice", SESSION);
        clock.forward(Duration.ofSeconds(1));
        assertThat(tickets.redeem(ticket, "alice", SESSION)).isFalse();
        assertThat(tickets.redeem(late, "alice", SESSION)).isTrue();
    }
}
