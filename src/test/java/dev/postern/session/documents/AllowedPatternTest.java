package dev.postern.session.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedPatternTest {
    @Test
    void theWholeValueMustMatch() {
        assertThat(AllowedPattern.of("[a-z]+").matches("abc")).isTrue();
        assertThat(AllowedPattern.of("[a-z]+").matches("abc; reboot")).isFalse();
        assertThat(AllowedPattern.of("^[a-z]+$").matches("abc\n")).isFalse();
        var log = AllowedPattern.of("^[a-zA-Z0-9-_/]+(.log)$"); // AWS's own example
        assertThat(log.matches("var/log/my-app_1.log")).isTrue();
        assertThat(log.matches("var/log/x.log; id")).isFalse();
    }

    @Test
    void noPatternRunsAway() {
        var value = "a".repeat(Parameter.MOST_CHARACTERS - 1) + "!";
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(AllowedPattern.of("^(a+)+$").matches(value)).isFalse();
            assertThat(AllowedPattern.of("(a|a)*").matches(value)).isFalse();
            assertThat(AllowedPattern.of("(.*)*x").matches(value)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=x)y", "(?<!a)b", "(a)\\1", "a*+", "(", "[z-a]", "a{2,1}", "a{1001}"})
    void whatCannotBeMatchedInLinearTimeOrAtAllIsRefusedWithTheReason(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedPattern.of(pattern))
                .withMessageContaining("is not taken: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((((((((a{10}){10}){10}){10}){10}){10}){10}){10}){10})",
                "(?:(?:x{0,1000}){0,1000})",
                "([^]a]{1000}){100}",
                "(\\{{999}){99}",
                "(((a{30}){30}){30}"
            })
    @Timeout(10)
    void whatWouldFillTheMemoryIsRefusedBeforeItIsCompiled(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedPattern.of(pattern))
                .withMessageContaining("stands for more than 10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^([1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
                "^[a-z]{1,255}(\\.[a-z]{1,255}){1,10}$",
                "(?i)\\p{L}[\\w.-]{0,63}",
                "[[:alpha:]\\]]{3}",
                "\\Q({[\\E{2}",
                "x{,3}"
            })
    void ordinaryPatternsAreTaken(String pattern) {
        assertThatNoException().isThrownBy(() -> AllowedPattern.of(pattern));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"abc 3", "a{9} 10", "(ab){9} 30", "(a|b)c 5", "[abc]{4}x 6", "a\\{9} 4"})
    void sizesAreNeverTooSmall(String pattern, long atLeast) {
        assertThat(PatternSize.of(pattern)).isBetween(atLeast, atLeast + 4);
    }

    @Test
    void patternsHaveALength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedPattern.of("a".repeat(1_025)))
                .withMessageContaining("1024");
    }
}
