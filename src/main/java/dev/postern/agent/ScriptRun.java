package dev.postern.agent;

import dev.postern.agent.JobStep.Interpreter;
import dev.postern.agent.JobStep.Work;
import dev.postern.protocol.CommandReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One script from its file to its exit status, as the agent's own user. */
final class ScriptRun {

    /** What is left over of a line's end on other systems; an interpreter would take it for a part of a word. */
    private static final String CARRIAGE_RETURN = "\r";

    private final Work.Script script;
    private final Path folder;
    private final Map<String, String> environment;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ProcessGroup group;
    private volatile @Nullable CapturedOutput out;
    private volatile @Nullable CapturedOutput err;
    private volatile @Nullable Instant began;
    private boolean cancelled;

    /**
     * @param folder for the script's file; it is there, and the agent's alone
     * @param more variables beside those of a login
     */
    ScriptRun(Work.Script script, Path folder, Map<String, String> more, InstantSource clock) {
        this.script = script;
        this.folder = folder;
        this.environment = new HashMap<>(LocalUser.ofThisProcess().environment(System.getenv()));
        // there is no terminal, and nobody to see colours
        environment.remove("TERM");
        environment.remove("COLORTERM");
        environment.putAll(more);
        this.clock = clock;
    }

    StepOutcome run() throws InterruptedException {
        began = clock.instant();
        Path file = null;
        try {
            var directory = directory();
            file = write();
            if (!start(command(file), directory))
                return new StepOutcome(StepOutcome.CANCELLED, 0, began, began, "", "");
            return toItsEnd();
        } catch (IOException failed) {
            return failure(String.valueOf(failed.getMessage()));
        } finally {
            if (file != null) delete(file);
        }
    }

    private StepOutcome toItsEnd() throws InterruptedException {
        var running = started();
        try {
            boolean inTime = running.process().waitFor(script.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                running.end();
                running.process().waitFor();
            }
            awaitOutputs();
            if (isCancelled()) return stopped(StepOutcome.CANCELLED, "Cancelled.");
            if (!inTime)
                return stopped(
                        StepOutcome.TIMED_OUT,
                        "Stopped after " + script.timeout().toSeconds() + " seconds.");
            int code = running.process().exitValue();
            return now(code == 0 ? StepOutcome.SUCCESS : StepOutcome.FAILED, code, "");
        } finally {
            if (running.process().isAlive()) running.destroy();
            closeOutputs();
        }
    }

    /** What came so far; for somebody who looks on. */
    StepOutcome progress() {
        return now(StepOutcome.IN_PROGRESS, 0, "");
    }

    /** Stops it and all that it started. From any thread, more than once. */
    void cancel() {
        ProcessGroup running;
        lock.lock();
        try {
            cancelled = true;
            running = group;
        } finally {
            lock.unlock();
        }
        if (running != null) running.end();
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    private boolean start(List<String> command, Path directory) throws IOException {
        lock.lock();
        try {
            if (cancelled) return false;
            group = ProcessGroup.start(command, directory, environment, false);
            out = CapturedOutput.of(group.process().getInputStream(), CommandReply.MAX_STANDARD_OUTPUT, "script-out");
            err = CapturedOutput.of(group.process().getErrorStream(), CommandReply.MAX_STANDARD_ERROR, "script-err");
            return true;
        } finally {
            lock.unlock();
        }
    }

    private ProcessGroup started() {
        lock.lock();
        try {
            if (group == null) throw new IllegalStateException("not started");
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void awaitOutputs() throws InterruptedException {
        for (var output : outputs()) output.awaitEnd();
    }

    private void closeOutputs() throws InterruptedException {
        for (var output : outputs()) output.close();
    }

    private List<CapturedOutput> outputs() {
        return Stream.of(out, err).filter(Objects::nonNull).toList();
    }

    private StepOutcome stopped(String status, String why) {
        return now(status, StepOutcome.STOPPED, why);
    }

    private StepOutcome now(String status, int code, String note) {
        var ended = status.equals(StepOutcome.IN_PROGRESS) ? null : clock.instant();
        return new StepOutcome(status, code, began, ended, text(out), noted(text(err), note));
    }

    private static String text(@Nullable CapturedOutput output) {
        return output == null ? "" : output.text();
    }

    /** The note is there even where the output is full. */
    private static String noted(String errors, String note) {
        if (note.isEmpty()) return errors;
        int room = CommandReply.MAX_STANDARD_ERROR - note.length() - 1;
        var kept = CapturedOutput.beginning(errors, room);
        return kept.isEmpty() || kept.endsWith("\n") ? kept + note : kept + "\n" + note;
    }

    private StepOutcome failure(String why) {
        return new StepOutcome(StepOutcome.FAILED, 1, began, clock.instant(), "", why);
    }

    private Path directory() throws IOException {
        var wanted = script.workingDirectory();
        try {
            var directory = Path.of(wanted.isEmpty() ? LocalUser.ofThisProcess().directory() : wanted);
            if (Files.isDirectory(directory)) return directory;
        } catch (InvalidPathException _) {
            // no name of anything
        }
        throw new IOException("There is no directory " + wanted + " on this node.");
    }

    private Path write() throws IOException {
        var shell = script.interpreter() == Interpreter.SHELL;
        var text = String.join("\n", script.lines()) + "\n";
        if (shell) text = text.replace(CARRIAGE_RETURN + "\n", "\n");
        var file = folder.resolve(shell ? "script.sh" : "script.ps1");
        Files.deleteIfExists(file);
        Files.createFile(file, StateDirectory.ownersAlone(folder, "rwx------"));
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return file;
    }

    /** A shell that runs the file by its first line, where that names an interpreter; else the shell reads it itself. */
    private List<String> command(Path file) throws IOException {
        var path = file.toString();
        if (script.interpreter() == Interpreter.SHELL)
            return script.lines().getFirst().startsWith("#!")
                    ? List.of("/bin/sh", "-c", "exec \"$0\"", path)
                    : List.of("/bin/sh", path);
        if (LocalUser.isWindows())
            return List.of("powershell.exe", "-NoLogo", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", path);
        for (var folder : environment.getOrDefault("PATH", "").split(":")) {
            var pwsh = Path.of(folder, "pwsh");
            if (Files.isExecutable(pwsh)) return List.of(pwsh.toString(), "-NoLogo", "-NonInteractive", "-File", path);
        }
        throw new IOException("There is no PowerShell (pwsh) on this node.");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // the folder is cleared with the job
        }
    }
}
