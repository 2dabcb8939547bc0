package dev.postern.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.policy.ActionCatalog;
import dev.postern.sigv4.Credentials;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.sts.StsClient;

/** Policies can say which tags may be given and taken: each action of which the catalog says so is asked with the tags of the call. */
class TagKeysSdkIT {
    private static final String SEALED = "sealed";
    private static final String ROLE = "arn:aws:iam::000000000000:role/keeper";
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "000000000000"},
              "Action": ["sts:AssumeRole", "sts:TagSession"]}]}""";
    private static final String POLICY = "arn:aws:iam::000000000000:policy/kept";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    private final Credentials administrator = api.administrator();

    @AutoClose
    private final IamClient admin = AwsSdk.iam(api, administrator);

    private String key = "";

    @BeforeEach
    void thereIsSomethingToTag() {
        admin.createRole(request -> request.roleName("keeper").assumeRolePolicyDocument(TRUST));
        admin.createPolicy(request -> request.policyName("kept").policyDocument(AskedOfIam.LOOK));
        try (var kms = AwsSdk.kms(api, administrator)) {
            key = kms.createKey().keyMetadata().keyId();
        }
        try (var ssm = AwsSdk.ssm(api, administrator)) {
            document(ssm, "kept-document");
        }
    }

    /** Somebody who may everything but what the condition speaks of. */
    private Calls but(String name, String condition) {
        var calls = new Calls(name);
        admin.putUserPolicy(
                request -> request.userName(name).policyName("own").policyDocument("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": %s}]}""".formatted(condition)));
        return calls;
    }

    @Test
    void aKeyThatIsDeniedCanNeitherBeGivenNorTaken() {
        try (var calls = but("keys", "{\"ForAnyValue:StringEquals\": {\"aws:TagKeys\": \"sealed\"}}")) {
            var all = new TreeMap<>(calls.giving(SEALED));
            all.putAll(calls.taking(SEALED));
            assertThat(all.keySet()).isEqualTo(saying("aws:TagKeys"));
            all.forEach(TagKeysSdkIT::denied);

            calls.taking("open").forEach((_, call) -> assertThatCode(call).doesNotThrowAnyException());
            calls.giving("open").forEach((_, call) -> assertThatCode(call).doesNotThrowAnyException());
        }
    }

    @Test
    void aValueThatIsDeniedCannotBeGiven() {
        try (var calls = but("values", "{\"StringEquals\": {\"aws:RequestTag/Sealed\": \"yes\"}}")) {
            assertThat(calls.giving(SEALED).keySet()).isEqualTo(saying("aws:RequestTag/"));
            calls.giving(SEALED).forEach(TagKeysSdkIT::denied);
            calls.taking(SEALED).forEach((_, call) -> assertThatCode(call).doesNotThrowAnyException());
        }
    }

    private static void denied(String action, ThrowingCallable call) {
        assertThatThrownBy(call)
                .as(action)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        error -> assertThat(error.awsErrorDetails().errorCode()).startsWith("AccessDenied"));
    }

    /** Actions with that key; a token of an identity provider is asked elsewhere, and TagSession is AssumeRole's second leg. */
    private static Set<String> saying(String conditionKey) {
        return ActionCatalog.all().stream()
                .filter(action -> action.conditionKeys().contains(conditionKey))
                .map(ActionCatalog.Action::name)
                .filter(action -> !Set.of("sts:AssumeRoleWithWebIdentity", "sts:TagSession")
                        .contains(action))
                .collect(toSet());
    }

    private static void document(SsmClient ssm, String name, software.amazon.awssdk.services.ssm.model.Tag... tags) {
        ssm.createDocument(request -> request.name(name)
                .documentType(DocumentType.SESSION)
                .content("{\"schemaVersion\": \"1.0\", \"sessionType\": \"Standard_Stream\", \"inputs\": {}}")
                .tags(tags));
    }

    private final class Calls implements AutoCloseable {
        private final String name;
        private final IamClient iam;
        private final KmsClient kms;
        private final SsmClient ssm;
        private final StsClient sts;

        Calls(String name) {
            this.name = name;
            var signing = api.keyOf(name, Set.of());
            iam = AwsSdk.iam(api, signing);
            kms = AwsSdk.kms(api, signing);
            ssm = AwsSdk.ssm(api, signing);
            sts = AwsSdk.sts(api, signing);
        }

        Map<String, ThrowingCallable> giving(String tag) {
            var ofIam = AskedOfIam.tag(tag, "yes");
            var ofKey = AskedOfKeyTags.tag(tag, "yes");
            var ofSsm = software.amazon.awssdk.services.ssm.model.Tag.builder()
                    .key(tag)
                    .value("yes")
                    .build();
            var ofSession = software.amazon.awssdk.services.sts.model.Tag.builder()
                    .key(tag)
                    .value("yes")
                    .build();
            return Map.ofEntries(
                    call(
                            "ssm:CreateActivation",
                            () -> ssm.createActivation(
                                    request -> request.iamRole("SSM").tags(ofSsm))),
                    call(
                            "ssm:AddTagsToResource",
                            () -> ssm.addTagsToResource(on("kept-document", add -> add.tags(ofSsm)))),
                    call("ssm:CreateDocument", () -> document(ssm, name + "-" + tag, ofSsm)),
                    call("kms:CreateKey", () -> kms.createKey(request -> request.tags(ofKey))),
                    call(
                            "kms:TagResource",
                            () -> kms.tagResource(request -> request.keyId(key).tags(ofKey))),
                    call(
                            "sts:AssumeRole",
                            () -> sts.assumeRole(request ->
                                    request.roleArn(ROLE).roleSessionName(name).tags(ofSession))),
                    call(
                            "iam:CreateUser",
                            () -> iam.createUser(
                                    request -> request.userName(name + tag).tags(ofIam))),
                    call(
                            "iam:TagUser",
                            () -> iam.tagUser(
                                    request -> request.userName("admin").tags(ofIam))),
                    call(
                            "iam:CreateRole",
                            () -> iam.createRole(request -> request.roleName(name + tag)
                                    .assumeRolePolicyDocument(TRUST)
                                    .tags(ofIam))),
                    call(
                            "iam:TagRole",
                            () -> iam.tagRole(
                                    request -> request.roleName("keeper").tags(ofIam))),
                    call(
                            "iam:CreatePolicy",
                            () -> iam.createPolicy(request -> request.policyName(name + tag)
                                    .policyDocument(AskedOfIam.LOOK)
                                    .tags(ofIam))),
                    call(
                            "iam:TagPolicy",
                            () -> iam.tagPolicy(
                                    request -> request.policyArn(POLICY).tags(ofIam))));
        }

        Map<String, ThrowingCallable> taking(String tag) {
            return Map.ofEntries(
                    call(
                            "ssm:RemoveTagsFromResource",
                            () -> ssm.removeTagsFromResource(
                                    request -> request.resourceType(ResourceTypeForTagging.DOCUMENT)
                                            .resourceId("kept-document")
                                            .tagKeys(tag))),
                    call(
                            "kms:UntagResource",
                            () -> kms.untagResource(
                                    request -> request.keyId(key).tagKeys(tag))),
                    call(
                            "iam:UntagUser",
                            () -> iam.untagUser(
                                    request -> request.userName("admin").tagKeys(tag))),
                    call(
                            "iam:UntagRole",
                            () -> iam.untagRole(
                                    request -> request.roleName("keeper").tagKeys(tag))),
                    call(
                            "iam:UntagPolicy",
                            () -> iam.untagPolicy(
                                    request -> request.policyArn(POLICY).tagKeys(tag))));
        }

        private static Map.Entry<String, ThrowingCallable> call(String action, ThrowingCallable call) {
            return Map.entry(action, call);
        }

        private static Consumer<software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest.Builder> on(
                String document,
                Consumer<software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest.Builder> more) {
            return request -> more.accept(
                    request.resourceType(ResourceTypeForTagging.DOCUMENT).resourceId(document));
        }

        @Override
        public void close() {
            iam.close();
            kms.close();
            ssm.close();
            sts.close();
        }
    }
}
