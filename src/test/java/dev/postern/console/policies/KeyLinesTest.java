package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLinesTest {
    @Test
    void aLineIsAKeyAndItsValueWhichMayHaveEqualsSignsOfItsOwn() throws KeyLines.Unreadable {
        assertThat(KeyLines.read(" team = web \n\nexpression=a=b\nempty=").pairs())
                .containsExactly(entry("empty", ""), entry("expression", "a=b"), entry("team", "web"));
    }

    @Test
    void nothingIsNoKey() throws KeyLines.Unreadable {
        assertThat(KeyLines.read(" \n").pairs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "= web"})
    void whatIsNoPairIsNamed(String line) {
        assertThatExceptionOfType(KeyLines.Unreadable.class)
                .isThrownBy(() -> KeyLines.read("a = b\n" + line))
                .satisfies(unreadable -> assertThat(unreadable.line()).isEqualTo(line));
    }
}
