package dev.postern.api;

import static dev.postern.api.AskedOfIam.ADMINISTRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.sigv4.Credentials;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** Somebody is let manage people, and gains nothing by it that they were not given. */
class DelegatedIamSdkIT {
    private static final String BOUNDARY = "arn:aws:iam::000000000000:policy/most";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    @AutoClose
    private final IamClient admin = AwsSdk.iam(api, api.administrator());

    @AutoClose
    private final IamClient lead = AwsSdk.iam(api, api.keyOf("lead", Set.of()));

    @BeforeEach
    void letManageWhoIsBounded() {
        admin.createPolicy(request -> request.policyName("most").policyDocument(AskedOfIam.policy("ssm:*")));
        admin.putUserPolicy(
                request -> request.userName("lead").policyName("people").policyDocument("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Resource": "*",
                    "Action": ["iam:CreateUser", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:PutUserPolicy"],
                    "Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::000000000000:policy/most"}}},
                  {"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/${aws:username}"},
                  {"Effect": "Allow", "Action": "iam:TagUser", "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceTag/team": "red", "aws:RequestTag/shift": "day"}}}]}"""));
    }

    private static void denied(String action, ThrowingCallable call) {
        AwsSdk.refused(call, "AccessDenied", 403, "not authorized to perform: iam:" + action);
    }

    @Test
    void theyMakeAndEquipOnlyWhoIsBounded() {
        lead.createUser(request -> request.userName("mira").permissionsBoundary(BOUNDARY));
        lead.attachUserPolicy(request -> request.userName("mira").policyArn(ADMINISTRATOR));
        lead.putUserPolicy(request -> request.userName("mira").policyName("own").policyDocument(AskedOfIam.LOOK));

        denied("CreateUser", () -> lead.createUser(request -> request.userName("free")));
        denied(
                "CreateUser",
                () -> lead.createUser(request -> request.userName("free").permissionsBoundary(ADMINISTRATOR)));
        denied(
                "AttachUserPolicy",
                () -> lead.attachUserPolicy(request -> request.userName("lead").policyArn(ADMINISTRATOR)));
        denied(
                "PutUserPolicy",
                () -> lead.putUserPolicy(
                        request -> request.userName("lead").policyName("own").policyDocument(AskedOfIam.policy("*"))));
        denied(
                "DeleteUserPermissionsBoundary",
                () -> lead.deleteUserPermissionsBoundary(request -> request.userName("mira")));
    }

    /** Policies of one's own about somebody else would answer what their tags are, a guess at a time. */
    @Test
    void simulatorsTellNothingOfWhoOneMayNotLookAt() {
        admin.createUser(request -> request.userName("red").tags(AskedOfIam.tag("team", "red")));
        admin.putUserPolicy(request -> request.userName("lead")
                .policyName("simulates")
                .policyDocument(AskedOfIam.policy("iam:SimulateCustomPolicy")));
        assertThat(guessed(lead)).isEqualTo("implicitDeny");
        assertThat(guessed(admin)).isEqualTo("allowed");
    }

    private static String guessed(IamClient asking) {
        return asking.simulateCustomPolicy(request -> request.policyInputList("""
                                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                                  "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}}""")
                        .callerArn("arn:aws:iam::000000000000:user/red")
                        .actionNames("ssm:DescribeSessions"))
                .evaluationResults()
                .getFirst()
                .evalDecisionAsString();
    }

    @Test
    void keysOfOthersAndForeignTagsAreNotTheirs() {
        assertThat(lead.createAccessKey().accessKey().userName()).isEqualTo("lead");
        denied("CreateAccessKey", () -> lead.createAccessKey(request -> request.userName("admin")));

        admin.createUser(request -> request.userName("red").tags(AskedOfIam.tag("team", "red")));
        lead.tagUser(request -> request.userName("red").tags(AskedOfIam.tag("shift", "day")));
        denied(
                "TagUser",
                () -> lead.tagUser(request -> request.userName("red").tags(AskedOfIam.tag("shift", "night"))));
        denied("TagUser", () -> lead.tagUser(request -> request.userName("lead").tags(AskedOfIam.tag("shift", "day"))));
    }

    @Test
    void everyChangeIsInTheTrailWithWhatItChanged() {
        denied(
                "AttachUserPolicy",
                () -> lead.attachUserPolicy(request -> request.userName("lead").policyArn(ADMINISTRATOR)));
        var entry = api.bean(Trail.class).latest(Long.MAX_VALUE, 10).stream()
                .map(each -> each.event())
                .filter(event -> event.action().endsWith("AttachUserPolicy"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(entry.details()).containsEntry("policy", ADMINISTRATOR);
    }

    @Test
    void whatIsBoundedCannotGoBeyond() {
        lead.createUser(request -> request.userName("mira").permissionsBoundary(BOUNDARY));
        lead.attachUserPolicy(request -> request.userName("mira").policyArn(ADMINISTRATOR));
        var key = admin.createAccessKey(request -> request.userName("mira")).accessKey();
        try (var mira = AwsSdk.iam(api, Credentials.longTerm(key.accessKeyId(), key.secretAccessKey()))) {
            denied("ListUsers", mira::listUsers);
        }
    }
}
