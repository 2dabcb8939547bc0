package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class SignInTimesTest {
    private final HandClock clock = new HandClock();
    private final List<Object> told = new ArrayList<>();
    private final TestIdentity identity;

    SignInTimesTest(Database database) {
        identity = new TestIdentity(database.fresh(), clock, told::add);
    }

    @Test
    void itIsKnownWhenAndHowSomebodySignsIn() {
        var alice = identity.users().create("alice", TestIdentity.PASSWORD, Set.of());
        identity.users().create("ci", Map.of());
        var bob = identity.provided()
                .take(new ProvidedUsers.Person("https://idp.example.com", "1", "bob", Set.of(), new TreeMap<>()));
        identity.events().allowed(alice, "password", "192.0.2.7");

        assertThat(identity.users().signIns())
                .containsOnly(
                        Map.entry("alice", new Users.SignIn(true, null, clock.instant())),
                        Map.entry("ci", new Users.SignIn(false, null, null)),
                        Map.entry(bob.name(), new Users.SignIn(false, "https://idp.example.com", null)));
        assertThat(identity.users().signIn("alice").orElseThrow().last()).isEqualTo(clock.instant());
        assertThat(identity.users().signIn("nobody")).isEmpty();
    }

    @Test
    void whoIsDisabledIsToldOfAndWhoIsEnabledIsNot() {
        identity.users().create("alice", Map.of());
        told.clear();
        identity.users().setEnabled("alice", false);
        identity.users().setEnabled("alice", true);
        assertThat(told).containsExactly(new PrincipalsChanged(), new UserDisabled("alice"), new PrincipalsChanged());
    }
}
