package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the terminal's own tests, written in TypeScript, in the Node that builds the front end. */
class BrowserModulesTest {
    private static final long LONGEST_SECONDS = 120;

    @Test
    void theTerminalsModulesKeepWhatTheyPromise() throws IOException, InterruptedException {
        var report = Files.createTempFile("browser-modules", ".txt");
        var command = new ArrayList<>(List.of("node/node", "--test", "--test-reporter=spec"));
        try (Stream<Path> files = Files.walk(Path.of("frontend"))) {
            files.filter(file -> file.toString().endsWith(".test.ts"))
                    .sorted()
                    .forEach(file -> command.add(file.toString()));
        }
        assertThat(command).as("tests found").hasSizeGreaterThan(5);

        var node = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        var done = node.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (!done) node.destroyForcibly();

        assertThat(done && node.exitValue() == 0).as(() -> said(report)).isTrue();
        Files.delete(report);
    }

    private static String said(Path report) {
        try {
            return Files.readString(report, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no report: " + e;
        }
    }
}
