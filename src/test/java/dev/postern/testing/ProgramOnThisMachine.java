package dev.postern.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Somebody else's program that tests run: found, or fetched from the system's package manager where that may be done without asking.
 *
 * @param names by which it may be known; the first place on PATH that has one wins
 * @param debianPackage what brings it
 */
public record ProgramOnThisMachine(List<String> names, String debianPackage) {
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final long UPDATE_SECONDS = 180;
    private static final long INSTALL_SECONDS = 420;

    public ProgramOnThisMachine {
        names = List.copyOf(names);
    }

    public Optional<Path> onPath() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return in(Arrays.stream(path.split(File.pathSeparator)).map(Path::of));
    }

    public Optional<Path> in(Stream<Path> places) {
        return places.flatMap(place -> names.stream().map(place::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Asks the package manager, when root. @param tried what came of it, for whoever has to tell that there is no such program */
    public Optional<Path> fromThePackageManager(List<String> tried) {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(APT)) {
            tried.add("the package manager: not root, or no apt-get here");
            return Optional.empty();
        }
        var update = new ProcessBuilder(APT.toString(), "update", "-qq");
        var install =
                new ProcessBuilder(APT.toString(), "install", "-y", "-qq", "--no-install-recommends", debianPackage);
        install.environment().put("DEBIAN_FRONTEND", "noninteractive");
        boolean installed = succeeds(update, tried, UPDATE_SECONDS) && succeeds(install, tried, INSTALL_SECONDS);
        return installed ? onPath() : Optional.empty();
    }

    /** Runs it to its end, within bounds; what went wrong is added to {@code tried}. */
    public static boolean succeeds(ProcessBuilder command, List<String> tried, long seconds) {
        var name = String.join(" ", command.command());
        try {
            var process = command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                tried.add(name + ": not done after " + seconds + " s");
                return false;
            }
            if (process.exitValue() != 0) {
                tried.add(name + ": exit " + process.exitValue());
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            tried.add(name + ": " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while getting " + name, e);
        }
    }
}
