package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.ProgramOnThisMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * Terraform of this machine in a directory with a configuration, its AWS provider installed. The provider comes from the folder that the
 * system property {@value #MIRROR} names, laid out as a filesystem mirror; else from wherever TF_CLI_CONFIG_FILE says, or Terraform by itself
 * looks.
 */
final class Terraform {
    static final String MIRROR = "postern.terraform.mirror";
    private static final String CONFIGURATION = "TF_CLI_CONFIG_FILE";
    private static final String CACHE = "TF_PLUGIN_CACHE_DIR";
    /** A provider has hundreds of megabytes, or is a link out of here: nothing for a temporary directory. */
    private static final Path KEPT = Path.of("target", "terraform").toAbsolutePath();

    private static final long INIT_SECONDS = 300;
    private static final long COMMAND_SECONDS = 180;
    private static final Pattern NO_PROVIDER =
            Pattern.compile("Failed to (query available provider packages|install provider)|CLI configuration");

    private final Path program;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    record Said(int exit, String text) {}

    private Terraform(Path program, Path directory, Map<String, String> more) {
        this.program = program;
        this.directory = directory;
        System.getenv().forEach((name, value) -> {
            if (!name.startsWith("AWS_") && !name.startsWith("TF_")) environment.put(name, value);
        });
        environment.putAll(more);
        environment.putAll(Map.of("TF_IN_AUTOMATION", "1", "TF_INPUT", "0", "CHECKPOINT_DISABLE", "1"));
        environment.put("TF_DATA_DIR", KEPT.resolve(directory.getFileName()).toString());
    }

    /**
     * @param more of the environment; nothing of AWS's or Terraform's own is inherited but where plugins are
     * @throws TestAbortedException saying what was tried, where there is no Terraform or no provider for it
     */
    static Terraform in(Path directory, Map<String, String> more) throws IOException, InterruptedException {
        var program = new ProgramOnThisMachine(List.of("terraform"), "").onPath();
        if (program.isEmpty()) throw absent("terraform is not on PATH");
        var terraform = new Terraform(program.get(), directory, more);
        terraform.findProvider();
        var said = terraform.run(INIT_SECONDS, List.of("init", "-no-color"));
        if (said.exit() != 0 && NO_PROVIDER.matcher(said.text()).find())
            throw absent("there is no AWS provider for it. Name a filesystem mirror that has one, by -D" + MIRROR
                    + "=… or" + " in the file of " + CONFIGURATION + ". It said: " + said.text());
        assertThat(said.exit()).as(said.text()).isZero();
        return terraform;
    }

    private static TestAbortedException absent(String why) {
        var all = "Terraform was not tested: " + why;
        System.err.println(all); // a skipped test says so only in its report
        return new TestAbortedException(all);
    }

    private void findProvider() throws IOException {
        var mirror = System.getProperty(MIRROR);
        var configuration = System.getenv(CONFIGURATION);
        if (mirror != null) {
            var file = directory.resolve("terraform.rc");
            Files.writeString(file, "provider_installation {\n  filesystem_mirror { path = \"" + mirror + "\" }\n}\n");
            environment.put(CONFIGURATION, file.toString());
        } else if (configuration != null && Files.isRegularFile(Path.of(configuration))) {
            environment.put(CONFIGURATION, configuration);
        } else {
            var cache = Files.createDirectories(KEPT.resolve("plugins"));
            environment.put(CACHE, System.getenv().getOrDefault(CACHE, cache.toString()));
        }
    }

    /** @param variables of the configuration */
    Said run(String command, Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(command, "-no-color"));
        all.addAll(List.of(options));
        variables.forEach((name, value) -> all.add("-var=" + name + "=" + value));
        return run(COMMAND_SECONDS, all);
    }

    private Said run(long seconds, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        var output = directory.resolve("said.txt");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            var text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("%s came to an end: %s", command, text).isTrue();
            return new Said(process.exitValue(), text);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
