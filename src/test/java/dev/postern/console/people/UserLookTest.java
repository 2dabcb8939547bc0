package dev.postern.console.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.User;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UserLookTest {
    private static final User ALICE = new User(
            "alice",
            Set.of("web-ops"),
            true,
            Instant.parse("2026-11-28T06:00:00Z"),
            new TreeMap<>(Map.of("team", "edge")));

    @Test
    void whoIsLookedForIsFoundByNameGroupAndTag() {
        assertThat(UserLook.matches(ALICE, " Alice WEB team=edge ", true, true)).isTrue();
        assertThat(UserLook.matches(ALICE, "alice database", true, true)).isFalse();
    }

    @Test
    void whatOneMayNotListFindsNobody() {
        assertThat(UserLook.matches(ALICE, "web-ops", false, true)).isFalse();
        assertThat(UserLook.matches(ALICE, "team=edge", true, false)).isFalse();
        assertThat(UserLook.matches(ALICE, "alice", false, false)).isTrue();
    }
}
