package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs every measurement and writes {@code docs/benchmarks.md}. {@code -Dbench.only=codec,screen,policy,replay,start,echo,flood,terminal,pipe,forward,idle} picks some, and
 * then writes to standard output alone.
 */
final class Benchmarks {
    private static final Path JAR = Path.of("target", "postern.jar");
    /** What takes a server and a node. */
    private static final Set<String> SESSIONS = Set.of("echo", "flood", "terminal", "pipe", "forward");

    private static final Path DOCUMENT = Path.of("docs", "benchmarks.md");

    private final Set<String> only;
    private final Report report = new Report(Clock.systemUTC());

    private Benchmarks(Set<String> only) {
        this.only = only;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        var only = System.getProperty("bench.only", "");
        var benchmarks = new Benchmarks(only.isBlank() ? Set.of() : Set.of(only.split(",")));
        var directory = Files.createTempDirectory("postern-bench-");
        try {
            benchmarks.run(directory);
        } finally {
            delete(directory);
        }
        System.out.println(benchmarks.report.text());
        if (only.isBlank()) Files.writeString(DOCUMENT, benchmarks.report.text());
        // JMH and HTTP clients leave threads behind
        System.exit(0);
    }

    private boolean wanted(String name) {
        if (!only.isEmpty() && !only.contains(name)) return false;
        System.out.println("measuring: " + name);
        return true;
    }

    private void run(Path directory) throws IOException, InterruptedException, RunnerException {
        if (wanted("codec")) report.codec(CodecBenchmark.run());
        if (wanted("screen")) report.screen(ScreenBenchmark.run());
        if (wanted("policy")) report.policy(PolicyBenchmark.run());
        if (wanted("replay")) report.replay(ReplayBenchmark.run());
        if (wanted("start")) report.startUp(StartUp.measure(JAR, directory.resolve("start")));
        if (only.isEmpty() || SESSIONS.stream().anyMatch(only::contains)) {
            try (var postern = Postern.start(directory.resolve("home"))) {
                sessions(postern, directory);
            }
        }
        if (wanted("idle")) {
            try (var postern = Postern.startWithFixedHeap(directory.resolve("idle"))) {
                report.idle(IdleChannels.measure(postern, directory));
            }
        }
    }

    private void sessions(Postern postern, Path directory) throws IOException, InterruptedException {
        var console = postern.signedIn();
        var node = postern.agent(directory.resolve("agent"));
        var echo = new Echo();
        if (wanted("echo")) report.echo(echo.quiet(postern, console, node));
        if (wanted("flood")) report.echoBesideFlood(echo.besideFlood(postern, console, node));
        var bulk = new Bulk(directory);
        if (wanted("terminal")) report.terminal(bulk.throughTerminal(postern, console, node));
        if (wanted("pipe")) report.pipe(bulk.withoutTerminal(postern, console, node));
        if (wanted("forward")) {
            try (var forward = new Forward()) {
                report.forward(forward.measure(postern, node));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
