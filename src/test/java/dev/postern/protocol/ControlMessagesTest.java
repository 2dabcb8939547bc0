package dev.postern.protocol;

import static dev.postern.protocol.Samples.ID;
import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages of both channels as values: written, read, and refused. What the stock ends wrote is in {@link TranscriptsTest}. */
class ControlMessagesTest {
    private static final String COMMAND = "11111111-2222-3333-4444-555555555555";
    private static final String NODE = "mi-0123456789abcdef0";

    private static JsonNode node(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static SessionTask task(int maxPayload) {
        var document = node(
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"runAsEnabled\":false}}");
        return new SessionTask(
                "SSM-SessionManagerRunShell",
                document,
                "alice-1",
                Map.of("command", node("[\"a\",\"b\"]")),
                "",
                "",
                maxPayload);
    }

    @Test
    void aTaskComesBackAsItWas() {
        var shell = new InteractiveShell(task(SessionTask.STOCK_PAYLOAD));

        assertThat(InteractiveShell.parse(shell.toFrame(ID, START))).isEqualTo(shell);
        assertThat(shell.taskId()).isEqualTo("alice-1");
        assertThat(shell.toFrame(ID, START).payloadText()).doesNotContain("MaxPayload");
    }

    @Test
    void aLargerPayloadIsAgreedOnInAFieldThatStockAgentsDoNotKnow() {
        var frame = new InteractiveShell(task(16 * 1024)).toFrame(ID, START);

        assertThat(frame.payloadText()).contains("\\\"MaxPayload\\\":16384");
        assertThat(InteractiveShell.parse(frame).content().maxPayload()).isEqualTo(16 * 1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 1023, 32 * 1024 + 1})
    void payloadsBelowStockOrBeyondAFrameAreRefused(int maxPayload) {
        assertThatIllegalArgumentException().isThrownBy(() -> task(maxPayload));
        var content = "{\\\"DocumentContent\\\":{},\\\"SessionId\\\":\\\"s\\\",\\\"MaxPayload\\\":" + maxPayload + "}";
        var frame = json(MessageType.INTERACTIVE_SHELL, "{\"TaskId\":\"s\",\"Content\":\"" + content + "\"}");
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> InteractiveShell.parse(frame))
                .withMessageContaining("MaxPayload");
    }

