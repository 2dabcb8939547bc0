package dev.postern.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program and what it starts, so that a signal meets them all and nothing else. They have nothing to read. */
final class ProcessGroup {

    /** How long a program has to end by itself once it was asked to. */
    static final Duration KILL_PATIENCE = Duration.ofSeconds(2);

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Logger log = LoggerFactory.getLogger(ProcessGroup.class);

    private final Process process;

    private ProcessGroup(Process process) {
        this.process = process;
    }

    /**
     * Starts a program with this environment and no other.
     *
     * @param merged both outputs as one
     */
    static ProcessGroup start(List<String> program, Path directory, Map<String, String> environment, boolean merged)
            throws IOException {
        var command = new ArrayList<String>();
        // A session of its own, and with it a group.
        if (hasGroups()) command.add(SETSID.toString());
        // Where the agent was started by nohup or in a script's background, Ctrl-C would be ignored.
        command.addAll(CleanSignals.of(program));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nowhere()))
                .redirectErrorStream(merged);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ProcessGroup(builder.start());
    }

    /** The program itself. */
    Process process() {
        return process;
    }

    /** @param name as kill(1) has it, without SIG; Windows knows only the end */
    void signal(String name) {
        if (!process.isAlive()) return;
        if (LocalUser.isWindows()) process.destroy();
        else kill(name);
    }

    /** Asks all of them to end, and ends them. Returns at once. */
    void end() {
        signal("TERM");
        var _ = process.onExit()
                .completeOnTimeout(process, KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(_ -> destroy());
    }

    /** Ends all of them, whatever they say, also those that the program has left behind. */
    void destroy() {
        var descendants = process.descendants().toList();
        if (hasGroups()) kill("KILL");
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void kill(String signal) {
        var target = (hasGroups() ? "-" : "") + process.pid();
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            log.atWarn()
                    .addKeyValue("process", process.pid())
                    .addKeyValue("signal", signal)
                    .setCause(failed)
                    .log("signal not sent");
        }
    }

    private static boolean hasGroups() {
        return Files.isExecutable(SETSID);
    }

    private static File nowhere() {
        return new File(LocalUser.isWindows() ? "NUL" : "/dev/null");
    }
}
