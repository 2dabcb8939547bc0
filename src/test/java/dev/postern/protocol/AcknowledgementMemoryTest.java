package dev.postern.protocol;

import static dev.postern.protocol.Samples.ID;
import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.output;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementMemoryTest {
    private final AcknowledgementMemory memory = new AcknowledgementMemory(0);

    @Test
    void answersAFrameWhoseAcknowledgementCrossedIt() {
        var frame = output(0, "$ ");
        memory.remember(0);

        assertThat(memory.answer(frame, () -> ID, START))
                .contains(Acknowledgement.of(frame).toFrame(ID, START));
    }

    @Test
    void leavesNewFramesToTheReceiver() {
        memory.remember(0);

        assertThat(memory.answer(output(1, "$ "), () -> ID, START)).isEmpty();
    }

    @Test
    void remembersEachOnItsOwn() {
        memory.remember(2);
        memory.remember(0);
        assertThat(memory.remembers(0)).isTrue();
        assertThat(memory.remembers(1)).isFalse();
        assertThat(memory.remembers(2)).isTrue();
        memory.remember(1);
        memory.remember(1);
        memory.remember(3);
        assertThat(memory.remembers(1)).isTrue();
        assertThat(memory.remembers(3)).isTrue();
        assertThat(memory.remembers(4)).isFalse();
    }

    @Test
    void goesOnAfterARestartWhereItWas() {
        memory.remember(0);
        memory.remember(1);
        memory.remember(3);
        assertThat(memory.upTo()).isEqualTo(2);

        var again = new AcknowledgementMemory(memory.upTo());
        assertThat(again.remembers(1)).isTrue();
        assertThat(again.remembers(2)).isFalse();
        again.remember(2);
        assertThat(again.upTo()).isEqualTo(3);
    }

    @Test
    void forgetsWhatLiesTooFarBeyondAGap() {
        for (var sequence = 1L; sequence <= AcknowledgementMemory.MAX_BEYOND_GAP + 1; sequence++)
            memory.remember(sequence);

        assertThat(memory.remembers(AcknowledgementMemory.MAX_BEYOND_GAP)).isTrue();
        assertThat(memory.remembers(AcknowledgementMemory.MAX_BEYOND_GAP + 1)).isFalse();
        memory.remember(0);
        assertThat(memory.remembers(AcknowledgementMemory.MAX_BEYOND_GAP)).isTrue();
    }
}