    @Test
    void noMaximumMeansTheStockOne() {
        assertThat(task(0).maxPayload()).isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"TaskId\":\"s\"}",
                "{\"TaskId\":\"s\",\"Content\":{}}",
                "{\"TaskId\":\"s\",\"Content\":\"{}\"}",
                "{\"TaskId\":\"s\",\"Content\":\"{\\\"SessionId\\\":\\\"s\\\",\\\"DocumentContent\\\":[]}\"}",
                "{\"TaskId\":\"s\",\"Content\":\"{\\\"SessionId\\\":1,\\\"DocumentContent\\\":{}}\"}",
                "{\"TaskId\":\"s\",\"Content\":\"{\\\"SessionId\\\":\\\"s\\\",\\\"DocumentContent\\\":{},\\\"Parameters\\\":[]}\"}"
            })
    void aTaskThatCannotBeIsRefused(String payload) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> InteractiveShell.parse(json(MessageType.INTERACTIVE_SHELL, payload)))
                .withMessageStartingWith("interactive_shell");
    }

    @Test
    void aMessageOfAnotherTypeIsRefused() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> ChannelClosed.parse(json(MessageType.AGENT_JOB, "{}")))
                .withMessage("a frame of type agent_job where channel_closed was due");
    }

    @Test
    void bottomlessJsonIsRefused() {
        var deep = "{\"a\":".repeat(20_000);
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> ChannelClosed.parse(json(MessageType.CHANNEL_CLOSED, deep)));
    }

    @Test
    void theEndOfASessionSaysWhy() {
        var closed = ChannelClosed.of(ID, NODE, "alice-1", "Session idle for 20 minutes.", START);
        var frame = closed.toFrame(ID, START);

        assertThat(ChannelClosed.parse(frame)).isEqualTo(closed);
        assertThat(frame.flags()).isZero();
        assertThat(closed.createdDate()).isEqualTo(Long.toString(START.toEpochMilli()));
    }

    @Test
    void whatIsAbsentOrNullInAnOptionalTextIsEmpty() {
        var closed = ChannelClosed.parse(json(MessageType.CHANNEL_CLOSED, "{\"SessionId\":\"s\",\"Output\":null}"));

        assertThat(closed).isEqualTo(new ChannelClosed("", "", "s", 1, "", ""));
    }

    @Test
    void theStateOfASessionIsOneOfTwo() {
        var state = new AgentSessionState(AgentSessionState.State.TERMINATING, "alice-1");
        assertThat(AgentSessionState.parse(state.toFrame(ID, START))).isEqualTo(state);

        var other = json(MessageType.AGENT_SESSION_STATE, "{\"SessionState\":\"Dreaming\",\"SessionId\":\"s\"}");
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> AgentSessionState.parse(other));
    }

    @Test
    void theEndOfATaskTellsTheExitStatusWhereThereIsOne() {
        var ended = AgentTaskComplete.of("alice-1", AgentTaskComplete.SUCCESS, NODE, "", 1, 3);
        assertThat(AgentTaskComplete.parse(ended.toFrame(ID, START))).isEqualTo(ended);

        var killed = AgentTaskComplete.of("alice-1", AgentTaskComplete.SUCCESS, NODE, "", 1, null);
        assertThat(killed.toFrame(ID, START).payloadText()).doesNotContain("ExitCode");
        assertThat(AgentTaskComplete.parse(killed.toFrame(ID, START)).exitCode())
                .isNull();
    }

    @Test
    void theEndOfATaskIsAnsweredWithItsOwnId() {
        var complete = AgentTaskComplete.of("alice-1", AgentTaskComplete.FAILED, NODE, "no such user", 2, null);
        var frame = complete.toFrame(ID, START);
        assertThat(AgentTaskComplete.parse(frame)).isEqualTo(complete);

        var answer = AgentTaskAcknowledge.of(frame);
        assertThat(answer).isEqualTo(new AgentTaskAcknowledge(ID, "alice-1", "agent_task_complete"));
        assertThat(AgentTaskAcknowledge.parse(answer.toFrame(ID, START))).isEqualTo(answer);
    }

    @Test
    void aCommandIsSentAndCancelledByItsJob() {
        var send = new SendCommand(
                COMMAND,
                "AWS-RunShellScript",
                node("{\"schemaVersion\":\"2.2\"}"),
                Map.of("commands", node("[\"id\"]")),
                "",
                "",
                "",
                true);
        var job = new AgentJob(AgentJob.jobId(COMMAND, NODE), AgentJob.SEND_COMMAND, send.toJson());

        assertThat(AgentJob.parse(job.toFrame(ID, START))).isEqualTo(job);
        assertThat(job.commandId()).isEqualTo(COMMAND);
        assertThat(job.isSendCommand()).isTrue();
        assertThat(job.isCancelCommand()).isFalse();
        assertThat(SendCommand.parse(job.content())).isEqualTo(send);
        assertThat(job.content()).contains("\"CloudWatchOutputEnabled\":\"true\"");

        var cancel = new AgentJob(
                "aws.ssm.other." + NODE, AgentJob.CANCEL_COMMAND + ".v1", new CancelCommand(job.jobId()).toJson());
        assertThat(cancel.isCancelCommand()).isTrue();
        assertThat(CancelCommand.parse(cancel.content()).commandId()).isEqualTo(COMMAND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", ".node", "..", "."})
    void aJobIdWithoutACommandIsRefused(String jobId) {
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> new AgentJob(jobId, "t", "{}").commandId());
    }

    @Test
    void aJobIsAcknowledgedWithTheDateOfItsFrame() {
        var job = new AgentJob(AgentJob.jobId(COMMAND, NODE), AgentJob.SEND_COMMAND, "{}").toFrame(ID, START);
        var ack = AgentJobAck.of(job, "aws.ssm.x.y", AgentJobAck.SUCCESSFUL, "");

        assertThat(AgentJobAck.parse(ack.toFrame(ID, START))).isEqualTo(ack);
        assertThat(ack.acknowledgedMessageId()).isEqualTo(ID);
        assertThat(ack.createdDate()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aReplyCarriesTheStepsInOrder() {
        var steps = new LinkedHashMap<String, CommandReply.Step>();
        steps.put("second", step("Failed", 3));
        steps.put("first", step("Success", 0));
        var content = new CommandReply(
                new CommandReply.Agent("amazon-ssm-agent", "3.3.0.0", "linux", "1"),
                "2026-01-01T00:00:00.000Z",
                "",
                "Failed",
                "",
                steps);
        var reply = new AgentJobReply(AgentJob.jobId(COMMAND, NODE), AgentJob.SEND_COMMAND, content.toJson());

        var frame = reply.toFrame(ID, START);

        assertThat(AgentJobReply.parse(frame)).isEqualTo(reply);
        var read = CommandReply.parse(reply.content());
        assertThat(read).isEqualTo(content);
        assertThat(read.steps().keySet()).containsExactly("second", "first");
        assertThat(node(reply.content()).path("additionalInfo").path("runtimeStatusCounts"))
                .isEqualTo(node("{\"Failed\":1,\"Success\":1}"));
        assertThat(AgentJobReplyAck.parse(AgentJobReplyAck.of(frame).toFrame(ID, START)))
                .isEqualTo(new AgentJobReplyAck(reply.jobId(), ID));
    }

    private static CommandReply.Step step(String status, int code) {
        return new CommandReply.Step(status, code, "aws:runShellScript", "out", "", "", "", "", "", "out", "err");
    }

    @Test
    void pauseStartAndReadyAreNeverEmpty() {
        assertThat(Publication.pause(ID, START).type()).isEqualTo(MessageType.PAUSE_PUBLICATION);
        assertThat(Publication.start(ID, START).type()).isEqualTo(MessageType.START_PUBLICATION);
        assertThat(ChannelReady.control(ID, START).type()).isEqualTo(MessageType.CONTROL_CHANNEL_READY);
        assertThat(ChannelReady.data(ID, START).payloadText()).isEqualTo("{}");
    }

    @Test
    void anAgentOfTheMiddleVersionsAsksForReadiness() {
        var open = OpenControlChannel.parse(
                "{\"TokenValue\":\"T\",\"AgentVersion\":\"3.2.2086.0\",\"RequireAcknowledgement\":true}");

        assertThat(open.requireAcknowledgement()).isTrue();
        assertThat(OpenControlChannel.parse(open.toJson())).isEqualTo(open);
        assertThat(new OpenControlChannel(ID, "T", AgentVersion.POSTERN_AGENT, "linux").requireAcknowledgement())
                .isFalse();
        var data = OpenDataChannel.parse(
                "{\"TokenValue\":\"T\",\"ClientInstanceId\":\"mi-1\",\"RequireAcknowledgement\":true}");
        assertThat(OpenDataChannel.parse(data.toJson())).isEqualTo(data);
    }

    @Test
    void anOpeningWithoutATokenIsRefused() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> OpenDataChannel.parse(
                        "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"r\",\"TokenValue\":\"\"}"))
                .withMessage("the text that opens a data channel: TokenValue is missing or empty");
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> OpenControlChannel.parse("hello"));
    }

    @Test
    void anEndlessOpeningIsRefusedUnread() {
        var endless = "{\"TokenValue\":\"" + "x".repeat(OpenDataChannel.MAX_CHARACTERS) + "\"}";
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> OpenDataChannel.parse(endless))
                .withMessageContaining("longer than");
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> OpenControlChannel.parse(endless));
    }

    @Test
    void tokensStayOutOfLogs() {
        assertThat(OpenDataChannel.fromAgent(ID, "HUSH", NODE).toString())
                .contains(NODE)
                .doesNotContain("HUSH");
        assertThat(new OpenControlChannel(ID, "HUSH", AgentVersion.POSTERN_AGENT, "linux").toString())
                .doesNotContain("HUSH");
    }

    @Test
    void aTerminalHasTheBoundsOfItsKernel() {
        assertThat(TerminalSize.parse(bytes("{\"cols\":300,\"rows\":100}"))).isEqualTo(new TerminalSize(300, 100));
        assertThat(TerminalSize.parse(bytes("{\"cols\":0,\"rows\":65535}"))).isEqualTo(new TerminalSize(0, 65535));
        for (var bad : new String[] {
            "{\"cols\":80}", "{\"cols\":-1,\"rows\":1}", "{\"cols\":65536,\"rows\":1}", "{\"cols\":1.5,\"rows\":1}"
        }) {
            assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> TerminalSize.parse(bytes(bad)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TerminalSize(-1, 0));
    }

    @Test
    void aFlagIsOneOfThreeInFourBytes() {
        for (var flag : StreamFlag.values())
            assertThat(StreamFlag.parse(flag.toPayload())).isEqualTo(flag);
        for (var bad : new String[] {"", "01", "00000000", "00000004", "ffffffff", "0000000100"}) {
            assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> StreamFlag.parse(Samples.hex(bad)));
        }
    }
}
