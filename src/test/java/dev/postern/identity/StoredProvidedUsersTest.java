package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.identity.ProvidedUsers.Person;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredProvidedUsersTest {
    private static final String ISSUER = "https://idp.example.com/realms/postern";

    private final Store store;
    private final TestIdentity identity;
    private final StoredProvidedUsers provided;

    StoredProvidedUsersTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, new HandClock());
        provided = identity.provided;
        for (var group : List.of("operations", "on-call", "payments", "auditors"))
            identity.groups().create(group);
    }

    @Test
    void theFirstSignInMakesAUserLikeAnyOther() {
        var alice = provided.take(person("1", "alice", "operations", "on-call"));

        assertThat(alice.name()).isEqualTo("alice");
        assertThat(alice.groups()).containsExactlyInAnyOrder("operations", "on-call");
        assertThat(alice.enabled()).isTrue();
        assertThat(identity.users.find("alice")).contains(alice);
        assertThat(provided.find(ISSUER, "1")).contains(alice);
        assertThat(actions()).containsExactly("UpdateUser", "CreateUser");
    }

    @Test
    void theSamePersonIsTheSameUserWhateverTheyAreCalledNow() {
        provided.take(person("1", "alice"));
        assertThat(provided.take(person("1", "alice-married")).name()).isEqualTo("alice");
        assertThat(identity.users.all()).hasSize(1);
    }

    @Test
    void whoIsCalledLikeSomebodyIsNotThem() {
        identity.users.create("Admin", TestIdentity.PASSWORD, Set.of(Caller.ADMINISTRATORS));
        var first = provided.take(person("1", "admin"));
        var second = provided.take(person("2", "ADMIN"));

        assertThat(first.name()).matches("admin-[0-9a-f]{8}");
        assertThat(second.name()).matches("ADMIN-[0-9a-f]{8}").isNotEqualToIgnoringCase(first.name());
        assertThat(first.groups()).isEmpty();
        assertThat(provided.find(ISSUER, "1")).contains(first);
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        provided.take(person("1", "alice"));
        var other = provided.take(new Person("https://other.example.com", "1", "alice", Set.of(), new TreeMap<>()));
        assertThat(other.name()).matches("alice-[0-9a-f]{8}");
    }

    @Test
    void aSubjectIsTakenToTheLetter() {
        provided.take(person("abc", "alice"));
        assertThat(provided.find(ISSUER, "ABC")).isEmpty();
    }

    @Test
    void theProvidersGroupsAreReplacedAndThoseOfThisPlaceStay() {
        provided.take(person("1", "alice", "operations", "on-call"));
        store.jdbc()
                .sql("INSERT INTO local_user_group (user_name, group_name) VALUES ('alice', 'auditors')")
                .update();

        assertThat(provided.take(person("1", "alice", "payments", "auditors")).groups())
                .containsExactlyInAnyOrder("payments", "auditors");
        assertThat(provided.take(person("1", "alice")).groups()).containsExactly("auditors");
    }

    @Test
    void aGroupThatNobodyMadeHereIsNone() {
        assertThat(provided.take(person("1", "alice", "made-up", "operations")).groups())
                .containsExactly("operations");
        assertThat(identity.groups().find("made-up")).isEmpty();
        identity.groups().create("made-up");
        assertThat(provided.take(person("1", "alice", "made-up", "operations")).groups())
                .containsExactlyInAnyOrder("made-up", "operations");
    }

    @Test
    void tagsAreWhatTheProviderSaysWhereItDecidesAboutThem() {
        provided.take(tagged(Map.of("department", Optional.of("payments"), "team", Optional.of("red"))));
        identity.users.tag("alice", Map.of("floor", "3"));

        var tags = provided.take(tagged(Map.of("department", Optional.of("sales"), "team", Optional.empty())))
                .tags();

        assertThat(tags).containsExactlyInAnyOrderEntriesOf(Map.of("department", "sales", "floor", "3"));
        assertThat(actions()).startsWith("UntagUser", "TagUser", "TagUser", "CreateUser");
    }

    private static Person tagged(Map<String, Optional<String>> tags) {
        return new Person(ISSUER, "1", "alice", Set.of(), new TreeMap<>(tags));
    }

    @Test
    void whatDidNotChangeIsNoEvent() {
        provided.take(person("1", "alice", "operations"));
        provided.take(person("1", "alice", "operations"));
        assertThat(actions()).containsExactly("UpdateUser", "CreateUser");
    }

    @Test
    void nobodySignsInByAPasswordThatTheyDoNotHave() {
        provided.take(person("1", "alice"));
        assertThat(identity.users.hasPassword("alice")).isFalse();
        assertThat(identity.users.passwordHash("alice")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> identity.users.setPassword("alice", TestIdentity.PASSWORD))
                .withMessageContaining("identity provider");
    }

    @Test
    void aNameIsMadeToFit() {
        assertThat(ProvidedName.fitting("José Müller")).isEqualTo("Jose-Muller");
        assertThat(ProvidedName.fitting("alice@example.com")).isEqualTo("alice@example.com");
        assertThat(ProvidedName.fitting("../../etc")).isEqualTo("etc");
        assertThat(ProvidedName.fitting("  ")).isEqualTo("user");
        assertThat(ProvidedName.fitting("x".repeat(200))).hasSize(64);
        assertThat(ProvidedName.distinct("x".repeat(64), ISSUER, "1"))
                .hasSize(64)
                .matches(User::isName);
    }

    private static Person person(String subject, String name, String... groups) {
        return new Person(ISSUER, subject, name, Set.of(groups), new TreeMap<>());
    }

    private List<String> actions() {
        return identity.trail.latest(Long.MAX_VALUE, 10).stream()
                .map(entry -> entry.event().action())
                .toList();
    }
}
