package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.policy.Explanation.Failure;
import dev.postern.policy.Explanation.Layer;
import dev.postern.policy.Explanation.NearMiss;
import dev.postern.policy.Explanation.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every answer says why, so that somebody can change it. */
class ExplanationTest {
    private static final PolicyPrincipal ALICE =
            PolicyPrincipal.user("arn:aws:iam::111122223333:user/alice", "AIDAALICEEXAMPLE", Map.of("team", "web"));
    private static final PolicyResource NODE =
            PolicyResource.of("arn:aws:ssm:local:111122223333:managed-instance/mi-0123456789abcdef0");
    private static final String TEAM = """
            {"Version": "2012-10-17",
             "Statement": [
              {"Sid": "OwnTeam", "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
               "Condition": {"StringEquals": {"ssm:resourceTag/team": ["${aws:PrincipalTag/team}", "shared"]}}}]}""";
    private static final String NIGHT = """
            {"Version": "2012-10-17", "Statement": {"Sid": "Office", "Effect": "Deny", "Action": "ssm:*", "Resource": "*",
             "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}}""";

    private static Policy policy(String name, String text) {
        return Policy.of(PolicyKind.MANAGED, name, text);
    }

    private static PolicyRequest start(Map<String, String> tags, Map<String, String> keys) {
        var context = RequestContext.builder().resourceTags(tags);
        keys.forEach(context::put);
        return PolicyRequest.of(ALICE, "ssm:StartSession", NODE, context.build());
    }

    private static Layers identity(Policy... policies) {
        return Layers.builder().identity(List.of(policies)).build();
    }

    private static NearMiss onlyNearMiss(Explanation explanation) {
        assertThat(explanation.nearMisses()).hasSize(1);
        return explanation.nearMisses().getFirst();
    }

    @Test
    void anAllowNamesItsStatementAndItsPlace() {
        var explanation = identity(policy("Teams", TEAM)).explain(start(Map.of("team", "web"), Map.of()));
        assertThat(explanation).hasToString("allowed by the Allow statement OwnTeam of Teams");
        var statement = explanation.matched().getFirst().statement();
        assertThat(statement.layer()).isEqualTo(Layer.IDENTITY);
        assertThat(statement.start()).hasToString("line 3, column 3");
        assertThat(statement.end()).hasToString("line 4, column 100");
        assertThat(explanation.refusals()).isEmpty();
        assertThat(explanation.byAliasAlone()).isFalse();
    }

    @Test
    void aConditionThatFailedSaysWhatItSawAndWhatItWanted() {
        var near = onlyNearMiss(identity(policy("Teams", TEAM)).explain(start(Map.of("team", "db"), Map.of())));
        assertThat(near.failures())
                .containsExactly(new Failure.Condition(
                        "StringEquals", "ssm:resourceTag/team", List.of("db"), false, List.of("web", "shared")));
        assertThat(near.failures().getFirst()).hasToString("StringEquals ssm:resourceTag/team web, shared: it is db");
    }

    @Test
    void aKeyThatIsAbsentIsMissing() {
        var explanation = identity(policy("Teams", TEAM)).explain(start(Map.of(), Map.of()));
        assertThat(explanation.missingKeys()).containsExactly("ssm:resourceTag/team");
        assertThat(onlyNearMiss(explanation).failures().getFirst())
                .hasToString("StringEquals ssm:resourceTag/team web, shared: the request has no ssm:resourceTag/team");
        assertThat(explanation).hasToString("denied: the caller's policies do not allow it");
    }

    @Test
    void aDenyIsNamedBeforeWhatAllows() {
        var explanation = identity(policy("Teams", TEAM), policy("Perimeter", NIGHT))
                .explain(start(Map.of("team", "web"), Map.of("aws:SourceIp", "198.51.100.7")));
        assertThat(explanation).hasToString("denied by the Deny statement Office of Perimeter");
        assertThat(explanation.refusals()).containsExactly(new Refusal(Layer.IDENTITY, 0, true));
        assertThat(explanation.matched()).hasSize(2);
    }

    @Test
    void aVariableWithoutValueIsSaidToBeOne() {
        var own = policy("Own", TEAM.replace("team}\", \"shared\"", "Cost}\""));
        var explanation = identity(own).explain(start(Map.of("team", "web"), Map.of()));
        assertThat(explanation.missingKeys()).containsExactly("aws:PrincipalTag/Cost");
        assertThat(onlyNearMiss(explanation).failures().getFirst())
                .hasToString("StringEquals ssm:resourceTag/team a variable without value: it is web");
    }

