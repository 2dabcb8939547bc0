package dev.postern.identity.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.identity.AccessKeys;
import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.Users;
import dev.postern.identity.roles.SessionCredentials.Issued;
import dev.postern.keys.TestSecrets;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredSessionCredentialsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<SessionTag> TAGS =
            List.of(new SessionTag("Site", "fra", false), new SessionTag("Team", "red", true));

    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final Users users;
    private final AccessKeys keys;
    private final StoredRoles roles;
    private final StoredSessionCredentials sessions;
    private final AccessKeys.Secret key;
    private final Caller alice;

    StoredSessionCredentialsTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        users = identity.users();
        keys = identity.accessKeys();
        users.create("alice", TestIdentity.PASSWORD, Set.of("operators"));
        key = keys.create("alice");
        alice = keys.callerFor(key.key(), "192.0.2.7").orElseThrow();
        roles = roles();
        sessions = sessions(roles);
    }

    private StoredRoles roles() {
        return new StoredRoles(store.jdbc(), store.transactions(), users, identity.account(), _ -> {}, clock);
    }

    private StoredSessionCredentials sessions(Roles roles) {
        return new StoredSessionCredentials(
                new CredentialRecords(store.jdbc(), store.transactions(), TestSecrets.make()),
                roles,
                users,
                keys,
                identity.account(),
                new SimpleMeterRegistry(),
                clock);
    }

    private Role role(String name, Trust trust) {
        return roles.create(new Roles.Wanted(roles.newId(), name, HOUR, trust));
    }

    private static Trust everyone() {
        return new Trust(true, Set.of(), null);
    }

    @Test
    void whoOnlyTrustedSomebodyWhoIsGoneTrustsNobody() {
        users.create("bob", Map.of());
        role("on-call", new Trust(false, Set.of("bob"), null));
        users.delete("bob");
        var reread = roles();
        assertThat(reread.find("on-call").orElseThrow().trust().isOfNobody()).isTrue();
        reread.setTrust("on-call", everyone().text(identity.account()));
        assertThat(roles().find("on-call").orElseThrow().trust().isOfNobody()).isFalse();
    }

    @Test
    void sessionTagsAreChosenWhereTheRoleSaysSo() {
        role("plain", everyone());
        role("tagged", everyone().withSessionTags());
        var reread = roles();
        assertThat(reread.find("plain").orElseThrow().trust().text(identity.account()))
                .doesNotContain("sts:TagSession");
        assertThat(reread.find("tagged").orElseThrow().trust().text(identity.account()))
                .contains("sts:TagSession");
    }

    private Issued themselves() {
        return sessions.asThemselves(sessions.newId(), alice, HOUR);
    }

    private Issued in(Role role) {
        return sessions.inRole(sessions.newId(), alice, new RoleSession(role, "night", "e-4711", TAGS), HOUR);
    }

    @Test
    void theyAreShapedAsAwsHasThem() {
        var issued = themselves();
        assertThat(issued.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(issued.secretAccessKey()).hasSize(40);
        assertThat(issued.sessionToken()).hasSizeGreaterThan(60);
        assertThat(issued.expiresAt()).isEqualTo(HandClock.START.plus(HOUR));
        assertThat(issued.toString()).doesNotContain(issued.secretAccessKey()).doesNotContain(issued.sessionToken());
    }

    @Test
    void secretAndTokenAreStoredSealed() {
        var issued = themselves();
        assertThat(store.jdbc()
                        .sql("SELECT sealed FROM session_credential")
                        .query(String.class)
                        .single())
                .startsWith("1:")
                .doesNotContain(issued.secretAccessKey());
    }

    @Test
    void theySpeakForTheUserAfterARestartToo() {
        var issued = themselves();
        var after = sessions(roles());
        assertThat(after.find(issued.accessKeyId())).contains(issued);
        assertThat(after.callerFor(issued.accessKeyId(), "192.0.2.7"))
                .contains(alice.signedWith(issued.accessKeyId()).assured(Assurance.ofToken(HandClock.START)));
    }

    @Test
    void inARoleTheySpeakForTheRoleSessionAfterARestartToo() {
        var role = role("on-call", everyone());
        var issued = in(role);
        assertThat(sessions(roles()).callerFor(issued.accessKeyId(), null))
                .contains(new Caller(
                        "arn:aws:sts::000000000000:assumed-role/on-call/night",
                        "night",
                        Set.of(),
                        issued.accessKeyId(),
                        null,
                        new Standing.InRole(role.id(), alice.arn(), true, "e-4711", TAGS, List.of()),
                        Assurance.ofToken(HandClock.START),
                        null));
    }

    @Test
    void theyEndAtOnceWithTheirUser() {
        var issued = List.of(themselves(), in(role("on-call", everyone())));
        users.setEnabled("alice", false);
        assertEnded(issued);
    }

    @Test
    void theyEndAtOnceWithTheKeyTheyGoBackTo() {
        var issued = List.of(themselves(), in(role("on-call", everyone())));
        keys.setEnabled(key.key().id(), false);
        assertEnded(issued);
        keys.setEnabled(key.key().id(), true);
        assertThat(sessions.callerFor(issued.getFirst().accessKeyId(), null)).isPresent();
        keys.delete(key.key().id());
        assertEnded(issued);
        assertThat(sessions(roles).find(issued.getFirst().accessKeyId())).isEmpty();
    }

    @Test
    void theyEndAtOnceWhenThatKeyIsOver() {
        var ending = keys.create(keys.newId(), "alice", HandClock.START.plus(Duration.ofMinutes(20)));
        var caller = keys.callerFor(ending.key(), null).orElseThrow();
        var issued = sessions.asThemselves(sessions.newId(), caller, HOUR);
        clock.forward(Duration.ofMinutes(19));
        assertThat(sessions.callerFor(issued.accessKeyId(), null)).isPresent();
        clock.forward(Duration.ofMinutes(1));
        assertEnded(List.of(issued));
    }

    @Test
    void theyEndAtOnceWithTheRoleAndAnotherOfItsNameIsAnother() {
        var role = role("on-call", everyone());
        var issued = in(role);
        sessions.callerFor(issued.accessKeyId(), null);
        assertThat(roles.delete(role.id())).isTrue();
        role("on-call", everyone());
        assertEnded(List.of(issued));
    }

    @Test
    void aChainGoesBackToWhereItBegan() {
        var first = in(role("first", everyone()));
        var inFirst = sessions.callerFor(first.accessKeyId(), null).orElseThrow();
        var second = sessions.inRole(
                sessions.newId(), inFirst, new RoleSession(role("second", everyone()), "later", null, List.of()), HOUR);
        var inSecond = sessions.callerFor(second.accessKeyId(), null).orElseThrow();
        assertThat(inSecond.origin()).isEqualTo(alice.arn());
        keys.setEnabled(key.key().id(), false);
        assertEnded(List.of(first, second));
    }

    @Test
    void aWebIdentityIsNobodyButInItsRole() {
        var provider = new WebIdentityProvider(
                "https://idp.example.com", "postern", URI.create("https://idp.example.com/keys"), null);
        var role = role("ci", new Trust(false, Set.of(), provider));
        var web = new Caller(
                "web-identity:https://idp.example.com:build-7",
                "build-7",
                Set.of(),
                null,
                null,
                new Standing.ByWebIdentity("https://idp.example.com", "postern", "build-7"));
        assertThatIllegalArgumentException().isThrownBy(() -> sessions.asThemselves(sessions.newId(), web, HOUR));
        var issued = sessions.inRole(sessions.newId(), web, new RoleSession(role, "build", null, List.of()), HOUR);
        assertThat(sessions.callerFor(issued.accessKeyId(), null).orElseThrow().origin())
                .isEqualTo(web.arn());
        roles.delete(role.id());
        assertEnded(List.of(issued));
    }

    @Test
    void theyAreFoundForADayBeyondTheirEndSoThatTheirHolderHearsOfIt() {
        var issued = themselves();
        clock.forward(HOUR.plus(StoredSessionCredentials.KEPT_EXPIRED));
        themselves();
        assertThat(sessions(roles).find(issued.accessKeyId())).isPresent();
        clock.forward(Duration.ofMinutes(10));
        themselves();
        assertThat(sessions(roles).find(issued.accessKeyId())).isEmpty();
    }

    @Test
    void oneUserHasManyAndNotMoreThanThat() {
        for (int i = 0; i < SessionCredentials.MOST_PER_ORIGIN; i++) themselves();
        assertThatThrownBy(this::themselves)
                .isInstanceOf(SessionsExhausted.class)
                .hasMessageContaining(alice.arn());
        clock.forward(HOUR);
        assertThat(themselves()).isNotNull();
    }

    @Test
    void rolesAreKeptWithTheirTrust() {
        var provider = new WebIdentityProvider(
                "https://idp.example.com", "postern", URI.create("https://idp.example.com/keys"), "repo:*");
        var made = roles.create(new Roles.Wanted(
                roles.newId(), "On-Call", Duration.ofHours(12), new Trust(false, Set.of("alice"), provider)));
        assertThat(made.id()).matches("AROA[A-Z2-7]{17}");
        assertThat(roles().all()).singleElement().satisfies(kept -> {
            assertThat(kept.id()).isEqualTo(made.id());
            assertThat(kept.trust()).isEqualTo(made.trust());
            assertThat(kept.trustPolicy().text()).isEqualTo(made.trustPolicy().text());
            assertThat(kept.createdAt()).isEqualTo(made.createdAt());
        });
        assertThat(roles.at("arn:aws:iam::000000000000:role/On-Call").map(Role::id))
                .contains(made.id());
        assertThat(roles.at("arn:aws:iam::111122223333:role/On-Call")).isEmpty();
        assertThat(roles.withId(made.id()).map(Role::name)).contains("On-Call");
    }

    @Test
    void aRoleThatCannotBeIsNotMade() {
        role("on-call", everyone());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role("ON-CALL", everyone()))
                .withMessageContaining("already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role("x", new Trust(false, Set.of("nobody"), null)))
                .withMessageContaining("no such user: nobody");
        assertThatIllegalArgumentException().isThrownBy(() -> role("with space", everyone()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trust(false, Set.of(), null))
                .withMessageContaining("trusts somebody");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roles.create(new Roles.Wanted(roles.newId(), "x", Duration.ofHours(13), everyone())))
                .withMessageContaining("twelve hours");
        assertThat(roles.all()).hasSize(1);
    }

    private void assertEnded(List<Issued> all) {
        assertThat(all)
                .allSatisfy(issued -> assertThat(sessions.callerFor(issued.accessKeyId(), null))
                        .isEmpty());
    }
}
