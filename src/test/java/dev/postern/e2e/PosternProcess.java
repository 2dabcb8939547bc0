package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code java -jar target/postern.jar …} in a process of its own, with what it printed. Closing it kills it. */
final class PosternProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static final List<String> BUILT = List.of("-jar", jar().toString());

    private PosternProcess(List<String> program, List<String> arguments, Path workingDirectory) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx768m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(program);
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    static Path jar() {
        return Path.of("target", "postern.jar").toAbsolutePath();
    }

    /** Ports that were free a moment ago: a restarted server must come back on the same ones. */
    record Ports(int console, int api, int management) {
        static Ports free() {
            try (var one = listen();
                    var two = listen();
                    var three = listen()) {
                return new Ports(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ServerSocket listen() throws IOException {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }
    }

    static PosternProcess server(Path home, Ports ports, String... more) {
        return server(BUILT, home, ports, more);
    }

    /** The same product with what the tests add to it: the profile {@code showroom}'s fleet, registered by nobody's agent. */
    static PosternProcess showroom(Path home, Ports ports) {
        var here = List.of("-cp", System.getProperty("java.class.path"), "dev.postern.Postern");
        // the tests' own settings lie on that class path
        return server(here, home, ports, "--spring.profiles.active=showroom", "--postern.local-node.enabled=true");
    }

    private static PosternProcess server(List<String> program, Path home, Ports ports, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--postern.home=" + home,
                "--server.port=" + ports.console(),
                "--postern.api.port=" + ports.api(),
                "--management.server.port=" + ports.management()));
        arguments.addAll(List.of(more));
        var server = new PosternProcess(program, arguments, Path.of(System.getProperty("java.io.tmpdir")));
        server.await("Postern is ready");
        return server;
    }

    static PosternProcess command(Path directory, String... arguments) {
        return new PosternProcess(BUILT, List.of(arguments), directory);
    }

    static PosternProcess agent(Path directory, String... arguments) {
        var all = new ArrayList<>(List.of("agent"));
        all.addAll(List.of(arguments));
        return new PosternProcess(BUILT, all, directory);
    }

    private void read() {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
    }

    void await(String text) {
        Awaitility.await("«" + text + "» in the output of "
                        + process.info().commandLine().orElse("the process"))
                .atMost(START)
                .until(() -> printed(text) || !process.isAlive());
        assertThat(printed(text)).as("printed: %s", String.join("\n", lines)).isTrue();
    }

    boolean printed(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** The first match of the pattern's first group in the output. */
    Optional<String> find(String pattern) {
        var compiled = Pattern.compile(pattern);
        return lines.stream()
                .map(compiled::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    List<String> output() {
        return List.copyOf(lines);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGKILL: no goodbye, no hooks. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM, and what follows from it. */
    void stop() {
        process.destroy();
        process.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
