package dev.postern.api;

import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.ACCOUNT;
import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static dev.postern.api.AskedOfIam.LOOK;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.input;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.malformed;
import static dev.postern.api.AskedOfIam.missing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.PolicySourceType;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/** What policies would say, and the account at one look. */
record AskedOfSimulators(SdkCaller by, AskedOfIam made) {
    private static final String NODE = "arn:aws:ssm:local:000000000000:managed-instance/mi-0123456789abcdef0";
    private static final String TEAM = """
            {"Version": "2012-10-17",
              "Statement": [
                {"Sid": "OwnTeam", "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
                  "Condition": {"StringEquals": {"ssm:resourceTag/team": "red"}}}]}""";

    AskedOfSimulators(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(custom(), principal(), details(), summary());
    }

    private List<EvaluationResult> simulated(Consumer<SimulateCustomPolicyRequest.Builder> request) {
        return by.iam.simulateCustomPolicy(request).evaluationResults();
    }

    private List<EvaluationResult> asked(Consumer<SimulatePrincipalPolicyRequest.Builder> request) {
        return by.iam.simulatePrincipalPolicy(request).evaluationResults();
    }

    private static ContextEntry entry(ContextKeyTypeEnum type, String... values) {
        return ContextEntry.builder()
                .contextKeyName("ssm:resourceTag/team")
                .contextKeyType(type)
                .contextKeyValues(values)
                .build();
    }

