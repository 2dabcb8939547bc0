package dev.postern.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.ProgramOnThisMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * The AWS command line of this machine, whichever version.
 *
 * @param knowsEndpointVariable whether AWS_ENDPOINT_URL works with it
 */
record AwsCommandLine(Path program, String version, boolean knowsEndpointVariable) {
    private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\.\\S+");
    /** AWS_ENDPOINT_URL came with 1.29.0 and 2.13.0; Debian 12 has 2.9. */
    private static final Map<Integer, Integer> FIRST_MINOR_WITH_VARIABLE = Map.of(1, 29, 2, 13);

    private static final class Found {
        static final AwsCommandLine AWS = find();
    }

    /** @throws TestAbortedException saying what was tried, where there is none and none can be had */
    static AwsCommandLine onThisMachine() {
        return Found.AWS;
    }

    private static AwsCommandLine find() {
        var aws = new ProgramOnThisMachine(List.of("aws"), "awscli");
        var tried = new ArrayList<String>();
        var program = aws.onPath().or(() -> aws.fromThePackageManager(tried));
        if (program.isEmpty()) {
            var why = "The AWS command line was not tested: there is no aws on PATH and none could be had. Install the"
                    + " package awscli (Debian: apt-get install awscli). Tried: " + tried;
            System.err.println(why); // a skipped test says so only in its report
            throw new TestAbortedException(why);
        }
        return of(program.get());
    }

    private static AwsCommandLine of(Path program) {
        try {
            var said = run(program, Map.of(), List.of("--version")).text();
            var version = VERSION.matcher(said);
            if (!version.find()) throw new IllegalStateException(program + " --version says: " + said);
            int first = FIRST_MINOR_WITH_VARIABLE.getOrDefault(Integer.valueOf(version.group(1)), 0);
            return new AwsCommandLine(program, version.group(), Integer.parseInt(version.group(2)) >= first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for its version", e);
        }
    }

    record Said(int exit, String text) {}

    /** Runs one command against an endpoint, told by the environment where this version listens to it. */
    Said say(String endpoint, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("--output", "json"));
        var variables = new HashMap<>(environment);
        if (knowsEndpointVariable) {
            variables.put("AWS_ENDPOINT_URL", endpoint);
        } else {
            all.addAll(List.of("--endpoint-url", endpoint));
        }
        all.addAll(arguments);
        return run(program, variables, all);
    }

    private static Said run(Path program, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        var output = Files.createTempFile("aws", ".out");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().putAll(environment);
        var running = process.start();
        try {
            assertThat(running.waitFor(60, TimeUnit.SECONDS))
                    .as("%s came to an end", command)
                    .isTrue();
            return new Said(running.exitValue(), Files.readString(output, UTF_8));
        } finally {
            running.destroyForcibly();
            Files.delete(output);
        }
    }
}
