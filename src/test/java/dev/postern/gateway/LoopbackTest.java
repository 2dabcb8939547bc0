package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.CLIENT_TOKEN;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.gateway.embedded.LoopbackSockets;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.AgentJobReplyAck;
import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.Frame;
import dev.postern.protocol.InteractiveShell;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SessionTask;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import dev.postern.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The gateway behind real sockets, with an agent and a client played by hand. */
class LoopbackTest {
    private static final NodeId OTHER = new NodeId("mi-0fedcba9876543210");
    private static final String CONTROL = "/v1/control-channel/" + NODE + "?role=subscribe&stream=input";
    private static final String DATA = "/v1/data-channel/" + SESSION;

    @TempDir
    Path home;

    private final HandClock clock = new HandClock();
    private final KeptLedger ledger = new KeptLedger(clock);
    private final KeptJobs jobs = new KeptJobs();
    private final KnownNodes nodes = new KnownNodes(NODE, OTHER);
    private LoopbackSockets sockets;
    private Gateway gateway;
    private URI server;

    @BeforeEach
    void start() throws Exception {
        sockets = new LoopbackSockets(nodes, TestGateway.SETTINGS, jobs, clock);
        gateway = new Gateway(
                TestGateway.SETTINGS,
                home,
                SpoolFile::open,
                new DataKeys(TestGateway.KMS.keys(), TestGateway.KMS.cipher),
                ledger,
                sockets.backend(),
                new SimpleMeterRegistry(),
                clock,
                report -> Thread.ofVirtual().start(report));
        server = sockets.start(gateway);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.drain();
        sockets.close();
    }

