package dev.postern.protocol;

import static dev.postern.protocol.Samples.ID;
import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {
    private static Frame acknowledge(String json) {
        return json(MessageType.ACKNOWLEDGE, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AcknowledgedMessageSequenceNumber\":5}",
                " { \"AcknowledgedMessageSequenceNumber\" :\t5 , \"IsSequentialMessage\": true }\r\n",
                "{\"X\":{\"AcknowledgedMessageSequenceNumber\":7,\"Y\":[\"}\\\"\"]},\"AcknowledgedMessageSequenceNumber\":5}",
                "{\"Y\":[[],{}],\"Z\":\"\\\"AcknowledgedMessageSequenceNumber\\\":7\",\"AcknowledgedMessageSequenceNumber\":5}",
                "{\"N\":null,\"D\":1.5e3,\"AcknowledgedMessageSequenceNumber\":5}"
            })
    void findsTheNumberInAnyOrderAndSpacing(String json) {
        assertThat(Acknowledgement.sequenceOf(acknowledge(json))).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "x",
                "[5]",
                "5",
                "{\"AcknowledgedMessageSequenceNumber\":}",
                "{\"AcknowledgedMessageSequenceNumber\":\"5\"}",
                "{\"AcknowledgedMessageSequenceNumber\":-5}",
                "{\"AcknowledgedMessageSequenceNumber\":5.0}",
                "{\"AcknowledgedMessageSequenceNumber\":5e1}",
                "{\"AcknowledgedMessageSequenceNumber\":1234567890123456789}",
                "{\"AcknowledgedMessageSequenceNumber\":5",
                "{\"AcknowledgedMessageSequenceNumber\":5}}",
                "{\"AcknowledgedMessageSequenceNumber\":5} {}",
                "{\"AcknowledgedMessageSequenceNumber\" 5}",
                "{\"AcknowledgedMessageSequenceNumber\":5 \"x\":1}",
                "{\"acknowledgedmessagesequencenumber\":5}",
                "{\"X\":{\"AcknowledgedMessageSequenceNumber\":5}}",
                "{\"X\":[",
                "{\"X\\",
                "{\"X\":\"\\"
            })
    void refusesWhatHasNoNumber(String json) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Acknowledgement.sequenceOf(acknowledge(json)))
                .withMessageStartingWith("an acknowledgement: ");
    }

    @Test
    void refusesOtherFrames() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> Acknowledgement.sequenceOf(json(MessageType.CHANNEL_CLOSED, "{}")))
                .withMessage("not an acknowledgement: channel_closed");
    }

    @Test
    void carriesTheLargestNumbersAndTypes() {
        var acknowledgement = new Acknowledgement(new MessageType("t".repeat(32)), ID, 999_999_999_999_999_999L, false);

        assertThat(Acknowledgement.parse(acknowledgement.toFrame(ID, START))).isEqualTo(acknowledgement);
    }

    @Test
    void doesWithoutTheFieldsThatNobodyReads() {
        var bare = acknowledge("{\"AcknowledgedMessageType\":\"output_stream_data\",\"AcknowledgedMessageId\":\"" + ID
                + "\",\"AcknowledgedMessageSequenceNumber\":5}");
        assertThat(Acknowledgement.parse(bare))
                .isEqualTo(new Acknowledgement(MessageType.OUTPUT_STREAM_DATA, ID, 5, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AcknowledgedMessageSequenceNumber\":5}",
                "{\"AcknowledgedMessageType\":1,\"AcknowledgedMessageId\":\"x\",\"AcknowledgedMessageSequenceNumber\":5}",
                "{\"AcknowledgedMessageType\":\"a b\",\"AcknowledgedMessageSequenceNumber\":5}",
                "{\"AcknowledgedMessageType\":\"a\",\"AcknowledgedMessageId\":\"x\",\"AcknowledgedMessageSequenceNumber\":5}"
            })
    void isReadAsAWholeOnlyIfWhole(String json) {
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> Acknowledgement.parse(acknowledge(json)));
    }
}