    private Asked custom() {
        return iam(
                "SimulateCustomPolicy",
                () -> {
                    assertThat(simulated(request -> request.policyInputList(TEAM)
                                    .actionNames("ssm:StartSession", "ssm:TerminateSession")
                                    .resourceArns(NODE)))
                            .satisfiesExactly(
                                    start -> {
                                        assertThat(start.evalDecision())
                                                .isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
                                        assertThat(start.missingContextValues())
                                                .containsExactly("ssm:resourceTag/team");
                                        assertThat(start.matchedStatements()).isEmpty();
                                    },
                                    end -> assertThat(end.missingContextValues())
                                            .isEmpty());
                    assertThat(simulated(request -> request.policyInputList(TEAM)
                                    .actionNames("ssm:StartSession")
                                    .resourceArns(NODE)
                                    .contextEntries(entry(ContextKeyTypeEnum.STRING, "red"))))
                            .singleElement()
                            .satisfies(start -> {
                                assertThat(start.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
                                assertThat(start.evalResourceName()).isEqualTo(NODE);
                                assertThat(start.matchedStatements())
                                        .singleElement()
                                        .satisfies(statement -> {
                                            assertThat(statement.sourcePolicyId())
                                                    .isEqualTo("PolicyInputList.1");
                                            assertThat(statement.startPosition().line())
                                                    .isEqualTo(3);
                                            assertThat(statement.startPosition().column())
                                                    .isEqualTo(5);
                                            assertThat(statement.endPosition().line())
                                                    .isEqualTo(4);
                                        });
                            });
                    assertThat(simulated(request -> request.policyInputList(TEAM, AskedOfIam.policy("*"))
                                    .permissionsBoundaryPolicyInputList(LOOK)
                                    .actionNames("ssm:StartSession", "ssm:DescribeSessions")))
                            .extracting(result ->
                                    result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                            .containsExactly(false, true);
                },
                malformed(
                        "Line 1",
                        () -> simulated(request -> request.policyInputList("{").actionNames("ssm:StartSession"))),
                invalid("'policyInputList'", () -> simulated(request -> request.actionNames("ssm:StartSession"))),
                invalid(
                        "actionNames",
                        () -> simulated(request -> request.policyInputList(LOOK).actionNames("ssm:*"))),
                input(
                        "stringList",
                        () -> simulated(request -> request.policyInputList(LOOK)
                                .actionNames("ssm:StartSession")
                                .contextEntries(entry(ContextKeyTypeEnum.STRING, "red", "blue")))),
                input(
                        "a boundary is one",
                        () -> simulated(request -> request.policyInputList(LOOK)
                                .actionNames("ssm:StartSession")
                                .permissionsBoundaryPolicyInputList(LOOK, TEAM))),
                input(
                        "CallerArn",
                        () -> simulated(request -> request.policyInputList(LOOK)
                                .actionNames("ssm:StartSession")
                                .callerArn(ACCOUNT + "role/night"))),
                denied(
                        "SimulateCustomPolicy",
                        () -> by.plainIam.simulateCustomPolicy(
                                request -> request.policyInputList(LOOK).actionNames("ssm:StartSession"))));
    }

    private Asked principal() {
        return iam(
                "SimulatePrincipalPolicy",
                () -> {
                    var user = made.user();
                    var group = made.group();
                    by.iam.addUserToGroup(request -> request.groupName(group).userName(user));
                    by.iam.attachGroupPolicy(request -> request.groupName(group).policyArn(ADMINISTRATOR));
                    by.iam.putUserPolicy(request -> request.userName(user)
                            .policyName("no-end")
                            .policyDocument(
                                    AskedOfIam.policy("ssm:TerminateSession").replace("Allow", "Deny")));
                    assertThat(asked(request -> request.policySourceArn(ACCOUNT + "user/" + user)
                                    .actionNames("ssm:TerminateSession", "kms:Decrypt")))
                            .satisfiesExactly(
                                    end -> {
                                        assertThat(end.evalDecision())
                                                .isEqualTo(PolicyEvaluationDecisionType.EXPLICIT_DENY);
                                        assertThat(end.matchedStatements()).anySatisfy(statement -> {
                                            assertThat(statement.sourcePolicyType())
                                                    .isEqualTo(PolicySourceType.USER);
                                            assertThat(statement.sourcePolicyId())
                                                    .isEqualTo("user_" + user + "_no-end");
                                        });
                                    },
                                    decrypt -> {
                                        assertThat(decrypt.evalDecision())
                                                .isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
                                        assertThat(decrypt.matchedStatements())
                                                .singleElement()
                                                .satisfies(statement -> {
                                                    assertThat(statement.sourcePolicyId())
                                                            .isEqualTo("AdministratorAccess");
                                                    assertThat(statement.sourcePolicyType())
                                                            .isEqualTo(PolicySourceType.AWS_MANAGED);
                                                });
                                    });
                    var role = made.role();
                    by.iam.putRolePermissionsBoundary(
                            request -> request.roleName(role).permissionsBoundary(ADMINISTRATOR));
                    assertThat(asked(request -> request.policySourceArn(ACCOUNT + "role/" + role)
                                    .actionNames("ssm:DescribeSessions")
                                    .policyInputList(LOOK)))
                            .singleElement()
                            .satisfies(result -> {
                                assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
                                assertThat(result.permissionsBoundaryDecisionDetail()
                                                .allowedByPermissionsBoundary())
                                        .isTrue();
                            });
                },
                missing(
                        NOBODY,
                        () -> asked(request -> request.policySourceArn(ACCOUNT + "user/" + NOBODY)
                                .actionNames("ssm:StartSession"))),
                input(
                        "PolicySourceArn",
                        () -> asked(request -> request.policySourceArn(NODE).actionNames("ssm:StartSession"))),
                denied(
                        "SimulatePrincipalPolicy",
                        () -> by.plainIam.simulatePrincipalPolicy(request ->
                                request.policySourceArn(ACCOUNT + "user/admin").actionNames("ssm:StartSession"))));
    }

    private Asked details() {
        return iam(
                "GetAccountAuthorizationDetails",
                () -> {
                    var user = made.user();
                    var group = made.group();
                    var role = made.role();
                    var policy = made.managed();
                    by.iam.addUserToGroup(request -> request.groupName(group).userName(user));
                    by.iam.attachGroupPolicy(request -> request.groupName(group).policyArn(policy));
                    by.iam.putRolePolicy(
                            request -> request.roleName(role).policyName("look").policyDocument(LOOK));
                    var users = by.iam
                            .getAccountAuthorizationDetailsPaginator(
                                    request -> request.filter(EntityType.USER).maxItems(1))
                            .userDetailList();
                    assertThat(users)
                            .filteredOn(each -> each.userName().equals(user))
                            .singleElement()
                            .satisfies(each -> assertThat(each.groupList()).containsExactly(group));
                    var all = by.iam.getAccountAuthorizationDetails(request -> request.maxItems(1000));
                    assertThat(all.groupDetailList())
                            .filteredOn(each -> each.groupName().equals(group))
                            .singleElement()
                            .satisfies(each -> assertThat(each.attachedManagedPolicies())
                                    .extracting(attached -> attached.policyArn())
                                    .containsExactly(policy));
                    assertThat(all.roleDetailList())
                            .filteredOn(each -> each.roleName().equals(role))
                            .singleElement()
                            .satisfies(each -> assertThat(AskedOfPolicies.decoded(
                                            each.rolePolicyList().getFirst().policyDocument()))
                                    .isEqualTo(LOOK));
                    assertThat(all.policies()).extracting(each -> each.arn()).contains(policy, ADMINISTRATOR);
                    assertThat(by.iam
                                    .getAccountAuthorizationDetails(
                                            request -> request.filter(EntityType.LOCAL_MANAGED_POLICY))
                                    .policies())
                            .extracting(each -> each.arn())
                            .doesNotContain(ADMINISTRATOR);
                },
                invalid(
                        "enum value set",
                        () -> by.iam.getAccountAuthorizationDetails(request -> request.filterWithStrings("Everybody"))),
                denied("GetAccountAuthorizationDetails", () -> by.plainIam.getAccountAuthorizationDetails()));
    }

    private Asked summary() {
        return iam(
                "GetAccountSummary",
                () -> {
                    made.user();
                    var summary = by.iam.getAccountSummary().summaryMap();
                    assertThat(summary.get(SummaryKeyType.USERS)).isGreaterThanOrEqualTo(3);
                    assertThat(summary.get(SummaryKeyType.GROUPS)).isPositive();
                    assertThat(summary.get(SummaryKeyType.POLICY_SIZE_QUOTA)).isEqualTo(6_144);
                },
                denied("GetAccountSummary", () -> by.plainIam.getAccountSummary()));
    }
}
