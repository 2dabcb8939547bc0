package dev.postern.api;

import static dev.postern.api.ApiUnderTest.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.inventory.Activations;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.testing.HandClock;
import dev.postern.trail.Trail;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a machine with an activation code to a node with a role token. */
class RegistrationTest {
    private static final KeyPair FIRST = ApiUnderTest.rsaKey();
    private static final KeyPair SECOND = ApiUnderTest.rsaKey();
    private static final String ANY_ACTIVATION = "00000000-0000-4000-8000-000000000000";
    private static final String ANY_CODE = "no code anybody was given";

    private final HandClock clock = new HandClock();
    private final String fingerprint = UUID.randomUUID().toString();
    private ApiUnderTest api;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(clock);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aMachineRegistersGetsItsTokenAndReports() {
        var made = activation(1);
        var node = registered(register(made.activation().id(), made.code(), FIRST.getPublic()));

        var token = roleToken(node, FIRST, fingerprint);
        assertThat(token.status()).as(token.text()).isEqualTo(200);
        assertThat(token.json().path("UpdateKeyPair").asBoolean(true)).isFalse();
        assertThat(token.json().path("TokenExpirationDate").asLong())
                .isEqualTo(clock.instant().plusSeconds(3600).getEpochSecond());

        var beat = "{\"InstanceId\":\"" + node + "\",\"ComputerName\":\"web-7\",\"PlatformType\":\"Linux\"}";
        assertThat(api.ssm(credentials(token), "UpdateInstanceInformation", beat)
                        .text())
                .isEqualTo("{}");
        assertThat(api.bean(Nodes.class).find(node).orElseThrow().facts().computerName())
                .isEqualTo("web-7");
    }

    @Test
    void everyWrongActivationSoundsTheSame() {
        var made = activation(1);
        registered(register(made.activation().id(), made.code(), FIRST.getPublic()));
        var usedUp = register(made.activation().id(), made.code(), FIRST.getPublic());
        var wrongCode = register(activation(1).activation().id(), ANY_CODE, FIRST.getPublic());
        var unknown = register(ANY_ACTIVATION, ANY_CODE, FIRST.getPublic());
        assertThat(usedUp.type()).isEqualTo("InvalidActivation");
        assertThat(wrongCode.text()).isEqualTo(usedUp.text()).isEqualTo(unknown.text());
    }

    @Test
    void aKeyThatIsNoneIsRefusedAndTheCodeIsNeverRepeated() {
        var noKey = body(ANY_ACTIVATION, ANY_CODE, "QUJD".repeat(100));
        var reply = api.post(null, "AmazonSSM.RegisterManagedInstance", noKey);
        assertThat(reply.type()).isEqualTo("ValidationException");
        assertThat(reply.message()).contains("publicKey").contains("RSA");
        var shortCode = api.post(
                null, "AmazonSSM.RegisterManagedInstance", body(ANY_ACTIVATION, "half-a-code", "QUJD".repeat(100)));
        assertThat(shortCode.type()).isEqualTo("ValidationException");
        assertThat(shortCode.text()).contains("activationCode").doesNotContain("half-a-code");
    }

    @Test
    void aCloneWithAnotherFingerprintIsToldSo() {
        var made = activation(1);
        var node = registered(register(made.activation().id(), made.code(), FIRST.getPublic()));
        var reply = roleToken(node, FIRST, UUID.randomUUID().toString());
        assertThat(reply.type()).isEqualTo("MachineFingerprintDoesNotMatch");
        assertThat(api.bean(Trail.class)
                        .latest(Long.MAX_VALUE, 1)
                        .getFirst()
                        .event()
                        .actor()
                        .name())
                .isEqualTo(node.value());
    }

    @Test
    void anotherKeyThanTheRegisteredOneDoesNotMatch() {
        var made = activation(1);
        var node = registered(register(made.activation().id(), made.code(), FIRST.getPublic()));
        assertThat(roleToken(node, SECOND, fingerprint).type()).isEqualTo("InvalidSignatureException");
    }

    @Test
    void theKeyIsChangedByTheOldOneAndThenOnlyTheNewOneCounts() {
        var made = activation(1);
        var node = registered(register(made.activation().id(), made.code(), FIRST.getPublic()));
        var change = "{\"NewPublicKey\":\"" + encoded(SECOND.getPublic()) + "\",\"NewPublicKeyType\":\"Rsa\"}";
        var target = "AmazonSSM.UpdateManagedInstancePublicKey";
        assertThat(chunked(node, FIRST, target, change).text()).isEqualTo("{}");
        assertThat(api.bean(Trail.class)
                        .latest(Long.MAX_VALUE, 1)
                        .getFirst()
                        .event()
                        .action())
                .isEqualTo("UpdateManagedInstancePublicKey");
        assertThat(roleToken(node, FIRST, fingerprint).type()).isEqualTo("InvalidSignatureException");
        assertThat(roleToken(node, SECOND, fingerprint).status()).isEqualTo(200);
    }

    private Activations.Created activation(int limit) {
        return api.bean(Activations.class)
                .create(
                        new Activations.Wanted("", "", "AnyRole", limit, null, Map.of()),
                        "arn:aws:iam::000000000000:user/admin");
    }

    private Reply register(String activation, String code, PublicKey key) {
        return api.post(null, "AmazonSSM.RegisterManagedInstance", body(activation, code, encoded(key)));
    }

    private String body(String activation, String code, String key) {
        return "{\"ActivationId\":\"" + activation + "\",\"ActivationCode\":\"" + code + "\",\"Fingerprint\":\""
                + fingerprint + "\",\"PublicKey\":\"" + key + "\",\"PublicKeyType\":\"Rsa\"}";
    }

    private static NodeId registered(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return new NodeId(reply.json().path("InstanceId").asString());
    }

    private Reply roleToken(NodeId node, KeyPair key, String fingerprint) {
        return chunked(
                node, key, "AmazonSSM.RequestManagedInstanceRoleToken", "{\"Fingerprint\":\"" + fingerprint + "\"}");
    }

    /** As the stock agent sends it: RSA form, no Content-Length. */
    private Reply chunked(NodeId node, KeyPair key, String target, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return api.send(
                SigV4Signer.registered(node.value(), key.getPrivate(), REGION),
                target,
                bytes,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
                clock.instant());
    }

    private static Credentials credentials(Reply token) {
        return new Credentials(
                token.json().path("AccessKeyId").asString(),
                token.json().path("SecretAccessKey").asString(),
                token.json().path("SessionToken").asString());
    }

    private static String encoded(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
