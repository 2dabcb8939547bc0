package dev.postern.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.testing.ProgramOnThisMachine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A Python of this machine that has boto3, whichever version of both.
 *
 * @param python the interpreter
 */
record Boto3(Path python) {
    private static final long IMPORT_SECONDS = 60;
    private static final long SCRIPT_SECONDS = 90;

    private static final class Found {
        static final Boto3 BOTO3 = find();
    }

    record Said(int exit, String text) {}

    /** @throws TestAbortedException saying what was tried, where there is none and none can be had */
    static Boto3 onThisMachine() {
        return Found.BOTO3;
    }

    private static Boto3 find() {
        var tried = new ArrayList<String>();
        var debian = new ProgramOnThisMachine(List.of("python3"), "python3-boto3");
        var python = onPath(tried).or(() -> debian.fromThePackageManager(tried).flatMap(_ -> onPath(tried)));
        if (python.isEmpty()) {
            var why = "boto3 was not tested: no python3 on PATH has it and none could be had. Install the package"
                    + " python3-boto3 (Debian: apt-get install python3-boto3). Tried: " + tried;
            System.err.println(why); // a skipped test says so only in its report
            throw new TestAbortedException(why);
        }
        return new Boto3(python.get());
    }

    /** The first that has it: a Python of its own may stand before the system's, which has it. */
    private static Optional<Path> onPath(List<String> tried) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(Path::of)
                .flatMap(place -> Stream.of(place.resolve("python3"), place.resolve("python")))
                .filter(Files::isExecutable)
                .filter(python -> ProgramOnThisMachine.succeeds(
                        new ProcessBuilder(python.toString(), "-c", "import boto3"), tried, IMPORT_SECONDS))
                .findFirst();
    }

    /** Runs one function of a script to its end. */
    Said run(Path script, String function, Map<String, String> environment) throws IOException, InterruptedException {
        var output = Files.createTempFile("boto3", ".out");
        var builder = new ProcessBuilder(python.toString(), script.toString(), function)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            if (!process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS))
                throw new AssertionError(function + " did not end: " + Files.readString(output, UTF_8));
            return new Said(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
