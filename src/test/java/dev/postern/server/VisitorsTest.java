package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.Network;
import dev.postern.server.Visitors.Room;
import dev.postern.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Strangers cost little, and one of them leaves room for the others. */
class VisitorsTest {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Network HERE = Network.of("192.0.2.1");
    private static final Network THERE = Network.of("192.0.2.2");
    private static final Network ELSEWHERE = Network.of("192.0.2.3");

    private final HandClock clock = new HandClock();
    private final Visitors visitors = new Visitors(new ConsoleSettings(3, 2, IDLE, null), clock);

    private String admitted(Network from) {
        var session = visitors.newcomer();
        visitors.admit(session, new LiveAttributes(), from);
        return session.getId();
    }

    private void comesBack(String id) {
        var visitor = visitors.find(id);
        assertThat(visitor).isNotNull();
        visitors.replace(id, visitor.session());
    }

    @Test
    void oneAddressMayBringSoManyAndAnotherStillFits() {
        admitted(HERE);
        admitted(HERE);
        assertThat(visitors.room(HERE)).isEqualTo(Room.ADDRESS_FULL);
        assertThat(visitors.find(admitted(HERE))).isNull();
        assertThat(visitors.room(THERE)).isEqualTo(Room.FREE);
    }

    @Test
    void whenThereAreAsManyAsMayBeNobodyElseIsKeptAndNobodyIsDisturbed() {
        var first = admitted(HERE);
        admitted(HERE);
        admitted(THERE);
        assertThat(visitors.room(ELSEWHERE)).isEqualTo(Room.FULL);
        assertThat(visitors.find(admitted(ELSEWHERE))).isNull();
        assertThat(visitors.count()).isEqualTo(3);
        assertThat(visitors.find(first)).isNotNull();
    }

    @Test
    void whoNeverShowsItsCookieIsForgottenWithinAMinute() {
        var script = admitted(HERE);
        var browser = admitted(HERE);
        comesBack(browser);
        clock.forward(Visitors.FIRST_LIFE);
        assertThat(visitors.find(script)).isNull();
        assertThat(visitors.find(browser)).isNotNull();
        assertThat(visitors.room(HERE)).isEqualTo(Room.FREE);
    }

    @Test
    void whoDoesNothingIsForgottenAndWhoDoesIsNot() {
        var idle = admitted(HERE);
        var busy = admitted(HERE);
        comesBack(idle);
        comesBack(busy);
        clock.forward(IDLE.minusSeconds(1));
        comesBack(busy);
        clock.forward(Duration.ofSeconds(1));
        assertThat(visitors.find(idle)).isNull();
        assertThat(visitors.find(busy)).isNotNull();
    }

    @Test
    void anAddressIsForgottenWithItsLastVisitor() {
        visitors.remove(admitted(HERE));
        visitors.remove(admitted(HERE));
        admitted(HERE);
        admitted(HERE);
        assertThat(visitors.room(HERE)).isEqualTo(Room.ADDRESS_FULL);
        assertThat(visitors.count()).isEqualTo(2);
    }
}