    @Test
    void aResourceThatFailedIsShownWithItsVariablesFilledIn() {
        var own = policy("Own", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:TerminateSession",
                 "Resource": ["arn:aws:ssm:*:*:session/${aws:username}-*", "arn:aws:ssm:*:*:session/${aws:PrincipalTag/x}"]}}""");
        var request = PolicyRequest.of(
                ALICE,
                "ssm:TerminateSession",
                PolicyResource.of("arn:aws:ssm:local:111122223333:session/bob-1"),
                RequestContext.EMPTY);
        assertThat(onlyNearMiss(identity(own).explain(request)).failures())
                .containsExactly(new Failure.Resource(
                        false,
                        List.of("arn:aws:ssm:*:*:session/alice-*"),
                        List.of("arn:aws:ssm:local:111122223333:session/bob-1")));
    }

    @Test
    void whatHoldsByAnAliasAloneSaysThatAwsWouldDeny() {
        var own = policy("Own", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:TerminateSession",
                 "Resource": "arn:aws:ssm:*:*:session/${aws:userid}-*"}}""");
        var request = PolicyRequest.of(
                ALICE,
                "ssm:TerminateSession",
                PolicyResource.of(
                        "arn:aws:ssm:local:111122223333:session/alice-1",
                        "arn:aws:ssm:local:111122223333:session/AIDAALICEEXAMPLE-1"),
                RequestContext.EMPTY);
        var explanation = identity(own).explain(request);
        assertThat(explanation.byAliasAlone()).isTrue();
        assertThat(explanation.matched().getFirst().byAlias()).isTrue();
        assertThat(explanation)
                .hasToString(
                        "allowed by the Allow statement number 1 of Own, by an alias alone: AWS itself would say implicitDeny");
    }

    @Test
    void everyLayerThatSaidNothingIsNamed() {
        var other =
                policy("Other", "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"kms:*\", \"Resource\": \"*\"}}");
        var layers = Layers.builder()
                .boundary(other)
                .session(List.of(other))
                .guardRails(List.of(List.of(other), List.of(other)))
                .build();
        var explanation = layers.explain(start(Map.of(), Map.of()));
        assertThat(explanation.refusals())
                .containsExactlyInAnyOrder(
                        new Refusal(Layer.GUARD_RAIL, 0, false),
                        new Refusal(Layer.GUARD_RAIL, 1, false),
                        new Refusal(Layer.IDENTITY, 0, false),
                        new Refusal(Layer.BOUNDARY, 0, false),
                        new Refusal(Layer.SESSION, 0, false));
    }

    @Test
    void aPrincipalThatIsNotMeantIsAReason() {
        var resource = Policy.of(PolicyKind.RESOURCE, "On the node", """
                {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"},
                 "Action": "ssm:*", "Resource": "*"}}""");
        var request =
                PolicyRequest.of(ALICE, "ssm:StartSession", NODE.guardedBy(List.of(resource)), RequestContext.EMPTY);
        assertThat(onlyNearMiss(Layers.NONE.explain(request)).failures().getFirst())
                .hasToString(
                        "it is for arn:aws:iam::111122223333:user/bob, not for arn:aws:iam::111122223333:user/alice");
    }

    @Test
    void aMultivaluedKeyWithoutSetOperatorIsSaidToBeOne() {
        var tags = policy("Tags", """
                {"Statement": {"Effect": "Allow", "Action": "ssm:*", "Resource": "*",
                 "Condition": {"StringEquals": {"aws:TagKeys": "team"}}}}""");
        var context =
                RequestContext.builder().put("aws:TagKeys", List.of("team")).build();
        var request = PolicyRequest.of(ALICE, "ssm:StartSession", NODE, context);
        assertThat(onlyNearMiss(identity(tags).explain(request)).failures().getFirst())
                .hasToString("StringEquals aws:TagKeys: it has several values, which takes a set operator");
    }

    @Test
    void whatFailedByLeastComesFirst() {
        var two = policy("Two", """
                {"Statement": [{"Sid": "Far", "Effect": "Allow", "Action": "ssm:*", "Resource": "arn:aws:ec2:*:*:instance/*",
                  "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"x:a": "b"}}},
                 {"Sid": "Near", "Effect": "Allow", "Action": "ssm:*", "Resource": "*",
                  "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}""");
        var explanation = identity(two).explain(start(Map.of(), Map.of()));
        assertThat(explanation.nearMisses())
                .extracting(near -> near.statement().sid())
                .containsExactly("Near", "Far");
        assertThat(explanation.missingKeys()).containsExactly("aws:MultiFactorAuthPresent", "x:a");
    }
}
