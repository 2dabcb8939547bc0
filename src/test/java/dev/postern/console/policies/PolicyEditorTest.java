package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.policy.PolicyProblem.Position;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEditorTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1, 3, 2", "2, 1, 3", "3, 2, 6", "2, 99, 7", "9, 1, 7"})
    void aPlaceInTheTextIsAnOffsetAndNeverBehindItsEnd(int line, int column, int offset) {
        assertThat(PolicyEditor.offset("ab\nc\nde", new Position(line, column))).isEqualTo(offset);
    }
}
