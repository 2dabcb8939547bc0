package dev.postern.protocol;

import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingStreamTest {
    private final OutgoingStream stream = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, ids(1));

    private Frame offer(String keys, Instant now) {
        return stream.offer(PayloadType.OUTPUT, bytes(keys), now);
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    @Test
    void numbersFromZeroWhateverThePayloadType() {
        assertThat(offer("a", START).sequence()).isZero();
        assertThat(stream.offer(PayloadType.SIZE, new TerminalSize(80, 24).toPayload(), START)
                        .sequence())
                .isEqualTo(1);
        assertThat(stream.nextSequence()).isEqualTo(2);
    }

    @Test
    void flagsOnlyTheFirstFrameOfAnAgent() {
        var agent = new OutgoingStream(MessageType.OUTPUT_STREAM_DATA, true, ids(1));

        assertThat(agent.offer(PayloadType.OUTPUT, bytes("a"), START).flags()).isEqualTo(Frame.SYN);
        assertThat(agent.offer(PayloadType.OUTPUT, bytes("b"), START).flags()).isZero();
        assertThat(offer("a", START).flags()).isZero();
    }

    @Test
    void sendsAgainWhatWasNotAcknowledgedInTime() {
        var frame = offer("ls", START);

        assertThat(stream.nextOverdue()).contains(at(200));
        assertThat(stream.overdue(at(199))).isEmpty();
        assertThat(stream.overdue(at(200))).containsExactly(frame);
        assertThat(stream.overdue(at(399))).isEmpty();
        assertThat(stream.overdue(at(400))).containsExactly(frame);
    }

    @Test
    void sendsOnlyTheOldestAgain() {
        var first = offer("1", START);
        var second = offer("2", START);

        assertThat(stream.overdue(at(300))).containsExactly(first);
        stream.acknowledge(0, at(300));
        assertThat(stream.oldest()).contains(second);
        assertThat(stream.overdue(at(300))).containsExactly(second);
    }

    @Test
    void letsGoOfEachFrameOnItsOwn() {
        var first = offer("1", START);
        var second = offer("2", START);
        var third = offer("3", START);

        assertThat(stream.acknowledge(1, at(5))).contains(second);
        assertThat(stream.unacknowledged()).containsExactly(first, third);
        assertThat(stream.acknowledge(1, at(5))).isEmpty();
        assertThat(stream.acknowledge(99, at(5))).isEmpty();
        assertThat(stream.acknowledge(-1, at(5))).isEmpty();
        assertThat(stream.size()).isEqualTo(2);
        assertThat(stream.bytes()).isEqualTo(first.length() + third.length());
        stream.acknowledge(0, at(5));
        stream.acknowledge(2, at(5));
        assertThat(stream.isEmpty()).isTrue();
        assertThat(stream.bytes()).isZero();
        assertThat(stream.nextOverdue()).isEmpty();
        assertThat(stream.oldest()).isEmpty();
    }

    @Test
    void measuresFromTheLastSending() {
        offer("1", START);
        stream.overdue(at(1000));
        stream.acknowledge(0, at(1100));
        offer("2", at(2000));

        // a sample of 100 ms, as expected: variation 0, so the margin is the smallest
        assertThat(stream.nextOverdue()).contains(at(2000 + 100 + 10));
    }

    @Test
    void isFullAtItsNumberOfFrames() {
        var small = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, ids(1), 2, 1_000_000);
        small.offer(PayloadType.OUTPUT, bytes("1"), START);
        assertThat(small.hasRoom()).isTrue();
        small.offer(PayloadType.OUTPUT, bytes("2"), START);

        assertThat(small.hasRoom()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> small.offer(PayloadType.OUTPUT, bytes("3"), START))
                .withMessage("2 frames, 242 bytes of input_stream_data wait for acknowledgement");
        small.acknowledge(1, START);
        assertThat(small.hasRoom()).isTrue();
        assertThat(small.offer(PayloadType.OUTPUT, bytes("3"), START).sequence())
                .isEqualTo(2);
    }

    @Test
    void isFullAtItsNumberOfBytes() {
        var small = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, ids(1), 100, 1000);
        small.offer(PayloadType.OUTPUT, ByteBuffer.allocate(879), START);
        assertThat(small.hasRoom()).isTrue();
        small.offer(PayloadType.OUTPUT, ByteBuffer.allocate(1), START);
        assertThat(small.hasRoom()).isFalse();
    }

    @Test
    void holdsBackWhilePausedAndSendsAllAfterwards() {
        var before = offer("1", START);
        stream.pause();
        var second = offer("2", at(10));
        var third = offer("3", at(20));

        assertThat(stream.paused()).isTrue();
        assertThat(stream.nextOverdue()).isEmpty();
        assertThat(stream.overdue(at(10_000))).isEmpty();
        assertThat(stream.start(at(10_000))).containsExactly(second, third);
        assertThat(stream.paused()).isFalse();
        assertThat(stream.start(at(10_000))).isEmpty();
        assertThat(stream.overdue(at(10_000))).containsExactly(before);
        stream.acknowledge(0, at(10_000));
        assertThat(stream.nextOverdue()).contains(at(10_000).plus(rttAfter(0)));
    }

    /** What was paused must not count as a slow round trip. */
    private static Duration rttAfter(long sampleMillis) {
        var roundTrip = new RoundTrip();
        roundTrip.learn(Duration.ofMillis(sampleMillis));
        return roundTrip.timeout();
    }

    @Test
    void acknowledgesWhatWasNeverSentWithoutLearningFromIt() {
        stream.pause();
        offer("1", START);
        assertThat(stream.acknowledge(0, at(60_000))).isPresent();
        stream.start(at(60_000));
        offer("2", at(60_000));

        assertThat(stream.nextOverdue()).contains(at(60_200));
    }

    @Test
    void sendsAllThatWaitsOverANewLink() {
        var first = offer("1", START);
        var second = offer("2", at(10));
        stream.acknowledge(5, at(10));

        assertThat(stream.reconnected(at(5000))).containsExactly(first, second);
        assertThat(stream.nextOverdue()).contains(at(5200));
        assertThat(offer("3", at(5000)).sequence()).isEqualTo(2);
    }

    @Test
    void staysPausedOverANewLink() {
        var first = offer("1", START);
        stream.pause();
        var second = offer("2", at(10));

        assertThat(stream.reconnected(at(5000))).isEmpty();
        assertThat(stream.start(at(6000))).containsExactly(first, second);
    }

    @Test
    void goesOnAfterARestart() {
        var first = offer("1", START);
        offer("2", START);
        var third = offer("3", START);
        var resumed = OutgoingStream.resumed(
                MessageType.INPUT_STREAM_DATA, ids(2), stream.nextSequence(), List.of(first, third), at(1000));

        assertThat(resumed.unacknowledged()).containsExactly(first, third);
        assertThat(resumed.nextOverdue()).contains(at(1200));
        assertThat(resumed.offer(PayloadType.OUTPUT, bytes("4"), at(1000)).sequence())
                .isEqualTo(3);
    }

    @Test
    void refusesToResumeWithFramesThatAreNotItsOwn() {
        var frame = offer("1", START);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> OutgoingStream.resumed(MessageType.OUTPUT_STREAM_DATA, ids(2), 1, List.of(frame), START));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> OutgoingStream.resumed(MessageType.INPUT_STREAM_DATA, ids(2), 0, List.of(frame), START));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutgoingStream(MessageType.ACKNOWLEDGE, false, ids(2)));
    }
}
