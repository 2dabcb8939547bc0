package dev.postern.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows what xterm.js 6 shows, for the strings that a test of the front end tries on xterm itself. */
class XtermTest {
    static List<Input> inputs() {
        return Input.all();
    }

    @Test
    void thereAreEnoughToMeanSomething() {
        assertThat(inputs()).hasSizeGreaterThan(250);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void showsWhatXtermShows(Input input) {
        var screen = input.screen();
        input.writeTo(screen);
        assertThat(Shown.of(screen)).isEqualTo(input.shows());
    }
}
