package dev.postern.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the pictures of the documents from the real product: the built jar, its own node, a browser. Run it by hand after a change of looks;
 * the first argument is the folder the pictures go to, by default {@code docs/images}.
 */
final class Screenshots {
    private static final int WIDE = 1440;
    private static final int NARROW = 390;

    private Screenshots() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args.length > 0 ? args[0] : "docs/images");
        var ports = PosternProcess.Ports.free();
        var home = Files.createTempDirectory("postern-pictures").resolve("home");
        try (var server = PosternProcess.server(home, ports);
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var context = browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDE, 900));
            var page = context.newPage();
            page.navigate("http://localhost:" + ports.console() + "/login");
            both(page, folder, "login");
            page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                    .orElseThrow());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            var connect = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"));
            connect.first().waitFor();
            both(page, folder, "nodes");
            connect.first().click();
            page.waitForURL(Pattern.compile(".*/terminal/.*"));
            var terminal = new TerminalPage(page);
            terminal.awaitShell();
            terminal.run(
                    "clear; for c in 1 2 3 4 5 6; do printf '\033[3%sm%s ' $c $(seq -s ' ' $c 6); done; printf '\033[0m\n'; id -un; tput cols");
            terminal.awaitText("root");
            both(page, folder, "terminal");
            for (var name : List.of("sessions", "activations", "trail", "settings")) {
                page.navigate("http://localhost:" + ports.console() + "/" + name);
                page.waitForLoadState();
                page.getByRole(AriaRole.HEADING).first().waitFor();
                both(page, folder, name);
            }
        }
    }

    private static void both(Page page, Path folder, String name) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            shoot(page, folder, name + (scheme == ColorScheme.DARK ? "-dark" : ""), WIDE);
            shoot(page, folder, name + (scheme == ColorScheme.DARK ? "-dark" : "") + "-narrow", NARROW);
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static void shoot(Page page, Path folder, String name, int width) {
        page.setViewportSize(width, width == WIDE ? 900 : 844);
        // two frames, so that what follows the new size and colours has been drawn
        page.evaluate(
                "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 400))");
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
        page.setViewportSize(WIDE, 900);
    }
}
