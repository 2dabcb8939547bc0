package dev.postern.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn again is what was there, wherever the output is cut. */
class RedrawTest {
    private static final String LIKELY = "\u001b[;?m1ABHJKhlLM";

    static List<Input> inputs() {
        return Input.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anotherScreenIsTheSameAtEveryCut(Input input) {
        var screen = input.screen();
        var at = 0;
        for (var step : input.steps()) {
            if (step.resize() != null) {
                screen.resize(step.resize().get(0), step.resize().get(1));
                assertRedrawn(screen, input.name() + " at " + at);
                continue;
            }
            for (var value : step.bytes()) {
                screen.write(new byte[] {value});
                at++;
                assertRedrawn(screen, input.name() + " at " + at);
            }
        }
    }

    @Test
    void theFileThatXtermIsTriedOnIsOfToday() throws IOException {
        assertThat(RedrawnFile.made()).isEqualTo(RedrawnFile.read());
    }

    /** Bytes at random, as they come from a file that somebody shows by mistake. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseIsDrawnAgainToo(long seed) {
        var random = new Random(seed);
        var screen = new Screen(20, 5);
        for (var at = 0; at < 3_000; at++) {
            // escapes and what sequences are made of come up more often than in noise
            var value = random.nextInt(4) == 0 ? LIKELY.charAt(random.nextInt(LIKELY.length())) : random.nextInt(256);
            screen.write(new byte[] {(byte) value});
            if (at % 7 == 0) assertRedrawn(screen, seed + " at " + at);
        }
    }

    private static void assertRedrawn(Screen screen, String where) {
        var bytes = screen.redraw();
        var again = new Screen(screen.columns(), screen.rows());
        again.write(bytes);
        var nearly = Seen.nearly(screen);
        assertThat(Seen.of(again, nearly)).as(where).isEqualTo(Seen.of(screen, nearly));
    }
}
