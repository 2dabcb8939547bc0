package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.access.policies.TestPolicies;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.roles.Role;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class EntrancesTest {
    private static final Subject ALICE = Subject.user("alice");
    private static final Subject BOB = Subject.user("bob");

    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final Policies policies;
    private final Entrances entrances;
    private final GivenRoles roles = new GivenRoles();
    private final Role onCall = roles.give("on-call", "AROAX");

    EntrancesTest(Database database) {
        var store = database.fresh();
        identity = new TestIdentity(store, clock);
        var stored = new TestPolicies(store, TestGate.ACCOUNT, clock);
        policies = stored.policies();
        roles.give("deputy", "AROAY");
        entrances = new Entrances(
                identity.users(),
                roles,
                TestGate.ACCOUNT,
                stored.source(),
                new Imagined(identity.users(), roles, TestGate.ACCOUNT),
                TestGate.standpoints(stored.source(), roles, clock));
        for (var name : List.of("alice", "bob", "carol")) identity.users().create(name, Map.of());
    }

    @Test
    void whoIsNamedComesInAndWhoIsNamedNoLongerStaysOut() {
        var change = entrances.after(onCall, trusting("{\"AWS\": \"arn:aws:iam::000000000000:user/bob\"}", ""));
        assertThat(change.gains()).containsExactly(BOB);
        assertThat(change.losses()).containsExactly(ALICE);
        assertThat(change.left()).isZero();
    }

    @Test
    void theSameInOtherWordsChangesNothing() {
        assertThat(entrances
                        .after(onCall, trusting("{\"AWS\": [\"arn:aws:iam::000000000000:user/alice\"]}", ""))
                        .isNone())
                .isTrue();
    }

    @Test
    void ofTheAccountThoseComeInWhoMayByTheirOwnPolicies() {
        var account = trusting("{\"AWS\": \"arn:aws:iam::000000000000:root\"}", "");
        policies.attach(BOB, Policies.ADMINISTRATOR);
        policies.attach(Subject.role("deputy"), Policies.ADMINISTRATOR);
        var change = entrances.after(onCall, account);
        assertThat(change.gains()).containsExactly(BOB, Subject.role("deputy"));
        assertThat(change.losses()).containsExactly(ALICE);
    }

    @Test
    void whoCanComeInByASecondFactorCanComeIn() {
        var proven = trusting(
                "{\"AWS\": \"arn:aws:iam::000000000000:user/carol\"}",
                ", \"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}}");
        assertThat(entrances.after(onCall, proven).gains()).containsExactly(Subject.user("carol"));
    }

    @Test
    void whoIsDisabledIsNotAmongThem() {
        identity.users().setEnabled("bob", false);
        var everybody = trusting(
                "{\"AWS\": [\"arn:aws:iam::000000000000:user/alice\", \"arn:aws:iam::000000000000:user/bob\"]}", "");
        assertThat(entrances.after(onCall, everybody).gains()).isEmpty();
    }

    @Test
    void whatIsNoTrustPolicyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> entrances.after(onCall, "{}"));
    }

    private static String trusting(String principal, String condition) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": %s%s}]}""".formatted(principal, condition);
    }
}
