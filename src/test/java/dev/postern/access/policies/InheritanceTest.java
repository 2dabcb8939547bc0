package dev.postern.access.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.identity.Account;
import dev.postern.identity.ProvidedUsers;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.TestRoles;
import dev.postern.identity.roles.Trust;
import dev.postern.identity.roles.UnknownPrincipal;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Nobody inherits policies with a name, by whichever road its last bearer went and its next one came. */
@OnEveryDatabase
class InheritanceTest {
    private static final Subject USER = Subject.user("alice");
    private static final Subject GROUP = Subject.group("engineers");
    private static final Subject ROLE = Subject.role("on-call");
    private static final String DOCUMENT = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*"}}""";

    private final TestIdentity identity;
    private final Roles roles;
    private final Policies policies;

    InheritanceTest(Database database) {
        var store = database.fresh();
        var clock = new HandClock();
        var stored = new TestPolicies(store, new Account("000000000000", "local"), clock);
        policies = stored.policies();
        identity = new TestIdentity(store, clock, event -> {
            stored.tell(event);
            TestRoles.tell(roles(), event);
        });
        roles = TestRoles.in(
                store,
                identity,
                event -> {
                    stored.tell(event);
                    TestRoles.tell(roles(), event);
                },
                clock);
    }

    @Test
    void ofAUserWhoIsDeleted() {
        identity.users().create("alice", Map.of());
        has(USER);
        has(Subject.user("bob"));
        identity.users().delete("alice");
        hasNothing(USER);
        assertThat(policies.attached(Subject.user("bob"))).hasSize(1);
    }

    @Test
    void ofAUserWhoIsMade() {
        has(USER);
        identity.users().create("alice", Map.of());
        hasNothing(USER);
        identity.users().delete("alice");
        has(USER);
        identity.users().create("alice", TestIdentity.PASSWORD, Set.of());
        hasNothing(USER);
    }

    @Test
    void ofAUserWhomAProviderVouchesFor() {
        has(USER);
        identity.provided()
                .take(new ProvidedUsers.Person("https://idp.example.com", "1", "alice", Set.of(), new TreeMap<>()));
        hasNothing(USER);
    }

    @Test
    void ofAGroup() {
        has(GROUP);
        identity.groups().create("engineers");
        hasNothing(GROUP);
        has(GROUP);
        identity.groups().delete("engineers");
        hasNothing(GROUP);
    }

    @Test
    void ofAGroupThatComesWithItsFirstUser() {
        has(GROUP);
        identity.users().create("alice", TestIdentity.PASSWORD, Set.of("engineers"));
        hasNothing(GROUP);
        has(GROUP);
        identity.users().create("bob", TestIdentity.PASSWORD, Set.of("engineers"));
        assertThat(policies.attached(GROUP)).hasSize(1);
    }

    @Test
    void ofARole() {
        has(ROLE);
        var role = role();
        hasNothing(ROLE);
        has(ROLE);
        roles.delete(role);
        hasNothing(ROLE);
    }

    @Test
    void ofATrustPolicyThatNamesThem() {
        identity.users().create("alice", Map.of());
        identity.users().create("bob", Map.of());
        roles.create(new Roles.Wanted(roles.newId(), "entrance", Duration.ofHours(1), new Trust(true, Set.of(), null)));
        roles.create(trusting(
                "\\u0061rn:aws:iam::000000000000:user/alice",
                "arn:aws:iam::000000000000:user/bob",
                "arn:aws:iam::000000000000:role/entrance",
                "arn:aws:sts::000000000000:assumed-role/entrance/alice",
                "arn:aws:sts::000000000000:assumed-role/entrance-hall/alice",
                "arn:aws:iam::123456789012:user/alice"));
        identity.users().delete("alice");
        roles.delete(roles.find("entrance").orElseThrow().id());
        identity.users().create("alice", Map.of());

        var trust = roles.find("on-call").orElseThrow().trust().text(new Account("000000000000", "local"));
        assertThat(trust)
                .doesNotContain("000000000000:user/alice", "role/entrance\"", "assumed-role/entrance/")
                .contains("user/bob", "assumed-role/entrance-hall/alice", "123456789012:user/alice")
                .containsPattern("AIDA[A-Z0-9]{17}")
                .containsPattern("AROA[A-Z0-9]{17}");
    }

    @Test
    void trustInANameThatNobodyHasIsRefused() {
        assertThatExceptionOfType(UnknownPrincipal.class)
                .isThrownBy(() -> roles.create(trusting("arn:aws:iam::000000000000:user/alice")))
                .withMessageContaining("user/alice");
        roles.create(trusting("arn:aws:iam::123456789012:user/alice"));
        var document = document("arn:aws:iam::000000000000:role/nobody");
        assertThatExceptionOfType(UnknownPrincipal.class).isThrownBy(() -> roles.setTrust("on-call", document));
    }

    private Roles.Wanted trusting(String... arns) {
        return new Roles.Wanted(roles.newId(), "on-call", Duration.ofHours(1), Trust.of(document(arns)));
    }

    private static String document(String... arns) {
        return """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ["%s"]},
                  "Action": "sts:AssumeRole"}}""".formatted(String.join("\", \"", arns));
    }

    @Test
    void whatCannotBeMadeTakesNothingFromWhoIsThere() {
        identity.users().create("alice", Map.of());
        has(USER);
        assertThatIllegalArgumentException().isThrownBy(() -> identity.users().create("alice", Map.of()));
        assertThat(policies.attached(USER)).hasSize(1);
        assertThat(policies.inline(USER)).hasSize(1);
    }

    /** Which are told of what they themselves publish. */
    private Roles roles() {
        return roles;
    }

    private String role() {
        return roles.create(new Roles.Wanted(
                        roles.newId(), "on-call", Duration.ofHours(1), new Trust(true, Set.of(), null)))
                .id();
    }

    private void has(Subject subject) {
        policies.attach(subject, Policies.ADMINISTRATOR);
        policies.putInline(subject, "Own", DOCUMENT);
        if (subject.kind() != Subject.Kind.GROUP) policies.setBoundary(subject, Policies.ADMINISTRATOR);
        assertThat(policies.attached(subject)).hasSize(1);
    }

    private void hasNothing(Subject subject) {
        assertThat(policies.attached(subject)).isEmpty();
        assertThat(policies.inline(subject)).isEmpty();
        assertThat(policies.boundary(subject)).isEmpty();
    }
}