    @Test
    void carriesAShellFromTheTaskToItsExitStatus() throws Exception {
        var control = controlChannel();
        open(Client.BROWSER);
        assertThat(sockets.backend().open(NODE, task())).isTrue();
        await().until(() -> !control.frames(MessageType.INTERACTIVE_SHELL).isEmpty());
        var shell = InteractiveShell.parse(
                control.frames(MessageType.INTERACTIVE_SHELL).getFirst());
        assertThat(shell.content().sessionId()).isEqualTo(SESSION.value());

        var page = new SeenOutput();
        var attachment = gateway.attach(SESSION, page, new AttachRequest(TestGateway.OWNER, "tab", -1, 80, 24))
                .orElseThrow();
        page.draws(attachment);
        var agent = nodeDials();
        agent.send(output(0, "$ "));
        await().until(() -> page.text().equals("$ "));
        await().until(() -> agent.frames(MessageType.ACKNOWLEDGE).size() == 1);

        attachment.typed(keys("exit 3\r"), 0);
        await().until(() -> agent.frames(MessageType.INPUT_STREAM_DATA).stream()
                .anyMatch(frame -> frame.payloadText().equals("exit 3\r")));
        agent.send(output(1, "exit\r\n"));
        agent.hangUp();
        control.send(completed(3));

        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Exited(3));
        assertThat(page.text()).isEqualTo("$ exit\r\n");
        await().until(() -> control.frames(MessageType.AGENT_TASK_ACKNOWLEDGE).size() == 1);
    }

    @Test
    void endsWhatAnAgentThatWasRestartedRemembers() throws Exception {
        var control = controlChannel();
        open(Client.BROWSER);
        var page = new SeenOutput();
        gateway.attach(SESSION, page, new AttachRequest(TestGateway.OWNER, "tab", -1, 80, 24));
        nodeDials().hangUp();
        await().until(() -> new NodeLeg.Away().equals(page.node()));
        control.hangUp();
        await().until(() -> !nodes.isConnected(NODE));

        var again = controlChannel();
        again.send(AgentTaskComplete.of(
                        SESSION.value(), AgentTaskComplete.CANCELLED, NODE.value(), "The agent stopped.", 1, null)
                .toFrame(UUID.randomUUID(), clock.instant()));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.NodeStopped());
        await().until(() -> again.frames(MessageType.AGENT_TASK_ACKNOWLEDGE).size() == 1);
    }

    @Test
    void acknowledgesTheEndOfASessionItDoesNotKnow() throws Exception {
        var control = controlChannel();
        for (var id : List.of("nobody-1", "../../etc/passwd"))
            control.send(AgentTaskComplete.of(id, AgentTaskComplete.CANCELLED, NODE.value(), "", 1, null)
                    .toFrame(UUID.randomUUID(), clock.instant()));
        await().until(() -> control.frames(MessageType.AGENT_TASK_ACKNOWLEDGE).size() == 2);
    }

    @Test
    void passesFramesOfACommandLineClientUntouched() throws Exception {
        controlChannel();
        open(Client.COMMAND_LINE);
        var agent = nodeDials();
        var client = clientDials(CLIENT_TOKEN);
        var prompt = output(0, "$ ");
        agent.send(prompt);
        await().until(() -> client.frames(MessageType.OUTPUT_STREAM_DATA).equals(List.of(prompt)));

        var key = input(0, "x");
        client.send(key);
        await().until(() -> agent.frames(MessageType.INPUT_STREAM_DATA).equals(List.of(key)));
        var ack = Acknowledgement.of(prompt).toFrame(UUID.randomUUID(), clock.instant());
        client.send(ack);
        await().until(() -> agent.frames(MessageType.ACKNOWLEDGE).equals(List.of(ack)));
    }

    @Test
    void bringsJobsToANodeAndAcknowledgesRepliesThatAreWritten() throws Exception {
        var job = new AgentJob("aws.ssm.some-command." + NODE, AgentJob.SEND_COMMAND, "{}");
        assertThat(sockets.delivery().send(NODE, job)).isFalse();
        var control = controlChannel();
        assertThat(sockets.delivery().isConnected(NODE)).isTrue();
        assertThat(sockets.delivery().send(NODE, job)).isTrue();
        await().until(() -> !control.frames(MessageType.AGENT_JOB).isEmpty());
        var sent = control.frames(MessageType.AGENT_JOB).getFirst();
        assertThat(AgentJob.parse(sent)).isEqualTo(job);

        control.send(AgentJobAck.of(sent, job.jobId(), AgentJobAck.SUCCESSFUL, "")
                .toFrame(UUID.randomUUID(), clock.instant()));
        await().until(() -> jobs.said().contains("acknowledged " + job.jobId() + " by " + NODE));

        var reply = new AgentJobReply(job.jobId(), AgentJob.SEND_COMMAND, "{\"documentStatus\":\"Success\"}");
        var frame = reply.toFrame(UUID.randomUUID(), clock.instant());
        jobs.fails = true;
        control.send(frame);
        await().until(() -> jobs.said().contains("failed"));
        jobs.fails = false;
        control.send(frame);
        await().until(() -> !control.frames(MessageType.AGENT_JOB_REPLY_ACK).isEmpty());
        assertThat(control.frames(MessageType.AGENT_JOB_REPLY_ACK))
                .singleElement()
                .satisfies(ack -> assertThat(AgentJobReplyAck.parse(ack))
                        .isEqualTo(new AgentJobReplyAck(job.jobId(), frame.messageId())));
    }

    @Test
    void aReportThatCannotBeReadCostsNoNodeItsChannel() throws Exception {
        var control = controlChannel();
        control.send(Frame.of(
                MessageType.AGENT_JOB_REPLY,
                PayloadType.NONE,
                0,
                0,
                UUID.randomUUID(),
                clock.instant(),
                ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8))));
        control.send(new AgentJobReply("aws.ssm.some-command." + NODE, AgentJob.SEND_COMMAND, "{}")
                .toFrame(UUID.randomUUID(), clock.instant()));
        await().until(() -> !control.frames(MessageType.AGENT_JOB_REPLY_ACK).isEmpty());
        assertThat(jobs.said()).containsExactly("replied aws.ssm.some-command." + NODE + " by " + NODE);
    }

    @Test
    void saysGoodbyeToACommandLineClientWithTheReason() throws Exception {
        controlChannel();
        open(Client.COMMAND_LINE);
        var agent = nodeDials();
        var client = clientDials(CLIENT_TOKEN);
        await().until(() -> ledger.reports().contains("connected"));
        gateway.cut(SESSION, new EndCause.Idle(Duration.ofMinutes(1)));

        await().until(() -> client.closeCode() == FrameLink.NORMAL);
        assertThat(client.frames(MessageType.CHANNEL_CLOSED).getFirst().payloadText())
                .contains("1 minute without input or output");
        await().until(() -> agent.closeCode() == FrameLink.NORMAL);
        assertThat(agent.frames(MessageType.CHANNEL_CLOSED)).hasSize(1);
    }

    @Test
    void answersCreateControlChannelWith201AndXml() throws Exception {
        var created = Peer.post(server, "/v1/control-channel/" + NODE, NODE.value());
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body())
                .matches("<CreateControlChannelResponse><MessageSchemaVersion>1.0</MessageSchemaVersion>"
                        + "<TokenValue>[A-Za-z0-9_-]{43}</TokenValue></CreateControlChannelResponse>");
    }

    @Test
    void deniesChannelsToUnsignedForeignAndForgottenNodes() throws Exception {
        open(Client.BROWSER);
        assertThat(Peer.post(server, "/v1/control-channel/" + NODE, null).statusCode())
                .isEqualTo(403);
        assertThat(Peer.post(server, "/v1/control-channel/" + NODE, OTHER.value())
                        .statusCode())
                .isEqualTo(403);
        assertThat(Peer.post(server, DATA, OTHER.value()).body()).contains("<AccessDeniedException>");
        assertThat(Peer.post(server, "/v1/data-channel/nobody-1", NODE.value()).body())
                .contains("<AccessDeniedException>");
        nodes.deregister(NODE);
        assertThat(Peer.post(server, "/v1/control-channel/" + NODE, NODE.value())
                        .body())
                .contains("<AccessDeniedException>");
        assertThat(Peer.post(server, DATA, NODE.value()).body()).contains("<AccessDeniedException>");
    }

    @Test
    void tellsAnOrphanThatItsSessionIsOver() throws Exception {
        var control = controlChannel();
        open(Client.BROWSER);
        gateway.cut(SESSION, new EndCause.ClosedByUser());
        var refused = Peer.post(server, DATA, NODE.value());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Session is already terminated");
        await().until(() -> control.frames(MessageType.CHANNEL_CLOSED).size() >= 1);
    }

    @Test
    void takesTheNewestControlChannel() throws Exception {
        var first = controlChannel();
        var second = controlChannel();
        await().until(() -> first.closeCode() == FrameLink.NORMAL);
        assertThat(nodes.isConnected(NODE)).isTrue();
        second.hangUp();
        await().until(() -> !nodes.isConnected(NODE));
    }

    @Test
    void refusesAWrongTokenWithAReason() throws Exception {
        open(Client.COMMAND_LINE);
        var client = clientDials("wrong");
        await().until(() -> client.closeCode() == FrameLink.POLICY);
        assertThat(client.closeReason()).contains("token");
        var node = Peer.dial(server, DATA, NODE.value());
        node.say(opening("wrong"));
        await().until(() -> node.closeCode() == FrameLink.POLICY);
    }

    @Test
    void closesASocketThatDoesNotSayWhoItIs() {
        open(Client.COMMAND_LINE);
        var silent = Peer.dial(server, DATA, null);
        await().until(() -> {
            clock.forward(Duration.ofSeconds(10)); // again, since the server may open its side after ours
            sockets.tick();
            return silent.closeCode() == FrameLink.POLICY;
        });
    }

    @Test
    void refusesBrokenFramesAndDisturbsNobodyElse() throws Exception {
        var control = controlChannel();
        open(Client.COMMAND_LINE);
        var agent = nodeDials();
        var broken = clientDials(CLIENT_TOKEN);
        broken.sendRaw(ByteBuffer.allocate(10));
        await().until(() -> broken.closeCode() == FrameLink.PROTOCOL_ERROR);
        assertThat(broken.closeReason()).contains("10 bytes");

        var early = Peer.dial(server, DATA, null);
        early.sendRaw(ByteBuffer.allocate(200));
        await().until(() -> early.closeCode() == FrameLink.POLICY);

        var tooLarge = clientDials(CLIENT_TOKEN);
        tooLarge.sendRaw(ByteBuffer.allocate(Frame.MAX_CONTROL_BYTES + 1));
        await().until(() -> tooLarge.closeCode() == 1009);

        var client = clientDials(CLIENT_TOKEN);
        agent.send(output(0, "fine"));
        await().until(() -> client.frames(MessageType.OUTPUT_STREAM_DATA).size() == 1);
        assertThat(control.closeCode()).isZero();
    }

    @Test
    void sendsTheReadyFrameToAgentsThatAskForIt() throws Exception {
        var token = Peer.token(Peer.post(server, "/v1/control-channel/" + NODE, NODE.value()));
        var control = Peer.dial(server, CONTROL, NODE.value());
        control.say(
                "{\"MessageSchemaVersion\":\"1.0\",\"TokenValue\":\"" + token + "\",\"RequireAcknowledgement\":true}");
        await().until(() -> control.frames(MessageType.CONTROL_CHANNEL_READY).size() == 1);
    }

    private Peer controlChannel() throws Exception {
        var token = Peer.token(Peer.post(server, "/v1/control-channel/" + NODE, NODE.value()));
        var control = Peer.dial(server, CONTROL, NODE.value());
        control.say("{\"Cookie\":null,\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"r\",\"TokenValue\":\"" + token
                + "\",\"AgentVersion\":\"3.3.0.0\",\"PlatformType\":\"linux\"}");
        await().until(() -> nodes.isConnected(NODE));
        return control;
    }

    private void open(Client client) {
        ledger.add(SESSION, NODE, client);
        gateway.open(new RelayPlan(
                SESSION,
                TestGateway.OWNER,
                NODE,
                client,
                Kind.TERMINAL,
                Duration.ofMinutes(20),
                clock.instant(),
                null,
                "",
                client == Client.COMMAND_LINE ? TokenHash.of(CLIENT_TOKEN) : null,
                false));
        gateway.begin(SESSION);
    }

    private Peer nodeDials() throws Exception {
        var token = Peer.token(Peer.post(server, DATA, NODE.value()));
        var peer = Peer.dial(server, DATA + "?role=publish_subscribe", NODE.value());
        return peer.say(opening(token));
    }

    private Peer clientDials(@Nullable String token) {
        return Peer.dial(server, DATA + "?role=publish_subscribe", null).say(opening(token));
    }

    private static String opening(@Nullable String token) {
        return "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"r\",\"TokenValue\":\"" + token
                + "\",\"ClientId\":\"\"}";
    }

    private static SessionTask task() {
        var document = JsonMapper.builder().build().createObjectNode().put("schemaVersion", "1.0");
        return new SessionTask("SSM-SessionManagerRunShell", document, SESSION.value(), Map.of(), "", "arn:alice", 0);
    }

    private Frame completed(int status) {
        var json = "{\"SchemaVersion\":1,\"TaskId\":\"" + SESSION + "\",\"Topic\":\"" + AgentTaskComplete.TOPIC
                + "\",\"FinalTaskStatus\":\"Success\",\"Output\":\"\",\"RetryNumber\":1,\"ExitCode\":" + status + "}";
        return Frame.of(
                MessageType.AGENT_TASK_COMPLETE,
                PayloadType.NONE,
                0,
                0,
                UUID.randomUUID(),
                clock.instant(),
                keys(json));
    }

    private Frame output(long sequence, String text) {
        return stream(MessageType.OUTPUT_STREAM_DATA, sequence, text);
    }

    private Frame input(long sequence, String text) {
        return stream(MessageType.INPUT_STREAM_DATA, sequence, text);
    }

    private Frame stream(MessageType type, long sequence, String text) {
        return Frame.of(type, PayloadType.OUTPUT, sequence, 0, UUID.randomUUID(), clock.instant(), keys(text));
    }
}
