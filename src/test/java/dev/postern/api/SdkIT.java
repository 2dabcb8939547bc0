package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.identity.AccessKeys;
import dev.postern.inventory.Facts;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.trail.Trail;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ConnectionStatus;
import software.amazon.awssdk.services.ssm.model.DescribeActivationsFilter;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationFilter;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidActivationIdException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.PingStatus;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SessionFilter;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.ssm.model.SessionStatus;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;
import software.amazon.awssdk.services.sts.StsClient;

/** Activations, nodes and sessions by AWS's own SDK. */
class SdkIT {
    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    private final Credentials key = api.administrator();

    @AutoClose
    private final SsmClient ssm = AwsSdk.ssm(api, key);

    @AutoClose
    private final StsClient sts = AwsSdk.sts(api, key);

    @Test
    void saysWhoOneIs() {
        var identity = sts.getCallerIdentity();
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:user/admin");
        assertThat(identity.account()).isEqualTo("000000000000");
        assertThat(identity.userId()).matches("AIDA[A-Z2-7]{17}");
    }

    @Test
    void aDisabledKeyIsAnErrorTheSdkUnderstands() {
        api.bean(AccessKeys.class).setEnabled(key.accessKeyId(), false);
        assertThatThrownBy(() -> sts.getCallerIdentity()).isInstanceOfSatisfying(AwsServiceException.class, error -> {
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
            assertThat(error.statusCode()).isEqualTo(403);
        });
        assertThatThrownBy(() -> ssm.describeActivations(_ -> {}))
                .isInstanceOfSatisfying(AwsServiceException.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
                    assertThat(error.awsErrorDetails().errorMessage()).contains("security token");
                    assertThat(error.requestId()).isNotBlank();
                });
    }

    @Test
    void theEventOfAnActivationNamesIt() {
        var made = ssm.createActivation(request -> request.iamRole("any"));
        var event = api.bean(Trail.class).latest(Long.MAX_VALUE, 1).getFirst().event();
        assertThat(event.action()).isEqualTo("CreateActivation");
        assertThat(event.resource()).isEqualTo("arn:aws:ssm:local:000000000000:activation/" + made.activationId());
    }

    @Test
    void activationsAreMadeShownAndDeleted() {
        var expires = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        var made = ssm.createActivation(request -> request.iamRole("any role there is")
                .description("for the web servers")
                .defaultInstanceName("web")
                .registrationLimit(5)
                .expirationDate(expires)
                .tags(Tag.builder().key("team").value("web").build()));
        assertThat(made.activationCode()).hasSizeBetween(20, 250);
        ssm.createActivation(request -> request.iamRole("another"));

        var shown = ssm.describeActivationsPaginator(request -> request.maxResults(1)).activationList().stream()
                .toList();
        assertThat(shown).hasSize(2);
        var first = shown.stream()
                .filter(activation -> activation.activationId().equals(made.activationId()))
                .findFirst()
                .orElseThrow();
        assertThat(first.iamRole()).isEqualTo("any role there is");
        assertThat(first.registrationLimit()).isEqualTo(5);
        assertThat(first.registrationsCount()).isZero();
        assertThat(first.expirationDate()).isEqualTo(expires);
        assertThat(first.expired()).isFalse();
        assertThat(first.tags())
                .containsExactly(Tag.builder().key("team").value("web").build());
        assertThat(ssm.describeActivations(request -> request.filters(DescribeActivationsFilter.builder()
                                .filterKey("IamRole")
                                .filterValues("another")
                                .build()))
                        .activationList())
                .hasSize(1);

        ssm.deleteActivation(request -> request.activationId(made.activationId()));
        assertThatThrownBy(() -> ssm.deleteActivation(request -> request.activationId(made.activationId())))
                .isInstanceOf(InvalidActivationIdException.class);
    }

    @Test
    void nodesAreListedPageByPageAndFiltered() {
        var ids = new TreeSet<String>();
        for (int i = 0; i < 12; i++) ids.add(api.node("web-" + i).id().value());
        var shown = ssm
                .describeInstanceInformationPaginator(request -> request.maxResults(5))
                .instanceInformationList()
                .stream()
                .map(InstanceInformation::instanceId)
                .toList();
        assertThat(shown).containsExactlyElementsOf(ids);

        var one = new NodeId(ids.first());
        var nodes = api.bean(Nodes.class);
        nodes.heartbeat(one, new Facts("web-0", "192.0.2.7", "Linux", "Debian", "12", "amazon-ssm-agent", "3.3.0.0"));
        nodes.connected(one, "3.3.0.0");
        nodes.tag(one, Map.of("stage", "test"));
        var node = ssm.describeInstanceInformation(
                        request -> request.instanceInformationFilterList(InstanceInformationFilter.builder()
                                .key("PingStatus")
                                .valueSet("Online")
                                .build()))
                .instanceInformationList();
        assertThat(node).hasSize(1);
        assertThat(node.getFirst().pingStatus()).isEqualTo(PingStatus.ONLINE);
        assertThat(node.getFirst().ipAddress()).isEqualTo("192.0.2.7");
        assertThat(node.getFirst().platformTypeAsString()).isEqualTo("Linux");
        assertThat(node.getFirst().lastPingDateTime()).isBeforeOrEqualTo(Instant.now());
        for (var filter : List.of("tag:stage=test", "tag-key=stage", "InstanceIds=" + one, "PlatformTypes=Linux")) {
            var parts = filter.split("=", 2);
            assertThat(ssm.describeInstanceInformation(
                                    request -> request.filters(InstanceInformationStringFilter.builder()
                                            .key(parts[0])
                                            .values(parts[1])
                                            .build()))
                            .instanceInformationList())
                    .as(filter)
                    .extracting(InstanceInformation::instanceId)
                    .containsExactly(one.value());
        }
        assertThatThrownBy(() -> ssm.describeInstanceInformation(request -> request.nextToken("bm9uc2Vuc2U")))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void aSessionIsStartedResumedListedAndTerminated() {
        var node = api.node("web-1").id();
        assertThat(ssm.getConnectionStatus(request -> request.target(node.value()))
                        .status())
                .isEqualTo(ConnectionStatus.NOTCONNECTED);
        assertThatThrownBy(() -> ssm.startSession(request -> request.target(node.value())))
                .isInstanceOf(TargetNotConnectedException.class)
                .hasMessageContaining(node + " is not connected");

        api.relays.connected.add(node);
        api.bean(Nodes.class).connected(node, "3.3.0.0");
        assertThat(ssm.getConnectionStatus(request -> request.target(node.value()))
                        .status())
                .isEqualTo(ConnectionStatus.CONNECTED);
        var started = ssm.startSession(request -> request.target(node.value()).reason("to look at the log"));
        assertThat(started.sessionId()).startsWith("admin-");
        assertThat(started.tokenValue()).isNotBlank();
        assertThat(URI.create(started.streamUrl()))
                .isEqualTo(URI.create("wss://localhost:" + api.url("/").getPort() + "/v1/data-channel/"
                        + started.sessionId() + "?role=publish_subscribe"));

        var resumed = ssm.resumeSession(request -> request.sessionId(started.sessionId()));
        assertThat(resumed.tokenValue()).isNotBlank().isNotEqualTo(started.tokenValue());
        assertThat(resumed.streamUrl()).isEqualTo(started.streamUrl());

        var active = ssm.describeSessions(request -> request.state(SessionState.ACTIVE))
                .sessions();
        assertThat(active).hasSize(1);
        assertThat(active.getFirst().reason()).isEqualTo("to look at the log");
        assertThat(active.getFirst().status()).isEqualTo(SessionStatus.CONNECTING);
        assertThat(active.getFirst().owner()).isEqualTo("arn:aws:iam::000000000000:user/admin");

        for (int i = 0; i < 2; i++)
            assertThat(ssm.terminateSession(request -> request.sessionId(started.sessionId()))
                            .sessionId())
                    .isEqualTo(started.sessionId());
        assertThat(ssm.describeSessions(request -> request.state(SessionState.ACTIVE))
                        .sessions())
                .isEmpty();
        var history = ssm.describeSessions(request -> request.state(SessionState.HISTORY)
                        .filters(SessionFilter.builder()
                                .key("Target")
                                .value(node.value())
                                .build()))
                .sessions();
        assertThat(history).hasSize(1);
        assertThat(history.getFirst().status()).isEqualTo(SessionStatus.TERMINATED);
        assertThat(history.getFirst().details()).isEqualTo("Closed by its owner");
        assertThat(ssm.resumeSession(request -> request.sessionId(started.sessionId()))
                        .tokenValue())
                .isEmpty();
        assertThat(ssm.resumeSession(request -> request.sessionId("never-was")).tokenValue())
                .isEmpty();
        assertThat(ssm.terminateSession(request -> request.sessionId("never-was"))
                        .sessionId())
                .isEqualTo("never-was");
    }

    @Test
    void sessionsAreListedPageByPageAndByEveryFilter() {
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        for (int i = 0; i < 5; i++) ssm.startSession(request -> request.target(node.value()));
        var all = ssm
                .describeSessionsPaginator(
                        request -> request.state(SessionState.ACTIVE).maxResults(2))
                .sessions()
                .stream()
                .toList();
        assertThat(all).hasSize(5).extracting(session -> session.sessionId()).doesNotHaveDuplicates();
        var one = all.get(2);

        assertThat(active("SessionId", one.sessionId())).containsExactly(one.sessionId());
        assertThat(active("Target", node.value())).hasSize(5);
        assertThat(active("Target", "mi-00000000000000000")).isEmpty();
        assertThat(active("Owner", one.owner())).hasSize(5);
        assertThat(active("Owner", "arn:aws:iam::000000000000:user/nobody")).isEmpty();
        assertThat(active("Status", "Connecting")).hasSize(5);
        assertThat(active("Status", "Connected")).isEmpty();
        assertThat(active("Status", "Terminating")).isEmpty();
        assertThat(active("AccessType", "Standard")).hasSize(5);
        assertThat(active("AccessType", "JustInTime")).isEmpty();
        assertThat(active("InvokedAfter", "2026-11-23T00:00:00Z")).hasSize(5);
        assertThat(active("InvokedBefore", "2026-11-23T00:00:00+01:00")).isEmpty();
        assertThatThrownBy(() -> active("Status", "Sleeping")).hasMessageContaining("Disconnected");
        assertThatThrownBy(() -> active("AccessType", "Other")).hasMessageContaining("JustInTime");
        assertThatThrownBy(() -> active("InvokedAfter", "yesterday")).hasMessageContaining("must look like");
        assertThatThrownBy(() -> active("Colour", "red")).hasMessageContaining("enum value set");
        assertThatThrownBy(() -> ssm.describeSessions(
                        request -> request.state(SessionState.ACTIVE).nextToken("bm9uc2Vuc2U")))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    private List<String> active(String key, String value) {
        return ssm
                .describeSessions(request -> request.state(SessionState.ACTIVE)
                        .filters(SessionFilter.builder().key(key).value(value).build()))
                .sessions()
                .stream()
                .map(session -> session.sessionId())
                .toList();
    }

    @Test
    void nodesAreTaggedAndDeregistered() {
        var node = api.node("web-1").id().value();
        ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                .resourceId(node)
                .tags(
                        Tag.builder().key("a").value("1").build(),
                        Tag.builder().key("b").value("").build()));
        ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                .resourceId(node)
                .tagKeys("a"));
        assertThat(ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                .resourceId(node))
                        .tagList())
                .containsExactly(Tag.builder().key("b").value("").build());
        assertThatThrownBy(() ->
                        ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.MANAGED_INSTANCE)
                                .resourceId("mi-nothing")))
                .isInstanceOf(InvalidResourceIdException.class);

        ssm.deregisterManagedInstance(request -> request.instanceId(node));
        assertThat(ssm.describeInstanceInformation().instanceInformationList()).isEmpty();
        assertThatThrownBy(() -> ssm.deregisterManagedInstance(request -> request.instanceId(node)))
                .isInstanceOf(InvalidInstanceIdException.class);
    }

    @Test
    void anotherUserDoesNotTouchOnesSession() {
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        var session = ssm.startSession(request -> request.target(node.value())).sessionId();
        try (var alice = AwsSdk.ssm(api, api.keyOf("alice", Set.of()))) {
            assertThatThrownBy(() -> alice.terminateSession(request -> request.sessionId(session)))
                    .hasMessageContaining("not authorized to perform: ssm:TerminateSession");
            assertThatThrownBy(() -> alice.resumeSession(request -> request.sessionId(session)))
                    .hasMessageContaining("not authorized");
            assertThatThrownBy(() -> alice.describeSessions(request -> request.state(SessionState.ACTIVE)))
                    .hasMessageContaining("not authorized to perform: ssm:DescribeSessions");
        }
    }
}
