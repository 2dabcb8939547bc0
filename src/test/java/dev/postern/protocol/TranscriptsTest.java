package dev.postern.protocol;

import static dev.postern.protocol.Samples.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every whole frame captured between the stock agent, the stock plugin and a relay: read, compared, and written to the same bytes. */
class TranscriptsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-register-and-boot",
                "02-shell-session",
                "03-shell-terminated-by-api",
                "04-client-sigHUP",
                "04-client-sigKILL",
                "04-client-sigTERM",
                "05-port-forward",
                "06-port-forward-closed-port",
                "07-port-forward-remote-host",
                "07b-port-forward-denied-ip",
                "08-interactive-command",
                "09-noninteractive-command",
                "09b-noninteractive-separate-output",
                "09c-noninteractive-notfound",
                "10-ssh-session-stdio",
                "11-plugin-resume-after-cut",
                "11b-plugin-resume-after-close",
                "12-agent-data-cut",
                "13-control-channel-cut",
                "14-runas",
                "15-agent-core-sigKILL-during-session",
                "15-agent-core-sigTERM-during-session",
                "15-agent-restart-during-session",
                "16-dropped-frames",
                "17-plugin-never-attaches",
                "19-http-endpoint-ws-custom-path",
                "20-role-token-refetch-and-key-rotation",
                "21-data-channel-token-refused",
                "22-kms-encrypted-shell",
                "23-control-keys-and-utf8",
                "27-plugin-resume-session-gone",
                "28-plugin-resume-api-error",
                "29-ssh-over-session",
                "30-no-task-ack",
                "31-role-token-refused"
            })
    void capturedFramesAreReadAndWrittenToTheSameBytes(String name) throws IOException {
        var records = records(name);
        assertThat(records).isNotEmpty();
        for (var line : records) {
            var captured = JSON.readTree(line);
            try {
                if (captured.has("hex")) checkFrame(captured);
                else if (captured.has("text"))
                    checkText(
                            captured.path("ch").asString(),
                            captured.path("text").asString());
            } catch (ProtocolViolation | AssertionError e) {
                fail(name + " record " + captured.path("n") + ": " + e.getMessage(), e);
            }
        }
    }

    private static List<String> records(String name) throws IOException {
        return Samples.lines(new GZIPInputStream(Samples.resource(name + ".jsonl.gz")));
    }

    private static void checkFrame(JsonNode captured) {
        var wire = captured.path("hex").asString();
        var frame = Frame.decode(hex(wire), Frame.MAX_CONTROL_BYTES);
        if (captured.has("msg")) checkHeader(frame, captured.path("msg"));
        if (captured.has("payload_text"))
            assertThat(frame.payloadText())
                    .isEqualTo(captured.path("payload_text").asString());
        if (captured.has("payload_hex"))
            assertThat(hex(frame.payload()))
                    .isEqualTo(captured.path("payload_hex").asString());
        assertThat(frame.digestMatches()).isTrue();
        assertThat(hex(frame.wire())).isEqualTo(wire);

        var created = Instant.ofEpochMilli(frame.createdMillis());
        var rewritten = Frame.of(
                frame.type(),
                frame.payloadType(),
                frame.sequence(),
                frame.flags(),
                frame.messageId(),
                created,
                frame.payload());
        assertThat(hex(rewritten.wire())).isEqualTo(wire);
        assertThat(rewritten).isEqualTo(frame);
        checkPayload(frame, created);
    }

    private static void checkHeader(Frame frame, JsonNode header) {
        assertThat(frame.headerLength()).isEqualTo(header.path("HeaderLength").asInt());
        assertThat(frame.type().name()).isEqualTo(header.path("MessageType").asString());
        assertThat(frame.schemaVersion()).isEqualTo(header.path("SchemaVersion").asInt());
        assertThat(frame.createdMillis()).isEqualTo(header.path("CreatedDate").asLong());
        assertThat(frame.sequence()).isEqualTo(header.path("Seq").asLong());
        assertThat(frame.flags()).isEqualTo(header.path("Flags").asLong());
        assertThat(frame.messageId().toString())
                .isEqualTo(header.path("MessageId").asString());
        assertThat(frame.payloadType()).isEqualTo(header.path("PayloadType").asInt());
        assertThat(frame.payloadLength()).isEqualTo(header.path("PayloadLength").asInt());
    }

    /** Read as the message it is and written again, it must say the same. */
    private static void checkPayload(Frame frame, Instant created) {
        var id = frame.messageId();
        switch (frame.type().name()) {
            case "acknowledge" -> {
                var acknowledgement = Acknowledgement.parse(frame);
                assertThat(acknowledgement.toFrame(id, created)).isEqualTo(frame);
                assertThat(Acknowledgement.sequenceOf(frame)).isEqualTo(acknowledgement.sequence());
            }
            case "interactive_shell" -> {
                var again = InteractiveShell.parse(frame).toFrame(id, created);
                assertThat(content(again)).isEqualTo(content(frame));
                assertThat(again.flags()).isEqualTo(frame.flags());
            }
            case "agent_session_state" ->
                assertSame(AgentSessionState.parse(frame).toFrame(id, created), frame);
            case "agent_task_complete" ->
                assertSame(AgentTaskComplete.parse(frame).toFrame(id, created), frame);
            case "agent_task_acknowledge" ->
                assertSame(AgentTaskAcknowledge.parse(frame).toFrame(id, created), frame);
            case "channel_closed" -> assertSame(ChannelClosed.parse(frame).toFrame(id, created), frame);
            case "input_stream_data", "output_stream_data" -> {
                var again = streamPayload(frame);
                if (again != null)
                    assertThat(JSON.readTree(bytes(again))).isEqualTo(JSON.readTree(frame.payloadText()));
            }
            case "pause_publication", "start_publication" -> {}
            default -> fail("a type no test knows: " + frame.type());
        }
    }

    private static void assertSame(Frame again, Frame frame) {
        assertThat(hex(again.wire())).isEqualTo(hex(frame.wire()));
    }

    private static @Nullable ByteBuffer streamPayload(Frame frame) {
        return switch (frame.payloadType()) {
            case PayloadType.SIZE -> TerminalSize.parse(frame).toPayload();
            case PayloadType.HANDSHAKE_REQUEST ->
                HandshakeRequest.parse(frame).toPayload().bytes();
            case PayloadType.HANDSHAKE_RESPONSE ->
                HandshakeResponse.parse(frame).toPayload().bytes();
            case PayloadType.HANDSHAKE_COMPLETE ->
                HandshakeComplete.parse(frame).toPayload().bytes();
            case PayloadType.ENCRYPTION_CHALLENGE_REQUEST ->
                EncryptionChallenge.parse(frame).toRequest().bytes();
            case PayloadType.ENCRYPTION_CHALLENGE_RESPONSE ->
                EncryptionChallenge.parse(frame).toResponse().bytes();
            case PayloadType.FLAG -> {
                assertThat(StreamFlag.parse(frame).toPayload()).isEqualTo(frame.payload());
                yield null;
            }
            default -> null;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Its content is JSON in a string, with an order of its own. */
    private static List<JsonNode> content(Frame interactiveShell) {
        var json = JSON.readTree(interactiveShell.payloadText());
        return List.of(
                json.path("SchemaVersion"),
                json.path("TaskId"),
                json.path("Topic"),
                JSON.readTree(json.path("Content").asString()));
    }

    private static void checkText(String channel, String text) {
        var again = channel.equals("control")
                ? OpenControlChannel.parse(text).toJson()
                : OpenDataChannel.parse(text).toJson();
        assertThat(again).isEqualTo(text);
    }
}
