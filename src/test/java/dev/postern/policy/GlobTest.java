package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways to match a pattern say the same, and what they say is what the slow way says. */
class GlobTest {
    private static final int LONG_PATTERN = 6_000;
    private static final int LONG_TEXT = 1_000_000;

    private static boolean swept(String pattern, String text) {
        var collapsed = pattern.replaceAll("\\*+", "*");
        return new Sweep(Glob.codes(collapsed)).matches(text, 0, text.length());
    }

    @Test
    void walkSweepAndReferenceAgree() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            var pattern = any(random, "ab*?", 1 + random.nextInt(i % 50 == 0 ? 200 : 9));
            var text = any(random, "ab", random.nextInt(i % 50 == 0 ? 300 : 12));
            boolean expected = ReferencePatterns.like(ReferencePatterns.plain(pattern), text);
            assertThat(Glob.of(pattern).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(expected);
            assertThat(swept(pattern, text))
                    .as("%s swept over %s", pattern, text)
                    .isEqualTo(expected);
        }
    }

    private static String any(Random random, String of, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(of.charAt(random.nextInt(of.length())));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "?,😀,true",
        "??,😀,false",
        "*?,😀,true",
        "*??,😀,false",
        "a?c,a😀c,true",
        "*😀*,a😀c,true",
        "a?😀?c,ab😀bc,true",
        "?,é,true",
        "*?b,😀😀b,true",
        "???b,😀😀b,false"
    })
    void aCharacterIsOneWhateverItsUnits(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
        assertThat(swept(pattern, text)).isEqualTo(expected);
    }

    /** By going back this would take thousands of millions of steps. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void whatWasWrittenToHurtIsReadOnce() {
        var text = "a".repeat(LONG_TEXT);
        assertThat(Glob.of("*" + "a".repeat(LONG_PATTERN) + "b").matches(text)).isFalse();
        assertThat(Glob.of("*" + "a?".repeat(LONG_PATTERN / 2) + "b*").matches(text))
                .isFalse();
        assertThat(Glob.of("*" + "a".repeat(LONG_PATTERN) + "b*").matches(text + "b"))
                .isTrue();
    }
}
