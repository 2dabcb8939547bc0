package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Somebody else's program without a terminal, with what it printed. Closing it kills it and whatever it started. */
final class OtherProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuilder text = new StringBuilder();

    OtherProcess(Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_")); // whoever runs the tests may have his own
        builder.environment().putAll(environment);
        process = builder.start();
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (int next = reader.read(); next >= 0; next = reader.read()) append((char) next);
        } catch (IOException _) {
            // it has ended
        }
    }

    private synchronized void append(char next) {
        text.append(next);
    }

    synchronized String text() {
        return text.toString();
    }

    void await(String words) {
        Awaitility.await("«" + words + "»")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text()).contains(words));
    }

    /** The first match of the pattern's first group. */
    String found(String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text());
        assertThat(matcher.find()).as("%s in %s", pattern, text()).isTrue();
        return matcher.group(1);
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(text())
                .isTrue();
        return process.exitValue();
    }

    /** The ids of what it started. */
    List<Long> descendants() {
        return process.toHandle().descendants().map(ProcessHandle::pid).toList();
    }

    /** Asked first; what it leaves running is killed. */
    void stop() throws InterruptedException {
        var started = process.toHandle().descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
