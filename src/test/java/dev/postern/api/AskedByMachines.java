package dev.postern.api;

import static dev.postern.api.Asked.raw;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.api.operation.Service;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;

/** What machines ask with a key of their own to become nodes and to stay them. No public SDK has it. */
record AskedByMachines(SdkCaller by, AgentWire wire) {
    List<Asked> all() {
        return List.of(register(), roleToken(), newKey());
    }

    private static String encoded(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private Reply registered(String activation, String code, String key) {
        return wire.sent(
                null,
                Service.SSM,
                "RegisterManagedInstance",
                "{\"ActivationId\":\"" + activation + "\",\"ActivationCode\":\"" + code + "\",\"Fingerprint\":\""
                        + ApiUnderTest.FINGERPRINT + "\",\"PublicKey\":\"" + key + "\",\"PublicKeyType\":\"Rsa\"}");
    }

    private Asked register() {
        var key = encoded(ApiUnderTest.rsaKey().getPublic());
        return ssm(
                "RegisterManagedInstance",
                () -> {
                    var made = by.ssm.createActivation(request -> request.iamRole("AnyRole"));
                    var reply = registered(made.activationId(), made.activationCode(), key);
                    assertThat(reply.json().path("InstanceId").asString()).matches("mi-[0-9a-f]{17}");
                },
                raw("InvalidActivation", "is not valid", () -> registered(NO_UUID, "no code anybody was given", key)),
                raw(
                        "ValidationException",
                        "'activationId'",
                        () -> registered("mine", "no code anybody was given", key)),
                raw("ValidationException", "'activationCode'", () -> registered(NO_UUID, "short", key)),
                raw(
                        "ValidationException",
                        "'publicKey'",
                        () -> registered(NO_UUID, "no code anybody was given", "QUJD".repeat(100))));
    }

    private Asked roleToken() {
        var node = by.api.node("web");
        var body = "{\"Fingerprint\":\"" + ApiUnderTest.FINGERPRINT + "\"}";
        return ssm(
                "RequestManagedInstanceRoleToken",
                () -> {
                    var token = wire.byKey(node, node.key(), "RequestManagedInstanceRoleToken", body)
                            .json();
                    assertThat(token.propertyNames())
                            .contains(
                                    "AccessKeyId",
                                    "SecretAccessKey",
                                    "SessionToken",
                                    "UpdateKeyPair",
                                    "TokenExpirationDate");
                },
                raw(
                        "MachineFingerprintDoesNotMatch",
                        "fingerprint",
                        () -> wire.byKey(
                                node, node.key(), "RequestManagedInstanceRoleToken", "{\"Fingerprint\":\"another\"}")),
                raw(
                        "ValidationException",
                        "'fingerprint'",
                        () -> wire.byKey(node, node.key(), "RequestManagedInstanceRoleToken", "{}")),
                raw(
                        "InvalidSignatureException",
                        "",
                        () -> wire.byKey(node, ApiUnderTest.rsaKey(), "RequestManagedInstanceRoleToken", body)),
                raw(
                        "AccessDeniedException",
                        "the key their node registered",
                        () -> wire.ssmOf(by.key, "RequestManagedInstanceRoleToken", body)));
    }

    private Asked newKey() {
        return ssm(
                "UpdateManagedInstancePublicKey",
                () -> {
                    var node = by.api.node("web");
                    var next = ApiUnderTest.rsaKey();
                    AgentWire.answered(
                            wire.byKey(node, node.key(), "UpdateManagedInstancePublicKey", changeTo(next, "Rsa")));
                    assertThat(wire.byKey(
                                            node,
                                            next,
                                            "RequestManagedInstanceRoleToken",
                                            "{\"Fingerprint\":\"" + ApiUnderTest.FINGERPRINT + "\"}")
                                    .status())
                            .isEqualTo(200);
                },
                raw("ValidationException", "'newPublicKeyType'", () -> {
                    var node = by.api.node("web");
                    return wire.byKey(
                            node, node.key(), "UpdateManagedInstancePublicKey", changeTo(node.key(), "Ed25519"));
                }),
                raw("ValidationException", "'newPublicKey'", () -> {
                    var node = by.api.node("web");
                    return wire.byKey(
                            node,
                            node.key(),
                            "UpdateManagedInstancePublicKey",
                            "{\"NewPublicKey\":\"" + "QUJD".repeat(100) + "\",\"NewPublicKeyType\":\"Rsa\"}");
                }),
                raw(
                        "AccessDeniedException",
                        "the key their node registered",
                        () -> wire.ssmOf(by.api.node("web").credentials(), "UpdateManagedInstancePublicKey", "{}")));
    }

    private static String changeTo(KeyPair key, String type) {
        return "{\"NewPublicKey\":\"" + encoded(key.getPublic()) + "\",\"NewPublicKeyType\":\"" + type + "\"}";
    }
}
