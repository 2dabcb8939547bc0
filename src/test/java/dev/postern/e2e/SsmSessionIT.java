package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.testing.Api;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SessionState;

/**
 * A client of the session wire by somebody else, {@code ssm-session} from npm: it repeats nothing, hashes as it likes, pads on the wrong side and
 * acknowledges acknowledgements. AWS puts up with it, so do we.
 */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SsmSessionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Path SOURCES = Path.of("src", "test", "ssm-session");
    /** What built the console, see node/package.json. */
    private static final Path NODE_HOME = Path.of("node", "node_modules").toAbsolutePath();

    private static final String NODE_JS =
            NODE_HOME.resolve(Path.of(".bin", "node")).toString();

    private PosternProcess server;
    private PosternProcess agent;
    private Api api;
    private SsmClient ssm;
    private String node;
    private Path script;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        script = installed(directory.resolve("client"));
        var ports = Ports.free();
        var home = directory.resolve("home");
        server = OwnNode.server(home, ports);
        api = OwnNode.api(home, ports);
        ssm = api.ssm();
        agent = OwnNode.agent(directory, api, ssm);
        node = OwnNode.awaited(ssm);
    }

    /** In a directory of its own: the console's packages know nothing of it. */
    private static Path installed(Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        for (var name : List.of("package.json", "package-lock.json", "shell.js"))
            Files.copy(SOURCES.resolve(name), into.resolve(name));
        var npm = NODE_HOME.resolve(Path.of("npm", "bin", "npm-cli.js")).toString();
        var output = into.resolve("npm.log");
        var install = new ProcessBuilder(
                        NODE_JS, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                .directory(into.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(install.waitFor(180, TimeUnit.SECONDS) && install.exitValue() == 0)
                .as("npm ci of %s, from the registry that npm is set up for: %s", SOURCES, Files.readString(output))
                .isTrue();
        return into.resolve("shell.js");
    }

    @AfterAll
    void stop() {
        for (var process : new PosternProcess[] {agent, server}) if (process != null) process.close();
        if (ssm != null) ssm.close();
    }

    @Test
    void aPromptOutputAnotherSizeAndTheEnd() throws Exception {
        try (var shell = new Shell(103, 31)) {
            shell.await("$ ", "# ");
            shell.say("type stty size; echo $((40+2))-is-it");
            shell.await("31 103");
            shell.await("42-is-it");
            shell.say("resize 77 22");
            shell.say("type stty size");
            shell.await("22 77");
            shell.say("type seq 1 20000 | tail -c 100; echo do$((1))ne");
            shell.await("do1ne");
            shell.say("type exit");
            assertThat(shell.process.waitFor(40, TimeUnit.SECONDS))
                    .as(shell.text())
                    .isTrue();
            assertThat(shell.process.exitValue()).isZero();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ssm.describeSessions(request -> request.state(SessionState.HISTORY))
                                    .sessions())
                            .anySatisfy(
                                    session -> assertThat(session.sessionId()).isEqualTo(shell.id)));
        }
    }

    private final class Shell implements AutoCloseable {
        private final Process process;
        private final Writer input;
        private final String id;
        private final StringBuilder text = new StringBuilder();

        Shell(int columns, int rows) throws IOException {
            var started = ssm.startSession(request -> request.target(node));
            id = started.sessionId();
            var builder = new ProcessBuilder(
                            NODE_JS,
                            script.toString(),
                            started.streamUrl(),
                            String.valueOf(columns),
                            String.valueOf(rows))
                    .redirectErrorStream(true);
            builder.environment().put("TOKEN", started.tokenValue());
            builder.environment().put("NODE_EXTRA_CA_CERTS", api.ca().toString());
            process = builder.start();
            input = process.outputWriter(StandardCharsets.UTF_8);
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

        void say(String line) throws IOException {
            input.write(line + "\n");
            input.flush();
        }

        void await(String... oneOf) {
            org.awaitility.Awaitility.await("one of " + List.of(oneOf))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(oneOf))
                            .as("on the terminal: %s", text())
                            .anyMatch(text()::contains));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
