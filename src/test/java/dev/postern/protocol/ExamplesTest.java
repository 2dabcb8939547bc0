package dev.postern.protocol;

import static dev.postern.protocol.Samples.CREATED;
import static dev.postern.protocol.Samples.ID;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The byte-exact examples of the wire, both ways. */
class ExamplesTest {
    private static final Map<String, String> EXAMPLES = Samples.lines(Samples.resource("examples.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    private static ByteBuffer exampleBytes(String name) {
        return hex(EXAMPLES.getOrDefault(name, ""));
    }

    private static Frame example(String name) {
        return Frame.decode(exampleBytes(name));
    }

    private static Frame stream(MessageType type, long sequence, long flags, StreamPayload payload) {
        return Frame.of(type, payload.type(), sequence, flags, ID, CREATED, payload.bytes());
    }

    private static void assertSameBytes(Frame made, String name) {
        assertThat(hex(made.wire())).isEqualTo(EXAMPLES.get(name));
        assertThat(made).isEqualTo(example(name)).hasSameHashCodeAs(example(name));
    }

    @Test
    void theHeaderOfATypedLine() {
        var frame = example("A");

        assertThat(frame.type()).isSameAs(MessageType.INPUT_STREAM_DATA);
        assertThat(frame.headerLength()).isEqualTo(116);
        assertThat(frame.schemaVersion()).isEqualTo(1);
        assertThat(frame.createdMillis()).isEqualTo(CREATED.toEpochMilli());
        assertThat(frame.sequence()).isEqualTo(7);
        assertThat(frame.flags()).isZero();
        assertThat(frame.messageId()).isEqualTo(ID);
        assertThat(frame.payloadType()).isEqualTo(PayloadType.OUTPUT);
        assertThat(frame.payloadLength()).isEqualTo(6);
        assertThat(frame.payloadText()).isEqualTo("ls -l\r");
        assertThat(frame.digestMatches()).isTrue();
        assertThat(frame.length()).isEqualTo(126);
    }

    @Test
    void aTypedLine() {
        assertSameBytes(
                stream(MessageType.INPUT_STREAM_DATA, 7, 0, new StreamPayload(PayloadType.OUTPUT, bytes("ls -l\r"))),
                "A");
    }

    @Test
    void aTerminalSize() {
        assertThat(TerminalSize.parse(example("B"))).isEqualTo(new TerminalSize(80, 24));
        var payload = new StreamPayload(PayloadType.SIZE, new TerminalSize(80, 24).toPayload());
        assertSameBytes(stream(MessageType.INPUT_STREAM_DATA, 0, 0, payload), "B");
    }

    @Test
    void anAcknowledgement() {
        var acknowledgement = new Acknowledgement(MessageType.OUTPUT_STREAM_DATA, ID, 5, true);

        assertThat(Acknowledgement.parse(example("C"))).isEqualTo(acknowledgement);
        assertThat(Acknowledgement.sequenceOf(example("C"))).isEqualTo(5);
        assertSameBytes(acknowledgement.toFrame(ID, CREATED), "C");
    }

    @Test
    void aClientOpensItsChannel() {
        var text =
                "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"dd01e56b-ff48-483e-a508-b5f073f31b16\",\"TokenValue\":\"TOKEN\","
                        + "\"ClientId\":\"6f4f8e1c-6b0e-4c55-9a0b-0f4f5f0c5a11\",\"ClientVersion\":\"1.2.650.0\"}";
        var open = OpenDataChannel.fromClient(
                ID, "TOKEN", UUID.fromString("6f4f8e1c-6b0e-4c55-9a0b-0f4f5f0c5a11"), AgentVersion.parse("1.2.650.0"));

        assertThat(OpenDataChannel.parse(text)).isEqualTo(open);
        assertThat(open.toJson()).isEqualTo(text);
        assertThat(open.isFromAgent()).isFalse();
    }

    @Test
    void anAgentOpensItsChannel() {
        var text =
                "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"dd01e56b-ff48-483e-a508-b5f073f31b16\",\"TokenValue\":\"TOKEN\","
                        + "\"ClientInstanceId\":\"mi-0123456789abcdef0\",\"ClientId\":\"\"}";
        var open = OpenDataChannel.fromAgent(ID, "TOKEN", "mi-0123456789abcdef0");

        assertThat(OpenDataChannel.parse(text)).isEqualTo(open);
        assertThat(open.toJson()).isEqualTo(text);
        assertThat(open.isFromAgent()).isTrue();
    }

    @Test
    void aHandshakeRequest() {
        var request = HandshakeRequest.parse(example("E"));

        assertThat(request.agentVersion()).isEqualTo("3.3.0.0");
        assertThat(request.actions())
                .containsExactly(
                        new HandshakeRequest.Action.SessionType(
                                "Port",
                                node(
                                        "{\"localPortNumber\":\"18081\",\"portNumber\":\"18080\",\"type\":\"LocalPortForwarding\"}")));
        assertSameBytes(stream(MessageType.OUTPUT_STREAM_DATA, 0, Frame.SYN, request.toPayload()), "E");
    }

    @Test
    void aHandshakeResponse() {
        var response = new HandshakeResponse(
                "1.2.650.0", List.of(new HandshakeResponse.Processed("SessionType", 1, null, "")), List.of());

        assertThat(HandshakeResponse.parse(example("F"))).isEqualTo(response);
        assertSameBytes(stream(MessageType.INPUT_STREAM_DATA, 0, 0, response.toPayload()), "F");
    }

    @Test
    void aHandshakeThatIsComplete() {
        var complete = HandshakeComplete.parse(example("G"));

        assertThat(complete).isEqualTo(new HandshakeComplete(Duration.ofNanos(48_212_840), ""));
        assertSameBytes(stream(MessageType.OUTPUT_STREAM_DATA, 1, 0, complete.toPayload()), "G");
    }

    @Test
    void theFlagThatTerminates() {
        assertThat(StreamFlag.parse(example("H"))).isEqualTo(StreamFlag.TERMINATE_SESSION);
        var payload = new StreamPayload(PayloadType.FLAG, StreamFlag.TERMINATE_SESSION.toPayload());
        assertSameBytes(stream(MessageType.INPUT_STREAM_DATA, 5, 0, payload), "H");
    }

    @Test
    void theShortHeaderOfAwsOwnGateway() {
        var frame = example("I");

        assertThat(frame.headerLength()).isEqualTo(112);
        assertThat(frame.type()).isSameAs(MessageType.CHANNEL_CLOSED);
        assertThat(frame.payloadType()).isEqualTo(PayloadType.NONE);
        assertThat(frame.digestMatches()).isTrue();
        assertThat(hex(frame.wire())).isEqualTo(EXAMPLES.get("I"));
        var closed = ChannelClosed.parse(frame);
        assertThat(closed).isEqualTo(ChannelClosed.of(ID, "mi-0123456789abcdef0", closed.sessionId(), "", CREATED));
        assertThat(closed.toFrame(ID, CREATED).payload()).isEqualTo(frame.payload());
    }

    @Test
    void multiplexedBytes() {
        var client = SmuxSession.client(true, CREATED);
        var made = ByteBuffer.allocate(64);
        var opening = client.open();
        made.put(opening.bytes());
        made.put(client.send(opening.stream(), bytes("hello")));
        made.put(client.close(opening.stream()));
        made.put(client.keepAlive(CREATED.plusSeconds(10)).orElseThrow());

        assertThat(hex(made.flip())).isEqualTo(EXAMPLES.get("J"));
        assertThat(SmuxSession.server(false, CREATED).receive(exampleBytes("J"), CREATED))
                .containsExactly(
                        new SmuxSession.Event.Opened(3),
                        new SmuxSession.Event.Data(3, bytes("hello")),
                        new SmuxSession.Event.Closed(3));
    }

    private static JsonNode node(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
