package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class TagsTest {
    private final TestIdentity identity;

    TagsTest(Database database) {
        identity = new TestIdentity(database.fresh(), new HandClock());
    }

    @Test
    void keysThatPoliciesTakeForOneAreNotTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tags.check(Map.of("Env", "prod", "env", "dev")))
                .withMessageContainingAll("Env", "env", "differ in case alone");
        assertThatCode(() -> Tags.check(Map.of("env", "prod", "envoy", "dev"))).doesNotThrowAnyException();
    }

    @Test
    void norIsOneAddedToAnotherThatIsThere() {
        identity.users.create("alice", TestIdentity.PASSWORD, Set.of());
        identity.users.tag("alice", Map.of("team", "web"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> identity.users.tag("alice", Map.of("Team", "db")))
                .withMessageContaining("remove the other first");
        identity.users.tag("alice", Map.of("team", "db"));
        identity.users.untag("alice", Set.of("team"));
        identity.users.tag("alice", Map.of("Team", "db"));
    }
}
