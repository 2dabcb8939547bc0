package dev.postern.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
import dev.postern.testing.ProgramOnThisMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gets a browser so that {@code ./mvnw verify} needs no preparation: one on PATH, else Playwright's own download, else the
 * system's package manager when root. Nothing is skipped: without a browser the tests fail and say what to install.
 */
final class ChromiumOnThisMachine {
    private static final ProgramOnThisMachine CHROMIUM = new ProgramOnThisMachine(
            List.of(
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable",
                    "microsoft-edge",
                    "Google Chrome"),
            "chromium");
    private static final Path MACS_PLACE = Path.of("/Applications/Google Chrome.app/Contents/MacOS");
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
        var found = CHROMIUM.onPath().or(() -> CHROMIUM.in(Stream.of(MACS_PLACE)));
        if (found.isPresent()) {
            return found;
        }
        var tried = new ArrayList<String>();
        if (playwrightInstalls(tried)) {
            return Optional.empty();
        }
        var installed = CHROMIUM.fromThePackageManager(tried);
        if (installed.isPresent()) {
            return installed;
        }
        throw new IllegalStateException(
                "The browser tests need Chromium and could not get one. Install the package chromium (Debian: apt-get install chromium) or Google Chrome, so that one of "
                        + CHROMIUM.names() + " is on PATH. Tried: " + tried);
    }

    private static boolean playwrightInstalls(List<String> tried) {
        try {
            var builder = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                    .createProcessBuilder();
            builder.command().addAll(List.of("install", "chromium"));
            return ProgramOnThisMachine.succeeds(builder, tried, 240);
        } catch (RuntimeException e) {
            tried.add("Playwright's download: " + e.getMessage());
            return false;
        }
    }
}
