package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.TestGate.GivenPolicies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Trust;
import dev.postern.identity.roles.WebIdentityProvider;
import dev.postern.testing.HandClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionsTest {
    private static final String SESSION = "arn:aws:ssm:local:000000000000:session/alice-1";
    private static final String NODE = "arn:aws:ssm:local:000000000000:managed-instance/mi-0123456789abcdef0";
    private static final String SHELL = "arn:aws:ssm:local:000000000000:document/SSM-SessionManagerRunShell";
    private static final String SSH = "arn:aws:ssm:local::document/AWS-StartSSHSession";
    private static final String ROLE = "arn:aws:iam::000000000000:role/on-call";
    private static final Caller ADMIN = caller("admin", Set.of(Caller.ADMINISTRATORS));
    private static final Caller ALICE = caller("alice", Set.of());
    private static final Caller BOB = caller("bob", Set.of("administratorss", "Administrators"));

    private final GivenPolicies policies = new GivenPolicies();
    private Trust trust = new Trust(false, Set.of("alice"), null);
    private final Decisions decisions = TestGate.decisions(policies, new NoRoles() {
        @Override
        public Optional<Role> at(String arn) {
            return arn.equals(ROLE) ? Optional.of(role()) : Optional.empty();
        }

        @Override
        public Optional<Role> withId(String id) {
            return Optional.of(role());
        }
    });

    @ParameterizedTest
    @ValueSource(
            strings = {"ssm:StartSession", "ssm:TerminateSession", "postern:AttachSession", "ssm:CreateActivation"})
    void whoeverHasThePolicyForEverythingMayEverything(String action) {
        assertThat(decide(ADMIN, Leg.of(action, SESSION)).allowed()).isTrue();
        assertThat(decide(ADMIN, Leg.of(action, SESSION)).because()).startsWith("allowed by the Allow statement");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm:ResumeSession", "ssm:TerminateSession", "postern:ViewSession"})
    void oneMayWhatIsOnesOwnWhereAPolicySaysSo(String action) {
        var own = Leg.of(action, SESSION).tagged(Map.of("aws:ssmmessages:session-id", "alice"));
        assertThat(decide(ALICE, own).allowed()).isTrue();
        assertThat(decide(BOB, own).because())
                .isEqualTo("bob may not " + action + " on " + SESSION + ": no identity-based policy allows the "
                        + action + " action");
    }

    @Test
    void bothLegsOfAStartMustBeAllowed() {
        policies.give(Subject.user("alice"), """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "%s",
                   "Condition": {"StringEquals": {"ssm:resourceTag/team": "web"}}},
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "%s"}]}""".formatted(NODE, SHELL));
        assertThat(start(ALICE, Map.of("team", "web"), SHELL).allowed()).isTrue();
        assertThat(start(ALICE, Map.of("team", "db"), SHELL).because()).contains(NODE);
        assertThat(start(ALICE, Map.of("team", "web"), SSH).because()).contains(SSH);
    }

    @Test
    void aDenyOnTheDocumentCounts() {
        policies.give(Subject.user("alice"), """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "ssm:*", "Resource": "*"},
                  {"Sid": "NoSsh", "Effect": "Deny", "Action": "ssm:StartSession",
                   "Resource": "arn:aws:ssm:*:*:document/AWS-StartSSHSession"}]}""");
        assertThat(start(ALICE, Map.of(), SHELL).allowed()).isTrue();
        assertThat(start(ALICE, Map.of(), SSH).because())
                .endsWith("an explicit deny: the Deny statement NoSsh of Policy of the user alice");
    }

    @Test
    void anActionWithoutResourcesTakesAStar() {
        policies.give(Subject.user("alice"), """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:*", "Resource": "arn:aws:ssm:*:*:*"}}""");
        assertThat(decide(ALICE, Leg.of("ssm:DescribeSessions", "arn:aws:ssm:local:000000000000:session/*"))
                        .allowed())
                .isFalse();
        policies.give(Subject.user("bob"), """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:Describe*", "Resource": "*"}}""");
        assertThat(decide(BOB, Leg.of("ssm:DescribeSessions", "arn:aws:ssm:local:000000000000:session/*"))
                        .allowed())
                .isTrue();
    }

    @Test
    void bareAnswersAreTheSame() {
        for (var caller : List.of(ADMIN, ALICE, BOB)) {
            for (var action : List.of("ssm:StartSession", "ssm:DescribeSessions", "sts:GetSessionToken")) {
                var request = AccessRequest.of(caller, Leg.of(action, ALICE.arn()));
                assertThat(decisions.allows(request))
                        .isEqualTo(decisions.decide(request).allowed());
            }
        }
    }

    @Test
    void whoIsGoneMayNothingNotEvenForThemselves() {
        var gone = TestGate.decisions(policies, new NoRoles(), _ -> Optional.empty());
        var request = AccessRequest.of(BOB, Leg.of("sts:GetSessionToken", BOB.arn()));
        assertThat(gone.decide(request).because()).endsWith("is disabled or gone, or the key they ask with is");
        assertThat(gone.allows(request)).isFalse();
    }

    @Test
    void aNodeOpensWhatWasEncryptedForItAndNothingElse() {
        var key = "arn:aws:kms:local:000000000000:key/1";
        var node = new Caller(NODE, "mi-0123456789abcdef0", Set.of(), null, null, new Standing.OfNode());
        var target = "kms:EncryptionContext:aws:ssm:TargetId";
        var decrypt = Leg.of("kms:Decrypt", key);
        assertThat(decide(node, decrypt.where(target, node.name())).allowed()).isTrue();
        assertThat(decide(node, decrypt.where(target, "mi-00000000000000000")).allowed())
                .isFalse();
        assertThat(decide(node, decrypt).allowed()).isFalse();
        assertThat(decide(node, Leg.of("kms:Encrypt", key).where(target, node.name()))
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
        assertThat(assume(inRole(true), ROLE).allowed()).isFalse();
        var own = Leg.of("ssm:TerminateSession", SESSION).tagged(Map.of("aws:ssmmessages:session-id", "alice"));
        assertThat(decide(inRole(true), own).allowed()).isFalse();
    }

    @Test
    void whatTrustsEveryUserTrustsThemInARoleAndNobodyFromOutside() {
        trust = new Trust(true, Set.of(), null);
        assertThat(assume(BOB, ROLE).allowed()).isTrue();
        assertThat(assume(inRole(true), ROLE).allowed()).isTrue();
        assertThat(assume(inRole(false), ROLE).allowed()).isFalse();
        assertThat(byToken("repo:main").allowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "repo:org/app:*, repo:org/app:ref, true",
        "repo:org/app:*, repo:org/apps:ref, false",
        "a?c, abc, true",
        "a?c, abbc, false",
        "a.c, abc, false",
        "*, anything, true",
        "Mira, mira, false"
    })
    void aPatternOfSubjectsKnowsTwoWildcards(String pattern, String subject, boolean admitted) {
        trust = new Trust(
                false,
                Set.of(),
                new WebIdentityProvider(
                        "https://idp.example.com", "postern", URI.create("https://idp.example.com/keys"), pattern));
        assertThat(byToken(subject).allowed()).isEqualTo(admitted);
        assertThat(assume(ADMIN, ROLE).allowed()).isFalse();
    }

    @Test
    void aSessionPolicyOnlyTakesAway() {
        policies.give(Subject.role("on-call"), """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:*", "Resource": "*"}}""");
        var start = Leg.of("ssm:StartSession", NODE);
        assertThat(decide(inRole(true), start).allowed()).isTrue();
        var narrowed = inRole(true, """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["ssm:DescribeSessions", "iam:*"],
                  "Resource": "*"}}""");
        assertThat(decide(narrowed, start).because()).endsWith("no session policy allows the ssm:StartSession action");
        assertThat(decide(narrowed, Leg.of("ssm:DescribeSessions", "*")).allowed())
                .isTrue();
        assertThat(decide(narrowed, Leg.of("iam:ListUsers", "*")).allowed()).isFalse();
    }

    @Test
    void anybodyAsksForTemporaryCredentialsOfTheirOwnAndOfNobodyElses() {
        assertThat(decide(BOB, Leg.of("sts:GetSessionToken", BOB.arn())).allowed())
                .isTrue();
        assertThat(decide(BOB, Leg.of("sts:GetSessionToken", ALICE.arn())).allowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sts:GetSessionToken",
                "iam:ChangePassword",
                "iam:DeactivateMFADevice",
                "postern:ListSignIns",
                "postern:EndSignIn"
            })
    void whatIsOnesOwnIsEverybodysUnlessItIsDenied(String action) {
        policies.give(Subject.user("alice"), """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "%s", "Resource": "*"}}""".formatted(action));
        assertThat(decide(BOB, Leg.of(action, BOB.arn())).because()).isEqualTo("bob asks for themselves");
        assertThat(decide(BOB, Leg.of(action, ALICE.arn())).allowed()).isFalse();
        assertThat(decide(ALICE, Leg.of(action, ALICE.arn())).allowed()).isFalse();
        assertThat(decide(BOB.signedWith("AKIAAAAAAAAAAAAAAAAA"), Leg.of(action, BOB.arn()))
                        .allowed())
                .isEqualTo(action.equals("sts:GetSessionToken"));
    }

    @Test
    void nobodyInARoleIsCalledLikeAUser() {
        assertThat(inRole(true).label()).isEqualTo("on-call/alice");
        assertThat(inRole(true).actor().name()).isEqualTo("on-call/alice");
        assertThat(ALICE.label()).isEqualTo("alice");
    }

    private static Caller inRole(boolean member, String... policies) {
        return new Caller(
                "arn:aws:sts::000000000000:assumed-role/on-call/alice",
                "alice",
                Set.of(),
                "ASIAAAAAAAAAAAAAAAAA",
                null,
                new Standing.InRole("AROAX", BOB.arn(), member, null, List.of(), List.of(policies)));
    }

    private Decision byToken(String subject) {
        var issuer = "https://idp.example.com";
        var identity = new Caller(
                "web-identity:" + issuer + ":" + subject,
                subject,
                Set.of(),
                null,
                null,
                new Standing.ByWebIdentity(issuer, "postern", subject));
        return decide(identity, Leg.of("sts:AssumeRoleWithWebIdentity", ROLE));
    }

    private Decision assume(Caller caller, String role) {
        return decide(caller, Leg.of("sts:AssumeRole", role));
    }

    private Role role() {
        return new Role(
                "AROAX",
                "on-call",
                "",
                Duration.ofHours(1),
                trust,
                trust.policy(TestGate.ACCOUNT, "on-call"),
                new TreeMap<>(),
                HandClock.START);
    }

    private Decision start(Caller caller, Map<String, String> tags, String document) {
        return decisions.decide(
                AccessRequest.of(caller, Leg.of("ssm:StartSession", NODE).tagged(tags))
                        .and(Leg.of("ssm:StartSession", document)));
    }

    private Decision decide(Caller caller, Leg leg) {
        return decisions.decide(AccessRequest.of(caller, leg));
    }

    private static Caller caller(String name, Set<String> groups) {
        return new Caller("arn:aws:iam::000000000000:user/" + name, name, groups, null, null);
    }
}
