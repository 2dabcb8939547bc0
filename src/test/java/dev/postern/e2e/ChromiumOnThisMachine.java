package dev.postern.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
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

/**
 * Gets a browser so that {@code ./mvnw verify} needs no preparation: one on PATH, else Playwright's own download, else the
 * system's package manager when root. Nothing is skipped: without a browser the tests fail and say what to install.
 */
final class ChromiumOnThisMachine {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private ChromiumOnThisMachine() {}

    /** Keeps Playwright from downloading at creation: we ask for it only where no browser is found. */
    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static BrowserType.LaunchOptions options() {
        var options = new BrowserType.LaunchOptions().setArgs(QUIET).setHeadless(true);
        Stated.OPTIONAL.ifPresent(options::setExecutablePath);
        return options;
    }

    /** Found once per run; empty means Playwright's own. */
    private static final class Stated {
        static final Optional<Path> OPTIONAL = find();
    }

    private static Optional<Path> find() {
        var onPath = onPath();
        if (onPath.isPresent()) {
            return onPath;
        }
        var tried = new ArrayList<String>();
        if (playwrightInstalls(tried)) {
            return Optional.empty();
        }
        if (aptInstalls(tried)) {
            var installed = onPath();
            if (installed.isPresent()) {
                return installed;
            }
        }
        throw new IllegalStateException(
                "The browser tests need Chromium and could not get one. Install the package chromium (Debian: apt-get install chromium) or Google Chrome, so that one of "
                        + NAMES + " is on PATH. Tried: " + tried);
    }

    private static Optional<Path> onPath() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        var places = Stream.concat(
                Arrays.stream(path.split(File.pathSeparator)).map(Path::of),
                Stream.of(Path.of("/Applications/Google Chrome.app/Contents/MacOS")));
        return places.flatMap(place -> Stream.concat(NAMES.stream(), Stream.of("Google Chrome"))
                        .map(place::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean playwrightInstalls(List<String> tried) {
        try {
            var builder = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                    .createProcessBuilder();
            builder.command().addAll(List.of("install", "chromium"));
            return succeeds(builder, tried, 240);
        } catch (RuntimeException e) {
            tried.add("Playwright's download: " + e.getMessage());
            return false;
        }
    }

    private static boolean aptInstalls(List<String> tried) {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            tried.add("the package manager: not root, or no apt-get here");
            return false;
        }
        var update = new ProcessBuilder("apt-get", "update", "-qq");
        var install = new ProcessBuilder("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
        install.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return succeeds(update, tried, 180) && succeeds(install, tried, 420);
    }

    private static boolean succeeds(ProcessBuilder command, List<String> tried, long seconds) {
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
            throw new IllegalStateException("interrupted while getting a browser", e);
        }
    }
}
