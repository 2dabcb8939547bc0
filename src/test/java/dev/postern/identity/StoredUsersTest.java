package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredUsersTest {
    private static final String PASSWORD = TestIdentity.PASSWORD;

    private final TestIdentity identity;
    private final StoredUsers users;

    StoredUsersTest(Database database) {
        identity = new TestIdentity(database.fresh(), new HandClock());
        users = identity.users;
    }

    @Test
    void thereIsNobodyAtFirst() {
        assertThat(users.isEmpty()).isTrue();
        assertThat(users.all()).isEmpty();
        assertThat(users.find("admin")).isEmpty();
    }

    @Test
    void aUserIsFoundAfterBeingMadeThoughSomebodyAskedBefore() {
        users.find("alice");
        var made = users.create("alice", PASSWORD, Set.of("operators", "auditors"));
        assertThat(made).isEqualTo(new User("alice", Set.of("operators", "auditors"), true, HandClock.START));
        assertThat(users.find("alice")).contains(made);
        assertThat(users.all()).containsExactly(made);
        assertThat(users.isEmpty()).isFalse();
    }

    @Test
    void usersAreListedByNameWhateverTheCase() {
        users.create("carol", PASSWORD, Set.of());
        users.create("Bob", PASSWORD, Set.of());
        users.create("alice", PASSWORD, Set.of());
        assertThat(users.all()).extracting(User::name).containsExactly("alice", "Bob", "carol");
    }

    @Test
    void namesThatDifferOnlyInCaseAreOne() {
        users.create("alice", PASSWORD, Set.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.create("Alice", PASSWORD, Set.of()))
                .withMessageContaining("already");
    }

    @Test
    void aPasswordHasTwelveCharactersAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.create("alice", "eleven char", Set.of()))
                .withMessageContaining("12");
        users.create("alice", "twelve chars", Set.of());
        assertThatIllegalArgumentException().isThrownBy(() -> users.setPassword("alice", "x".repeat(257)));
    }

    @Test
    void aPasswordIsNotTheName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.create("alice.example.org", "Alice.Example.Org", Set.of()))
                .withMessageContaining("name");
    }

    @Test
    void passwordsAreKeptAsArgon2idHashes() {
        users.create("alice", PASSWORD, Set.of());
        var hash = users.passwordHash("alice").orElseThrow();
        assertThat(hash).startsWith("$argon2id$").doesNotContain(PASSWORD);
        users.setPassword("alice", "another pass phrase");
        assertThat(identity.passwords.matches(
                        "another pass phrase", users.passwordHash("alice").orElseThrow()))
                .isTrue();
    }

    @Test
    void theHashOfTheServerIsWhatOwaspAsksFor() {
        assertThat(new PasswordHashing().passwords().encode(PASSWORD)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void aDisabledUserIsSeenAsSuchAtOnce() {
        users.create("alice", PASSWORD, Set.of());
        users.find("alice");
        users.setEnabled("alice", false);
        assertThat(users.find("alice")).get().extracting(User::enabled).isEqualTo(false);
    }

    @Test
    void whoDoesNotExistCannotBeChanged() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.setPassword("nobody", PASSWORD))
                .withMessageContaining("no such user");
        assertThatIllegalArgumentException().isThrownBy(() -> users.setEnabled("nobody", true));
    }

    @Test
    void textThatIsNoNameIsNobody() {
        assertThat(users.find("x'; DROP TABLE local_user; --")).isEmpty();
        assertThat(users.find("\0")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> users.create("a b", PASSWORD, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> users.create("", PASSWORD, Set.of()));
    }

    @Test
    void theCallerCarriesArnGroupsAndAddress() {
        var caller = users.callerFor(users.create("alice", PASSWORD, Set.of("operators")), "192.0.2.7");
        assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000000:user/alice");
        assertThat(caller.name()).isEqualTo("alice");
        assertThat(caller.userId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(caller.groups()).containsExactly("operators");
        assertThat(caller.accessKeyId()).isNull();
        assertThat(caller.address()).isEqualTo("192.0.2.7");
    }

    @Test
    void whoIsMadeAgainUnderTheSameNameIsSomebodyElse() {
        var clock = new HandClock();
        var before = new User("alice", Set.of(), true, clock.instant());
        assertThat(before.id()).isEqualTo(new User("alice", Set.of("x"), true, clock.instant()).id());
        clock.forward(Duration.ofMillis(1));
        assertThat(new User("alice", Set.of(), true, clock.instant()).id()).isNotEqualTo(before.id());
    }

    @Test
    void tagsAreKeptAndTheCallerHasThem() {
        users.create("alice", PASSWORD, Set.of());
        users.tag("alice", Map.of("team", "web", "shift", "night"));
        users.untag("alice", List.of("shift"));
        var alice = users.find("alice").orElseThrow();
        assertThat(alice.tags()).containsExactly(Map.entry("team", "web"));
        assertThat(users.callerFor(alice, null).standing())
                .isEqualTo(new Standing.Own(alice.id(), new TreeMap<>(Map.of("team", "web"))));
        assertThat(users.all()).containsExactly(alice);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.tag("nobody", Map.of("team", "web")))
                .withMessageContaining("no such user");
    }

    @Test
    void whoIsDeletedIsNobody() {
        users.create("alice", PASSWORD, Set.of("operators"));
        assertThat(users.delete("alice")).isTrue();
        assertThat(users.find("alice")).isEmpty();
        assertThat(users.delete("alice")).isFalse();
    }
}
