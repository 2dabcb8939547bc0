package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Trust;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionsTest {
    private static final String SESSION = "arn:aws:ssm:local:000000000000:session/alice-1";
    private static final Caller ADMIN = caller("admin", Set.of(Caller.ADMINISTRATORS));
    private static final Caller ALICE = caller("alice", Set.of());
    private static final Caller BOB = caller("bob", Set.of("administratorss", "Administrators"));

    private static final String ROLE = "arn:aws:iam::000000000000:role/on-call";

    private final Decisions decisions = new Decisions(new NoRoles() {
        @Override
        public Optional<Role> at(String arn) {
            return arn.equals(ROLE) ? Optional.of(role(new Trust(false, Set.of("alice"), null))) : Optional.empty();
        }
    });

    @ParameterizedTest
    @ValueSource(
            strings = {"ssm:StartSession", "ssm:TerminateSession", "postern:AttachSession", "ssm:CreateActivation"})
    void administratorsMayEverything(String action) {
        assertThat(decide(ADMIN, action).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ssm:ResumeSession", "ssm:TerminateSession", "postern:AttachSession", "postern:ViewSession"})
    void theOwnerOfASessionMayComeBackSeeAndEndIt(String action) {
        assertThat(decide(ALICE, action).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm:StartSession", "ssm:CreateActivation", "postern:ReadTrail", "SSM:RESUMESESSION", ""})
    void theOwnerMayNothingElse(String action) {
        assertThat(decide(ALICE, action).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm:ResumeSession", "ssm:TerminateSession", "postern:AttachSession", "ssm:StartSession"})
    void anybodyElseIsToldWhatIsMissing(String action) {
        assertThat(decide(BOB, action).allowed()).isFalse();
        assertThat(decide(BOB, action).because())
                .startsWith("bob may not " + action)
                .contains("administrators");
    }

    @Test
    void aNodeOpensWhatWasEncryptedForItAndNothingElse() {
        var key = "arn:aws:kms:local:000000000000:key/1";
        var node = caller("mi-0123456789abcdef0", Set.of());
        var decrypt = AccessRequest.of(node, "kms:Decrypt", key);
        assertThat(decisions.decide(decrypt.ownedBy(node.arn())).allowed()).isTrue();
        assertThat(decisions.decide(decrypt.ownedBy(ALICE.arn())).because()).contains("aws:ssm:TargetId");
        assertThat(decisions.decide(decrypt).allowed()).isFalse();
        assertThat(decisions
                        .decide(AccessRequest.of(node, "kms:Encrypt", key).ownedBy(node.arn()))
                        .allowed())
                .isFalse();
    }

    @Test
    void whatNobodyOwnsHasNoOwner() {
        assertThat(decisions
                        .decide(AccessRequest.of(ALICE, "ssm:ResumeSession", SESSION))
                        .allowed())
                .isFalse();
    }

    @Test
    void aRoleIsAssumedByThoseItTrustsAndByNoAdministratorBeside() {
        assertThat(assume(ALICE, ROLE).allowed()).isTrue();
        assertThat(assume(BOB, ROLE).because()).endsWith("no such role, or it does not trust them");
        assertThat(assume(ADMIN, ROLE).allowed()).isFalse();
        assertThat(assume(ALICE, ROLE + "2").because()).endsWith("no such role, or it does not trust them");
    }

    @Test
    void aRoleSessionOfTheSameNameIsNotTheUser() {
        var session = inRole(BOB.arn(), true);
        assertThat(assume(session, ROLE).allowed()).isFalse();
        assertThat(decide(session, "ssm:TerminateSession").allowed()).isFalse();
    }

    @Test
    void anybodyAsksForTemporaryCredentialsOfTheirOwnAndOfNobodyElses() {
        assertThat(decisions
                        .decide(AccessRequest.of(BOB, "sts:GetSessionToken", BOB.arn()))
                        .allowed())
                .isTrue();
        assertThat(decisions
                        .decide(AccessRequest.of(BOB, "sts:GetSessionToken", ALICE.arn()))
                        .allowed())
                .isFalse();
    }

    @Test
    void whatTrustsEveryUserTrustsThemInARoleAndNobodyFromOutside() {
        var everyone = new Trust(true, Set.of(), null);
        assertThat(everyone.admits(BOB)).isTrue();
        assertThat(everyone.admits(inRole(BOB.arn(), true))).isTrue();
        assertThat(everyone.admits(inRole("https://idp.example.com#repo:main", false)))
                .isFalse();
    }

    @Test
    void nobodyInARoleIsCalledLikeAUser() {
        assertThat(inRole(BOB.arn(), true).label()).isEqualTo("x/alice");
        assertThat(inRole(BOB.arn(), true).actor().name()).isEqualTo("x/alice");
        assertThat(ALICE.label()).isEqualTo("alice");
    }

    private static Caller inRole(String origin, boolean member) {
        return new Caller(
                "arn:aws:sts::000000000000:assumed-role/x/alice",
                "alice",
                Set.of(),
                "ASIAAAAAAAAAAAAAAAAA",
                null,
                new Standing.InRole("AROAX", origin, member, null, List.of()));
    }

    private Decision assume(Caller caller, String role) {
        return decisions.decide(AccessRequest.of(caller, "sts:AssumeRole", role));
    }

    private static Role role(Trust trust) {
        return new Role("AROAX", "on-call", Duration.ofHours(1), false, trust, HandClock.START);
    }

    private Decision decide(Caller caller, String action) {
        return decisions.decide(AccessRequest.of(caller, action, SESSION).ownedBy(ALICE.arn()));
    }

    private static Caller caller(String name, Set<String> groups) {
        return new Caller("arn:aws:iam::000000000000:user/" + name, name, groups, null, null);
    }
}
