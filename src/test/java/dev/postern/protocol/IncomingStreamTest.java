package dev.postern.protocol;

import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.ids;
import static dev.postern.protocol.Samples.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.protocol.IncomingStream.Received;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingStreamTest {
    private final IncomingStream stream = new IncomingStream(MessageType.OUTPUT_STREAM_DATA, ids(1), 3);

    private final Frame[] frames = {
        output(0, "zero"), output(1, "one"), output(2, "two"), output(3, "three"), output(4, "four")
    };

    private static Received delivered(Frame... frames) {
        return new Received.Delivered(List.of(frames));
    }

    private List<Long> acknowledged(Received received) {
        return stream.acknowledgements(received, START).stream()
                .map(Acknowledgement::sequenceOf)
                .toList();
    }

    @Test
    void deliversWhatIsNext() {
        assertThat(stream.receive(frames[0])).isEqualTo(delivered(frames[0]));
        assertThat(stream.receive(frames[1])).isEqualTo(delivered(frames[1]));
        assertThat(stream.expected()).isEqualTo(2);
    }

    @Test
    void keepsWhatComesEarlyAndDeliversItInOrder() {
        assertThat(stream.receive(frames[2])).isInstanceOf(Received.Buffered.class);
        assertThat(stream.receive(frames[1])).isInstanceOf(Received.Buffered.class);
        assertThat(stream.receive(frames[2])).isInstanceOf(Received.Buffered.class);
        assertThat(stream.receive(frames[0])).isEqualTo(delivered(frames[0], frames[1], frames[2]));
        assertThat(stream.receive(frames[3])).isEqualTo(delivered(frames[3]));
    }

    @Test
    void deliversOnlyUpToTheNextGap() {
        stream.receive(frames[1]);
        stream.receive(frames[3]);

        assertThat(stream.receive(frames[0])).isEqualTo(delivered(frames[0], frames[1]));
        assertThat(stream.receive(frames[2])).isEqualTo(delivered(frames[2], frames[3]));
    }

    @Test
    void acknowledgesWhatItDelivered() {
        assertThat(acknowledged(stream.receive(frames[1]))).isEmpty();
        assertThat(acknowledged(stream.receive(frames[0]))).containsExactly(0L, 1L);
    }

    @Test
    void acknowledgesDoublesAgain() {
        stream.receive(frames[0]);

        var again = stream.receive(frames[0]);

        assertThat(again).isEqualTo(new Received.Duplicate(frames[0]));
        assertThat(acknowledged(again)).containsExactly(0L);
        assertThat(stream.expected()).isEqualTo(1);
    }

    @Test
    void dropsWhatLiesBeyondItsBufferAndDoesNotAcknowledgeIt() {
        var dropped = stream.receive(frames[4]);

        assertThat(dropped).isInstanceOf(Received.Dropped.class);
        assertThat(acknowledged(dropped)).isEmpty();
        stream.receive(frames[0]);
        assertThat(stream.receive(frames[4])).isInstanceOf(Received.Buffered.class);
    }

    @Test
    void keepsNoMoreBytesThanItsLimitHoweverLargeTheFrames() {
        var large = new IncomingStream(MessageType.OUTPUT_STREAM_DATA, ids(1), 10_000);
        var payload = ByteBuffer.allocate(64 * 1024);
        var kept = 0L;
        for (var sequence = 1L; ; sequence++) {
            var frame = Samples.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, sequence, payload);
            if (large.receive(frame) instanceof Received.Dropped) break;
            kept += frame.length();
        }
        assertThat(kept).isBetween(IncomingStream.MAX_BUFFERED_BYTES - 66_000, IncomingStream.MAX_BUFFERED_BYTES);
    }

    @Test
    void namesTheFrameInItsAcknowledgement() {
        var acknowledgement = stream.acknowledge(frames[3], START);

        assertThat(acknowledgement.flags()).isEqualTo(3);
        assertThat(acknowledgement.sequence()).isZero();
        assertThat(Acknowledgement.parse(acknowledgement))
                .isEqualTo(new Acknowledgement(MessageType.OUTPUT_STREAM_DATA, frames[3].messageId(), 3, true));
    }

    @Test
    void goesOnAfterARestart() {
        var resumed = IncomingStream.resumed(MessageType.OUTPUT_STREAM_DATA, ids(1), 3, 2);

        assertThat(resumed.receive(frames[1])).isEqualTo(new Received.Duplicate(frames[1]));
        assertThat(resumed.receive(frames[2])).isEqualTo(delivered(frames[2]));
    }

    @Test
    void takesOnlyFramesOfItsDirection() {
        var input = Samples.stream(MessageType.INPUT_STREAM_DATA, PayloadType.OUTPUT, 0, Samples.bytes("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> stream.receive(input));
        assertThatIllegalArgumentException().isThrownBy(() -> new IncomingStream(MessageType.ACKNOWLEDGE, ids(1), 3));
    }
}
