package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.AskedOfKeys.unknown;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** What is asked of the policies of keys. */
record AskedOfKeyPolicies(SdkCaller by) {
    List<Asked> all() {
        return List.of(policy(), putPolicy(), policies());
    }

    private Asked policy() {
        return kms(
                "GetKeyPolicy",
                () -> {
                    var key = by.newKey();
                    var policy =
                            by.kms.getKeyPolicy(request -> request.keyId(key).policyName("default"));
                    assertThat(policy.policy()).contains("arn:aws:iam::000000000000:root", "kms:*");
                    assertThat(policy.policyName()).isEqualTo("default");
                },
                unknown(() -> by.kms.getKeyPolicy(request -> request.keyId(NO_UUID))),
                as(NotFoundException.class, "named default", () -> {
                    var key = by.newKey();
                    by.kms.getKeyPolicy(request -> request.keyId(key).policyName("another"));
                }),
                invalid("'policyName'", () -> {
                    var key = by.newKey();
                    by.kms.getKeyPolicy(request -> request.keyId(key).policyName("no name"));
                }),
                denied("kms:GetKeyPolicy", () -> by.plainKms.getKeyPolicy(request -> request.keyId(NO_UUID))));
    }

    private Asked putPolicy() {
        var policy = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"000000000000\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
        return kms(
                "PutKeyPolicy",
                () -> {
                    var key = by.newKey();
                    by.kms.putKeyPolicy(request -> request.keyId(key).policy(policy));
                    assertThat(by.kms
                                    .getKeyPolicy(request -> request.keyId(key))
                                    .policy())
                            .isEqualTo(policy);
                },
                unknown(() ->
                        by.kms.putKeyPolicy(request -> request.keyId(NO_UUID).policy(policy))),
                as(
                        MalformedPolicyDocumentException.class,
                        "JSON",
                        () -> by.kms.putKeyPolicy(
                                request -> request.keyId(NO_UUID).policy("no policy"))),
                as(
                        UnsupportedOperationException.class,
                        "Leave it out",
                        () -> by.kms.putKeyPolicy(
                                request -> request.keyId(NO_UUID).policy(policy.replace("Allow", "Deny")))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    by.kms.putKeyPolicy(request -> request.keyId(going).policy(policy));
                }),
                invalid(
                        "less than or equal to 32768",
                        () -> by.kms.putKeyPolicy(
                                request -> request.keyId(NO_UUID).policy(policy + " ".repeat(32_768)))),
                denied(
                        "kms:PutKeyPolicy",
                        () -> by.plainKms.putKeyPolicy(
                                request -> request.keyId(NO_UUID).policy(policy))));
    }

    private Asked policies() {
        return kms(
                "ListKeyPolicies",
                () -> {
                    var key = by.newKey();
                    assertThat(by.kms
                                    .listKeyPoliciesPaginator(
                                            request -> request.keyId(key).limit(1))
                                    .policyNames())
                            .containsExactly("default");
                },
                unknown(() -> by.kms.listKeyPolicies(request -> request.keyId(NO_UUID))),
                as(InvalidMarkerException.class, "marker", () -> {
                    var key = by.newKey();
                    by.kms.listKeyPolicies(request -> request.keyId(key).marker(MADE_UP_TOKEN));
                }),
                invalid(
                        "less than or equal to 1000",
                        () -> by.kms.listKeyPolicies(
                                request -> request.keyId(NO_UUID).limit(1_001))),
                denied("kms:ListKeyPolicies", () -> by.plainKms.listKeyPolicies(request -> request.keyId(NO_UUID))));
    }
}
