package dev.postern.protocol;

import static dev.postern.protocol.Samples.CREATED;
import static dev.postern.protocol.Samples.ID;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.hex;
import static dev.postern.protocol.Samples.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    /** A good frame, to be broken: output_stream_data with five bytes of payload. */
    private final byte[] wire = array(output(4, "hello").wire());

    private Frame decoded() {
        return Frame.decode(ByteBuffer.wrap(wire));
    }

    private void assertRefused(String because) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(this::decoded)
                .withMessageContaining(because);
    }

    private void putInt(int at, int value) {
        ByteBuffer.wrap(wire).putInt(at, value);
    }

    private void putType(String field) {
        Arrays.fill(wire, 4, 36, (byte) 0);
        var bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, wire, 4, bytes.length);
    }

    @Test
    void theHalvesOfTheMessageIdAreSwappedOnTheWire() {
        var frame = Frame.of(MessageType.ACKNOWLEDGE, 0, 0, 0, ID, CREATED, bytes("{}"));

        assertThat(hex(frame.wire()).substring(128, 160)).isEqualTo("a508b5f073f31b16dd01e56bff48483e");
    }

    @Test
    void theTypeMayBePaddedInFrontAndBehindWithNulsAndSpaces() {
        for (var field :
                new String[] {"\0\0\0output_stream_data", "output_stream_data\0 \0", " \0 output_stream_data \0"}) {
            putType(field);
            assertThat(decoded().type()).isSameAs(MessageType.OUTPUT_STREAM_DATA);
        }
    }

    @Test
    void anUnknownTypeIsKeptAsItIs() {
        putType("something_from_tomorrow");

        assertThat(decoded().type()).isEqualTo(new MessageType("something_from_tomorrow"));
        assertThat(decoded().type().isStream()).isFalse();
    }

    @Test
    void aTypeMayFillTheWholeField() {
        var type = new MessageType("a".repeat(32));
        var frame = Frame.of(type, 0, 0, 0, ID, CREATED, bytes("{}"));

        assertThat(Frame.decode(frame.wire()).type()).isEqualTo(type);
    }

    @Test
    void aFrameWithoutATypeIsRefused() {
        putType("");
        assertRefused("without a message type");
        putType(" ".repeat(32));
        assertRefused("without a message type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\0b", "caf\u00e9", "new\nline", "quo\"te", "back\\slash"})
    void aTypeWithOtherCharactersIsRefused(String type) {
        putType(type);
        assertRefused("may hold letters");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 80, 111, 113, 115, 117, 120, 121, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void headerLengthsOtherThan112And116AreRefused(int length) {
        putInt(0, length);
        assertRefused("a header length of " + Integer.toUnsignedString(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 1024, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void aPayloadLengthThatDisagreesWithTheMessageIsRefused(int length) {
        putInt(116, length);
        assertRefused("a payload length of " + Integer.toUnsignedString(length) + ", but 5 bytes follow");
    }

    @Test
    void everyTruncationIsRefused() {
        for (var length = 0; length < wire.length; length++) {
            var cut = ByteBuffer.wrap(wire, 0, length);
            assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> Frame.decode(cut));
        }
    }

    @Test
    void trailingBytesAreRefused() {
        var longer = ByteBuffer.wrap(Arrays.copyOf(wire, wire.length + 1));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Frame.decode(longer))
                .withMessage(
                        "a payload length of 5, but 6 bytes follow: readers take all that follows, so both must agree");
    }

    @Test
    void aZeroDateIsRefused() {
        ByteBuffer.wrap(wire).putLong(40, 0);
        assertRefused("without a date");
    }

    @Test
    void anEmptyPayloadIsRefused() {
        var empty = ByteBuffer.wrap(Arrays.copyOf(wire, 120)).putInt(116, 0);
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Frame.decode(empty))
                .withMessageContaining("without payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_publication", "pause_publication"})
    void pauseAndStartAreExcusedFromDateAndPayload(String type) {
        putType(type);
        var bare = ByteBuffer.wrap(Arrays.copyOf(wire, 120)).putInt(116, 0).putLong(40, 0);

        var frame = Frame.decode(bare);

        assertThat(frame.type().name()).isEqualTo(type);
        assertThat(frame.payloadLength()).isZero();
        assertThat(frame.payloadText()).isEmpty();
    }

    @Test
    void aHeaderOf116BytesNeeds120() {
        var cut = ByteBuffer.wrap(Arrays.copyOf(wire, 118));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Frame.decode(cut))
                .withMessageContaining("a header of 116 needs 120");
    }

    @Test
    void whatIsTooLargeIsRefused() {
        var large = output(0, "x".repeat(Frame.MAX_DATA_BYTES - 120));
        assertThat(Frame.decode(large.wire(), Frame.MAX_DATA_BYTES)).isEqualTo(large);

        var larger = output(0, "x".repeat(Frame.MAX_DATA_BYTES - 119));
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Frame.decode(larger.wire(), Frame.MAX_DATA_BYTES))
                .withMessage("a frame of 65537 bytes: the most here is 65536");
    }

    @Test
    void anyKindOfBufferIsTaken() {
        var direct = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
        var inTheMiddle = ByteBuffer.allocate(wire.length + 14)
                .position(7)
                .put(wire)
                .position(7)
                .limit(7 + wire.length);

        for (var buffer : new ByteBuffer[] {direct, inTheMiddle, decoded().wire()}) {
            var frame = Frame.decode(buffer);
            assertThat(frame).isEqualTo(decoded());
            assertThat(frame.digestMatches()).isTrue();
            assertThat(frame.payloadText()).isEqualTo("hello");
        }
    }

    @Test
    void aChangedPayloadNoLongerMatchesItsDigest() {
        assertThat(decoded().digestMatches()).isTrue();
        wire[wire.length - 1] ^= 1;
        assertThat(decoded().digestMatches()).isFalse();
    }

    @Test
    void nobodyCanWriteThroughItsViews() {
        var frame = decoded();

        assertThat(frame.wire().isReadOnly()).isTrue();
        assertThat(frame.payload().isReadOnly()).isTrue();
        frame.wire().position(50);
        frame.payload().get();
        assertThat(frame.wire().position()).isZero();
        assertThat(frame.payload().remaining()).isEqualTo(5);
    }

    @Test
    void writingLeavesThePayloadsBufferAlone() {
        var payload = bytes("hello");
        Frame.of(MessageType.INPUT_STREAM_DATA, PayloadType.OUTPUT, 0, 0, ID, CREATED, payload);

        assertThat(payload.remaining()).isEqualTo(5);
    }

    @Test
    void nothingIsWrittenThatReadersRefuse() {
        assertThatThrownBy(() -> frame(CREATED, ByteBuffer.allocate(0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame(Instant.EPOCH, bytes("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame(CREATED, ByteBuffer.allocate(Frame.MAX_CONTROL_BYTES - 119)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(frame(CREATED, ByteBuffer.allocate(Frame.MAX_CONTROL_BYTES - 120))
                        .length())
                .isEqualTo(Frame.MAX_CONTROL_BYTES);
    }

    private static Frame frame(Instant created, ByteBuffer payload) {
        return Frame.of(MessageType.INPUT_STREAM_DATA, PayloadType.OUTPUT, 0, 0, UUID.randomUUID(), created, payload);
    }

    @Test
    void itsTextNamesTheHeaderAndHidesThePayload() {
        assertThat(decoded())
                .hasToString("output_stream_data #4, payload type 1, 5 bytes, id 00000000-0000-0007-0000-000000000004");
    }

    private static byte[] array(ByteBuffer buffer) {
        var array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }
}
