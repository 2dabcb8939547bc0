package dev.postern.api;

import static dev.postern.api.ApiUnderTest.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.identity.Caller;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One caller's load is not another's, an idle poll costs no thread, and no Host header is believed. */
class LimitsTest {
    private final HandClock clock = new HandClock();
    private ApiUnderTest api = new ApiUnderTest(
            clock,
            "postern.api.rate=1",
            "postern.api.burst=3",
            "postern.api.anonymous-rate=1",
            "postern.api.anonymous-burst=2",
            "postern.api.poll=300ms");

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoAsksTooMuchIsThrottledAndNobodyElse() {
        var admin = api.administrator();
        var alice = api.keyOf("alice", Set.of());
        for (int i = 0; i < 3; i++) assertThat(list(admin).status()).isEqualTo(200);
        var refused = list(admin);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.type()).isEqualTo("ThrottlingException");
        assertThat(list(alice).type()).isEqualTo("AccessDeniedException");
        clock.forward(Duration.ofSeconds(1));
        assertThat(list(admin).status()).isEqualTo(200);
        assertThat(list(admin).type()).isEqualTo("ThrottlingException");
    }

    @Test
    void strangersAreThrottledByAddress() {
        for (int i = 0; i < 2; i++) assertThat(stream().status()).isEqualTo(201);
        assertThat(stream().status()).isEqualTo(429);
    }

    /** Jetty's pool here is far smaller than the number of agents that wait. */
    @Test
    void idlePollsHoldNoThread() {
        var node = api.node("web-1");
        var poll = "{\"Destination\":\"" + node.id() + "\",\"MessagesRequestId\":\"1\"}";
        int agents = 300;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, agents)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> api.post(
                                    signer(node.credentials(), "ec2messages"),
                                    "EC2WindowsMessageDeliveryService.GetMessages",
                                    poll),
                            threads))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().text()).contains("\"Messages\":[]"));
        }
    }

    /** Who signed a large body is known only when all of it is here: strangers must not fill the memory until then. */
    @Test
    void unfinishedLargeBodiesAreFewAndLeaveSmallOnesAlone() throws IOException {
        var admin = api.administrator();
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < Body.MOST_LARGE; i++)
                open.add(halfSent("Authorization: AWS4-HMAC-SHA256 \r\n", "x".repeat(2 * Body.MOST_OF_A_STRANGER)));
            var padded = "{\"Nobody\":\"" + "x".repeat(Body.MOST_OF_A_STRANGER) + "\"}";
            await().untilAsserted(() -> {
                clock.forward(Duration.ofSeconds(1));
                assertThat(api.ssm(admin, "DescribeInstanceInformation", padded).type())
                        .isEqualTo("ThrottlingException");
            });
            clock.forward(Duration.ofSeconds(1));
            assertThat(list(admin).status()).isEqualTo(200);
        } finally {
            for (var socket : open) socket.close();
        }
    }

    @Test
    void aStrangersBodyIsShort() throws IOException {
        try (var socket = halfSent("X-Amz-Target: AmazonSSM.RegisterManagedInstance\r\n", "")) {
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ");
        }
    }

    /** @param body of the mebibyte that the headers promise */
    private Socket halfSent(String headers, String body) throws IOException {
        var socket = new Socket("localhost", api.url("/").getPort());
        var target = headers.contains("X-Amz-Target") ? "" : "X-Amz-Target: AmazonSSM.DescribeInstanceInformation\r\n";
        socket.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\n" + target + headers + "Content-Length: " + Body.MOST
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void aStreamUrlNeverTakesAHostNobodyChecked() throws IOException {
        api.close();
        api = new ApiUnderTest(clock, "postern.api.hosts=gate.example.org");
        var port = api.url("/").getPort();
        assertThat(streamUrl("evil.example.net")).startsWith("wss://localhost:" + port + "/v1/data-channel/");
        assertThat(streamUrl("evil.example.net:443@localhost")).doesNotContain("evil");
        assertThat(streamUrl("GATE.example.org:443")).startsWith("wss://GATE.example.org:443/v1/data-channel/");
        assertThat(streamUrl("[::1]:8443")).startsWith("wss://[::1]:8443/v1/data-channel/");
    }

    @Test
    void aPublicUrlGoesBeforeEveryHost() throws IOException {
        api.close();
        api = new ApiUnderTest(clock, "postern.api.public-url=https://gate.example.org/postern/");
        assertThat(streamUrl("localhost:1")).startsWith("wss://gate.example.org/postern/v1/data-channel/");
    }

    @Test
    void whatStartsBeyondTheLimitWaitsItsTurnAndIsAnsweredAsEver() {
        api.close();
        api = new ApiUnderTest(clock, "postern.session.starting-at-once=1", "postern.session.max-waiting=1");
        var admin = api.administrator();
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        var start = "{\"Target\":\"" + node + "\"}";

        var first = api.ssm(admin, "StartSession", start).json();
        var second = api.ssm(admin, "StartSession", start).json();
        assertThat(second.path("TokenValue").asString()).isNotEmpty();
        assertThat(second.path("StreamUrl").asString())
                .contains(second.path("SessionId").asString());
        var third = api.ssm(admin, "StartSession", start);
        assertThat(third.type()).isEqualTo("ServiceQuotaExceededException");
        assertThat(third.message()).contains("postern.session.max-waiting");

        assertThat(described(admin, second).path("Status").asString()).isEqualTo("Connecting");
        assertThat(described(admin, second).path("Details").asString()).isEqualTo("Waiting for its turn to start");
        api.ssm(
                admin,
                "TerminateSession",
                "{\"SessionId\":\"" + first.path("SessionId").asString() + "\"}");
        await().untilAsserted(() -> assertThat(
                        described(admin, second).path("Details").isMissingNode())
                .isTrue());
        assertThat(described(admin, second).path("Status").asString()).isEqualTo("Connecting");
    }

    private JsonNode described(Credentials key, JsonNode started) {
        var question = "{\"State\":\"Active\",\"Filters\":[{\"key\":\"SessionId\",\"value\":\""
                + started.path("SessionId").asString() + "\"}]}";
        return api.ssm(key, "DescribeSessions", question)
                .json()
                .path("Sessions")
                .path(0);
    }

    private ApiUnderTest.Reply list(Credentials key) {
        return api.ssm(key, "DescribeInstanceInformation", "{}");
    }

    private ApiUnderTest.Reply stream() {
        return api.send("GET", "/v1/data-channel/admin-1", null, List.of(), "");
    }

    private int users;

    private String streamUrl(String host) throws IOException {
        var key = api.keyOf("admin" + users++, Set.of(Caller.ADMINISTRATORS));
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        var body = "{\"Target\":\"" + node + "\"}";
        var headers = List.of(
                new Header("Host", host),
                new Header("Content-Type", "application/x-amz-json-1.1"),
                new Header("X-Amz-Target", "AmazonSSM.StartSession"));
        var request =
                new StringBuilder("POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n");
        var signed = new ArrayList<>(headers);
        signed.addAll(signer(key, "ssm")
                .sign(
                        SignableRequest.to("POST", api.url("/"), headers, body.getBytes(StandardCharsets.UTF_8)),
                        clock.instant()));
        signed.forEach(header -> request.append(header.name())
                .append(": ")
                .append(header.value())
                .append("\r\n"));
        request.append("\r\n").append(body);
        try (var socket = new Socket("localhost", api.url("/").getPort())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int at = answer.indexOf("wss://");
            return at < 0 ? answer.replace(host, "") : answer.substring(at, answer.indexOf('"', at));
        }
    }
}
