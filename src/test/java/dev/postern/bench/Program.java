package dev.postern.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Java program in a process of its own, with what it prints. Closing it kills it. */
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int KIBIBYTE = 1024;
    private static final int LAST_LINES = 40;

    private static final boolean ECHO = Boolean.getBoolean("bench.echo");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private Program(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(extra());
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    /** More options for every process, say a flight recording: {@code -Dbench.jvm=…}. */
    private static List<String> extra() {
        return words(System.getProperty("bench.jvm", ""));
    }

    private static List<String> words(String options) {
        return options.isBlank() ? List.of() : List.of(options.split(" "));
    }

    /**
     * From the class path of this process.
     *
     * @param options of the virtual machine, separated by spaces
     */
    static Program of(String options, String main, String... arguments) {
        var all = new ArrayList<>(words(options));
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        all.addAll(List.of(arguments));
        return new Program(all);
    }

    static Program ofJar(Path jar, String... arguments) {
        var all = new ArrayList<>(List.of("-jar", jar.toString()));
        all.addAll(List.of(arguments));
        return new Program(all);
    }

    private void read() {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (ECHO) System.out.println(process.pid() + " " + line);
                if (line.startsWith(BenchServer.ANSWER)) answers.add(line.substring(BenchServer.ANSWER.length()));
                for (var listener : listeners) listener.accept(line);
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
        for (var listener : listeners) listener.accept("");
    }

    /** The first match of the pattern's first group in what it prints, now or soon. */
    String await(String pattern) {
        var compiled = Pattern.compile(pattern);
        var found = new CompletableFuture<String>();
        Consumer<String> look = line -> {
            var matcher = compiled.matcher(line);
            if (matcher.find()) found.complete(matcher.group(1));
            else if (!process.isAlive()) found.completeExceptionally(failure("ended before " + pattern));
        };
        listeners.add(look);
        try {
            lines.forEach(look);
            return found.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            listeners.remove(look);
        }
    }

    /** One command of {@link BenchServer}, and its answer. */
    String ask(String command) throws IOException, InterruptedException {
        var out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(command);
        out.newLine();
        out.flush();
        var answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null || answer.startsWith("failed")) throw failure(command + ": " + answer);
        return answer;
    }

    private IllegalStateException failure(String what) {
        var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return new IllegalStateException(what + "\n" + String.join("\n", last));
    }

    /** Processor time used so far, of all its threads. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident set in bytes; 0 where there is no /proc. */
    long rss() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) return 0;
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .findFirst()
                .orElse(0);
    }

    @Nullable Long pid() {
        return process.pid();
    }

    /** SIGTERM first, so that it may say good-bye (and write a flight recording, if it was told to make one). */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
