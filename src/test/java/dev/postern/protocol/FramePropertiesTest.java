package dev.postern.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds for all frames and for all that is none. Each loop names the seed of the round that failed. */
class FramePropertiesTest {
    private static final int ROUNDS = 5_000;
    private static final List<MessageType> TYPES = List.of(
            MessageType.OUTPUT_STREAM_DATA,
            MessageType.INPUT_STREAM_DATA,
            MessageType.ACKNOWLEDGE,
            MessageType.CHANNEL_CLOSED,
            MessageType.PAUSE_PUBLICATION,
            new MessageType("unheard_of"));

    private static Frame anyFrame(Random random) {
        var payload = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 4096 : 64)];
        random.nextBytes(payload);
        return Frame.of(
                TYPES.get(random.nextInt(TYPES.size())),
                random.nextInt(),
                random.nextLong(),
                random.nextLong(),
                new UUID(random.nextLong(), random.nextLong()),
                Instant.ofEpochMilli(1 + random.nextLong(1L << 50)),
                ByteBuffer.wrap(payload));
    }

    /** A frame, or the one refusal there is; whatever else comes out fails the test. */
    private static void decodesOrRefuses(ByteBuffer soup, long seed) {
        try {
            var frame = Frame.decode(soup);
            assertThat(frame.wire()).isEqualTo(soup);
            assertThat(frame.headerLength() + 4 + frame.payloadLength()).isEqualTo(soup.remaining());
            assertThat(frame.toString()).isNotEmpty();
            readAsEverything(frame);
        } catch (ProtocolViolation refused) {
            assertThat(refused.getMessage()).isNotBlank();
        } catch (RuntimeException e) {
            fail("seed " + seed, e);
        }
    }

    /** Payloads too are read, or refused in the one way. */
    private static void readAsEverything(Frame frame) {
        List<Runnable> readers = List.of(
                () -> Acknowledgement.parse(frame),
                () -> Acknowledgement.sequenceOf(frame),
                () -> ChannelClosed.parse(frame),
                () -> InteractiveShell.parse(frame),
                () -> AgentSessionState.parse(frame),
                () -> AgentTaskComplete.parse(frame),
                () -> AgentTaskAcknowledge.parse(frame),
                () -> AgentJob.parse(frame),
                () -> AgentJobAck.parse(frame),
                () -> AgentJobReply.parse(frame),
                () -> AgentJobReplyAck.parse(frame),
                () -> TerminalSize.parse(frame),
                () -> StreamFlag.parse(frame),
                () -> HandshakeRequest.parse(frame),
                () -> HandshakeResponse.parse(frame),
                () -> HandshakeComplete.parse(frame),
                () -> EncryptionChallenge.parse(frame),
                () -> OpenDataChannel.parse(frame.payloadText()),
                () -> OpenControlChannel.parse(frame.payloadText()),
                () -> SendCommand.parse(frame.payloadText()),
                () -> CommandReply.parse(frame.payloadText()));
        for (var reader : readers) {
            try {
                reader.run();
            } catch (ProtocolViolation refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var frame = anyFrame(new Random(seed));
            var again = Frame.decode(frame.wire());
            assertThat(again).as("seed %d", seed).isEqualTo(frame);
            assertThat(again.type()).isEqualTo(frame.type());
            assertThat(again.payloadType()).isEqualTo(frame.payloadType());
            assertThat(again.sequence()).isEqualTo(frame.sequence());
            assertThat(again.flags()).isEqualTo(frame.flags());
            assertThat(again.messageId()).isEqualTo(frame.messageId());
            assertThat(again.createdMillis()).isEqualTo(frame.createdMillis());
            assertThat(again.payload()).isEqualTo(frame.payload());
            assertThat(again.digestMatches()).isTrue();
        }
    }

    @Test
    void anyBytesAreAFrameOrAViolation() {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var soup = new byte[random.nextInt(300)];
            random.nextBytes(soup);
            // half of the soups get past the first check
            if (soup.length > 4 && random.nextBoolean())
                ByteBuffer.wrap(soup).putInt(0, random.nextBoolean() ? 116 : 112);
            decodesOrRefuses(ByteBuffer.wrap(soup), seed);
        }
    }

    @Test
    void anyChangeToAFrameLeavesAFrameOrAViolation() {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            decodesOrRefuses(mutated(anyFrame(random), random), seed);
        }
    }

    @Test
    void anyChangeToAMessageLeavesAMessageOrAViolation() {
        var texts = List.of(
                "{\"cols\":80,\"rows\":24}",
                Acknowledgement.of(Samples.output(9, "x"))
                        .toFrame(Samples.ID, Samples.START)
                        .payloadText(),
                "{\"AgentVersion\":\"3.3.0.0\",\"RequestedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionParameters\":"
                        + "{\"SessionType\":\"Port\",\"Properties\":{\"portNumber\":\"22\"}}}]}",
                "{\"SchemaVersion\":1,\"TaskId\":\"s\",\"Topic\":\"t\",\"Content\":\"{\\\"DocumentContent\\\":{},\\\"SessionId\\\":\\\"s\\\"}\"}",
                "{\"MessageId\":\"m\",\"DestinationId\":\"d\",\"SessionId\":\"s\",\"SchemaVersion\":1,\"CreatedDate\":\"1\",\"Output\":\"\"}");
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var payload = Samples.bytes(texts.get(random.nextInt(texts.size())))
                    .array()
                    .clone();
            for (var i = random.nextInt(4); i >= 0; i--)
                payload[random.nextInt(payload.length)] = randomCharacter(random);
            var type = List.of(
                            MessageType.ACKNOWLEDGE,
                            MessageType.INTERACTIVE_SHELL,
                            MessageType.CHANNEL_CLOSED,
                            MessageType.OUTPUT_STREAM_DATA)
                    .get(random.nextInt(4));
            var frame = Frame.of(type, 0, 0, 0, Samples.ID, Samples.START, ByteBuffer.wrap(payload));
            decodesOrRefuses(frame.wire(), seed);
        }
    }

    private static byte randomCharacter(Random random) {
        return random.nextInt(8) == 0
                ? (byte) random.nextInt()
                : (byte) "{}[]\",:\\0-9etrufn ".charAt(random.nextInt(18));
    }

    private static ByteBuffer mutated(Frame frame, Random random) {
        var wire = new byte[frame.length() + 8];
        frame.wire().get(wire, 0, frame.length());
        var length = frame.length();
        for (var changes = 1 + random.nextInt(3); changes > 0; changes--) {
            switch (random.nextInt(4)) {
                case 0 -> wire[random.nextInt(length)] = (byte) random.nextInt();
                case 1 -> wire[random.nextInt(Math.min(length, 120))] ^= (byte) (1 << random.nextInt(8));
                case 2 -> length = 1 + random.nextInt(length);
                default -> length = Math.min(wire.length, length + random.nextInt(8));
            }
        }
        return ByteBuffer.wrap(wire, 0, length).slice();
    }
}
