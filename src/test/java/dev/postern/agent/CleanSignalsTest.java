package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanSignalsTest {
    private static final List<String> INTERRUPTS_ITSELF =
            List.of("/bin/sh", "-c", "kill -INT $$; echo not interrupted");

    @Test
    void whatTheAgentsStarterIgnoredEndsTheProgramAllTheSame() throws IOException, InterruptedException {
        assertThat(whereInterruptsAreIgnored(INTERRUPTS_ITSELF)).isEqualTo("not interrupted\n");
        assertThat(whereInterruptsAreIgnored(CleanSignals.of(INTERRUPTS_ITSELF)))
                .isEmpty();
    }

    @Test
    void argumentsArriveAsTheyAre() throws IOException, InterruptedException {
        var words = List.of("/usr/bin/printf", "%s|", "a b", "", "--", "-e", "$HOME", "'\"\\");
        assertThat(output(CleanSignals.of(words))).isEqualTo("a b||--|-e|$HOME|'\"\\|");
    }

    private static String whereInterruptsAreIgnored(List<String> command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        all.addAll(command);
        return output(all);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
