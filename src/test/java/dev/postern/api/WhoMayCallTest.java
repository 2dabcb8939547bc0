package dev.postern.api;

import static dev.postern.api.ApiUnderTest.REGION;
import static dev.postern.api.ApiUnderTest.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.HandClock;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No call works without its credential, and each credential works for what it is for. */
class WhoMayCallTest {
    private static final String LIST = "AmazonSSM.DescribeInstanceInformation";
    private static final String LONG_SECRET = "x".repeat(40);

    private final HandClock clock = new HandClock();
    private ApiUnderTest api;
    private Credentials admin;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(clock, "postern.api.poll=1ms");
        admin = api.administrator();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aUsersKeyOpensClientCalls() {
        var reply = api.post(signer(admin, "ssm"), LIST, "{}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("InstanceInformationList").isArray()).isTrue();
        assertThat(reply.raw().headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(reply.raw().headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.1");
    }

    @Test
    void anUnsignedCallHearsThatItsTokenIsMissing() {
        assertRefused(api.post(null, LIST, "{}"), "MissingAuthenticationTokenException");
    }

    @Test
    void aWrongSecretDoesNotMatch() {
        var wrong = Credentials.longTerm(admin.accessKeyId(), LONG_SECRET);
        assertRefused(api.ssm(wrong, "DescribeInstanceInformation", "{}"), "InvalidSignatureException");
    }

    @Test
    void anUnknownKeyAndADisabledKeySoundAlike() {
        var unknown =
                api.ssm(Credentials.longTerm("PKIANOBODYHASTHISKEY", LONG_SECRET), "DescribeInstanceInformation", "{}");
        api.bean(AccessKeys.class).setEnabled(admin.accessKeyId(), false);
        var disabled = api.ssm(admin, "DescribeInstanceInformation", "{}");
        assertRefused(unknown, "UnrecognizedClientException");
        assertThat(disabled.text()).isEqualTo(unknown.text());
    }

    @Test
    void aKeyBeyondItsEndIsToldSoOnlyToWhoeverHasItsSecret() {
        var keys = api.bean(AccessKeys.class);
        var made = keys.create(keys.newId(), "admin", clock.instant().plus(Duration.ofDays(7)));
        var key = Credentials.longTerm(made.key().id(), made.secretAccessKey());
        clock.forward(Duration.ofDays(7).minusSeconds(1));
        assertThat(api.ssm(key, "DescribeInstanceInformation", "{}").status()).isEqualTo(200);
        clock.forward(Duration.ofSeconds(1));
        assertRefused(api.ssm(key, "DescribeInstanceInformation", "{}"), "ExpiredTokenException");
        var guessed = Credentials.longTerm(made.key().id(), LONG_SECRET);
        assertRefused(api.ssm(guessed, "DescribeInstanceInformation", "{}"), "InvalidSignatureException");
    }

    @Test
    void aKeysLastUseNamesServiceAndRegionOfWhatWasAccepted() {
        var keys = api.bean(AccessKeys.class);
        api.ssm(Credentials.longTerm(admin.accessKeyId(), LONG_SECRET), "DescribeInstanceInformation", "{}");
        assertThat(keys.of("admin").getFirst().lastUse()).isNull();
        api.ssm(admin, "DescribeInstanceInformation", "{}");
        assertThat(keys.of("admin").getFirst().lastUse())
                .isEqualTo(new AccessKey.LastUse(clock.instant(), "ssm", REGION));
    }

    @Test
    void aClockMoreThanFiveMinutesOffIsToldBothTimes() {
        var late = api.post(signer(admin, "ssm"), LIST, "{}", clock.instant().minusSeconds(301));
        assertRefused(late, "InvalidSignatureException");
        assertThat(late.message()).contains("Signature expired").contains("20261123T090000Z");
        var early = api.post(signer(admin, "ssm"), LIST, "{}", clock.instant().plusSeconds(301));
        assertThat(early.message()).contains("not yet current");
        assertThat(api.post(signer(admin, "ssm"), LIST, "{}", clock.instant().minusSeconds(299))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anotherRegionIsToldTheRightOne() {
        var reply = api.post(SigV4Signer.with(admin, "eu-west-9", "ssm"), LIST, "{}");
        assertRefused(reply, "InvalidSignatureException");
        assertThat(reply.message()).contains("'" + REGION + "'");
    }

    @Test
    void aSignatureForAnotherServiceIsToldTheRightOne() {
        var reply = api.post(signer(admin, "sts"), LIST, "{}");
        assertRefused(reply, "InvalidSignatureException");
        assertThat(reply.message()).contains("correct service: 'ssm'");
    }

    @Test
    void aBodyThatWasChangedUnderwayDoesNotMatch() {
        var reply = api.send(
                signer(admin, "ssm"),
                LIST,
                "{}".getBytes(StandardCharsets.UTF_8),
                BodyPublishers.ofString("{ }"),
                clock.instant());
        assertRefused(reply, "InvalidSignatureException");
    }

    @Test
    void aUsersKeyOpensNoAgentCalls() {
        for (var operation : List.of("UpdateInstanceInformation", "ListInstanceAssociations", "PutInventory"))
            assertRefused(api.ssm(admin, operation, "{}"), "AccessDeniedException");
        for (var operation : List.of("RequestManagedInstanceRoleToken", "UpdateManagedInstancePublicKey"))
            assertRefused(api.ssm(admin, operation, "{}"), "AccessDeniedException");
        var poll = api.post(signer(admin, "ec2messages"), "EC2WindowsMessageDeliveryService.GetMessages", "{}");
        assertRefused(poll, "AccessDeniedException");
    }

    @Test
    void aNodesRoleTokenOpensNoClientCalls() {
        var node = api.node("web-1").credentials();
        for (var operation : List.of(
                "StartSession",
                "ResumeSession",
                "TerminateSession",
                "DescribeSessions",
                "CreateActivation",
                "DescribeActivations",
                "DeleteActivation",
                "DescribeInstanceInformation",
                "GetConnectionStatus",
                "DeregisterManagedInstance",
                "AddTagsToResource",
                "RemoveTagsFromResource",
                "ListTagsForResource")) {
            assertRefused(api.ssm(node, operation, "{}"), "AccessDeniedException");
        }
        assertRefused(api.ssm(node, "RequestManagedInstanceRoleToken", "{}"), "AccessDeniedException");
    }

    @Test
    void aNodesRegisteredKeyOpensNothingButItsToken() {
        var node = api.node("web-1");
        var signer = SigV4Signer.registered(node.id().value(), node.key().getPrivate(), REGION);
        assertRefused(api.post(signer, LIST, "{}"), "AccessDeniedException");
        assertRefused(api.post(signer, "AmazonSSM.UpdateInstanceInformation", "{}"), "AccessDeniedException");
    }

    @Test
    void aNodeSpeaksForItselfOnly() {
        var one = api.node("web-1");
        var other = api.node("web-2");
        var body = "{\"InstanceId\":\"" + other.id() + "\",\"AgentVersion\":\"3.3.0.0\"}";
        assertRefused(api.ssm(one.credentials(), "UpdateInstanceInformation", body), "AccessDeniedException");
        assertThat(api.bean(Nodes.class).find(other.id()).orElseThrow().lastSeen())
                .isNull();

        assertRefused(api.ssm(one.credentials(), "ListInstanceAssociations", body), "AccessDeniedException");
        var poll = "{\"Destination\":\"" + other.id() + "\",\"MessagesRequestId\":\"1\"}";
        assertRefused(
                api.post(
                        signer(one.credentials(), "ec2messages"), "EC2WindowsMessageDeliveryService.GetMessages", poll),
                "AccessDeniedException");
        var control = channel("POST", "/v1/control-channel/" + other.id(), one.credentials());
        assertThat(control.status()).isEqualTo(403);
        assertThat(control.text()).startsWith("<AccessDeniedException>");
        assertThat(channel("POST", "/v1/control-channel/" + one.id(), one.credentials())
                        .text())
                .contains("node=" + one.id());
    }

    @Test
    void aRoleTokenNeedsItsSessionTokenAndItsTime() {
        var node = api.node("web-1");
        var full = node.credentials();
        var beat = "{\"InstanceId\":\"" + node.id() + "\"}";
        var without = new Credentials(full.accessKeyId(), full.secretAccessKey(), null);
        assertRefused(api.ssm(without, "UpdateInstanceInformation", beat), "UnrecognizedClientException");
        var wrong = new Credentials(full.accessKeyId(), full.secretAccessKey(), "not the token");
        assertRefused(api.ssm(wrong, "UpdateInstanceInformation", beat), "UnrecognizedClientException");
        assertThat(api.ssm(full, "UpdateInstanceInformation", beat).status()).isEqualTo(200);
        clock.forward(Duration.ofMinutes(61));
        assertRefused(api.ssm(full, "UpdateInstanceInformation", beat), "ExpiredTokenException");
    }

    @Test
    void aDeregisteredNodeIsOutAtOnce() {
        var node = api.node("web-1");
        var beat = "{\"InstanceId\":\"" + node.id() + "\"}";
        assertThat(api.ssm(node.credentials(), "UpdateInstanceInformation", beat)
                        .status())
                .isEqualTo(200);
        assertThat(api.ssm(admin, "DeregisterManagedInstance", beat).status()).isEqualTo(200);
        assertRefused(api.ssm(node.credentials(), "UpdateInstanceInformation", beat), "UnrecognizedClientException");
        assertRefused(roleToken(node), "AccessDeniedException"); // on which stock agents wait for half an hour
    }

    @Test
    void aUserWhoMayNotIsToldWhy() {
        var alice = api.keyOf("alice", Set.of());
        var node = api.node("web-1");
        api.relays.connected.add(node.id());
        var reply = api.ssm(alice, "StartSession", "{\"Target\":\"" + node.id() + "\"}");
        assertRefused(reply, "AccessDeniedException");
        assertThat(reply.message())
                .contains("user/alice is not authorized to perform: ssm:StartSession")
                .contains("no identity-based policy allows the ssm:StartSession action")
                .containsOnlyOnce(node.id().value());
        assertRefused(api.ssm(alice, "CreateActivation", "{\"IamRole\":\"any\"}"), "AccessDeniedException");
        assertRefused(api.ssm(alice, "DescribeInstanceInformation", "{}"), "AccessDeniedException");
    }

    @Test
    void channelsNeedTheirNodeButTheClientsStreamNeedsNobody() {
        var node = api.node("web-1");
        assertThat(channel("POST", "/v1/control-channel/" + node.id(), null).status())
                .isEqualTo(403);
        assertThat(channel("GET", "/v1/control-channel/" + node.id(), null).status())
                .isEqualTo(403);
        assertThat(channel("GET", "/v1/control-channel/" + node.id(), admin).text())
                .contains("AccessDeniedException");
        assertThat(channel("POST", "/v1/data-channel/admin-1", null).status()).isEqualTo(403);
        assertThat(channel("POST", "/v1/data-channel/admin-1", admin).text()).contains("AccessDeniedException");
        assertThat(channel("GET", "/v1/data-channel/admin-1", null).text()).isEqualTo("node=null caller=null body=");
        assertThat(channel("GET", "/v1/data-channel/admin-1", node.credentials())
                        .text())
                .contains("node=" + node.id());
        assertThat(channel("GET", "/v1/data-channel/user%40example-1?role=publish_subscribe", node.credentials())
                        .text())
                .contains("node=" + node.id());
    }

    @Test
    void whatIsHandedOnStillHasItsBody() {
        var node = api.node("web-1");
        var body = "{\"MessageSchemaVersion\":\"1.0\"}";
        var reply = api.send(
                "POST",
                "/v1/data-channel/admin-1",
                signer(node.credentials(), "ssmmessages"),
                List.of(new Header("Content-Type", "application/json")),
                body);
        assertThat(reply.text()).isEqualTo("node=" + node.id() + " caller=null body=" + body);
    }

    @Test
    void aRefusedReadIsWrittenDownOnce() {
        var alice = api.keyOf("alice", Set.of());
        for (int i = 0; i < 3; i++) {
            assertRefused(
                    api.ssm(alice, "GetConnectionStatus", "{\"Target\":\"mi-0123456789abcdef0\"}"),
                    "AccessDeniedException");
        }
        assertThat(denials()).isEqualTo(1);
        var event = api.bean(Trail.class).latest(Long.MAX_VALUE, 1).getFirst().event();
        assertThat(event.action()).isEqualTo("GetConnectionStatus");
        assertThat(event.actor().name()).isEqualTo("alice");
    }

    @Test
    void refusalsAreCountedAndTheFirstOfAMinuteIsWrittenDown() {
        for (int i = 0; i < 5; i++) api.post(null, LIST, "{}");
        var counter = api.bean(MeterRegistry.class)
                .counter("postern.api.refused", "code", "MissingAuthenticationTokenException");
        assertThat(counter.count()).isEqualTo(5);
        assertThat(denials()).isEqualTo(1);
        clock.forward(Duration.ofMinutes(2));
        api.post(null, LIST, "{}");
        assertThat(denials()).isEqualTo(2);
        assertThat(api.bean(Trail.class)
                        .latest(Long.MAX_VALUE, 1)
                        .getFirst()
                        .event()
                        .details())
                .containsEntry("alsoLeftOut", "4")
                .containsEntry("code", "MissingAuthenticationTokenException");
    }

    private long denials() {
        return api.bean(Trail.class).latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().outcome() == Outcome.DENIED)
                .count();
    }

    private Reply roleToken(NodeUnderTest node) {
        return api.post(
                SigV4Signer.registered(node.id().value(), node.key().getPrivate(), REGION),
                "AmazonSSM.RequestManagedInstanceRoleToken",
                "{\"Fingerprint\":\"" + ApiUnderTest.FINGERPRINT + "\"}");
    }

    private Reply channel(String method, String path, @Nullable Credentials credentials) {
        var signer = credentials == null ? null : signer(credentials, "ssmmessages");
        return api.send(method, path, signer, List.of(), "");
    }

    private static void assertRefused(Reply reply, String type) {
        assertThat(reply.type()).as(reply.text()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isNotBlank();
    }
}
