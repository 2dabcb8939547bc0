package dev.postern.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes pictures of every screen of the real product, full, empty and failing: wide and on a phone, light and dark. Run it by hand after a
 * change of looks, from the tests' class path: {@code Screenshots [folder] [pattern of names]}; the folder is {@code target/screenshots} if
 * nothing else is said. {@code docs/images/nodes.png} is one of them.
 */
final class Screenshots {
    private static final int PATIENCE_MS = 15_000;

    private Screenshots() {}

    /** What one looks at the product with. */
    private record Device(String name, String suffix, Browser.NewContextOptions options) {}

    private static final List<Device> DEVICES = List.of(
            new Device("wide", "", new Browser.NewContextOptions().setViewportSize(1440, 900)),
            new Device(
                    "phone",
                    "-phone",
                    new Browser.NewContextOptions()
                            .setViewportSize(390, 844)
                            .setHasTouch(true)
                            .setIsMobile(true)));

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args.length > 0 ? args[0] : "target/screenshots");
        var names = Pattern.compile(args.length > 1 ? args[1] : ".*");
        var scratch = Files.createTempDirectory("postern-pictures");
        var full = PosternProcess.Ports.free();
        var bare = PosternProcess.Ports.free();
        try (var showroom = PosternProcess.showroom(scratch.resolve("full"), full);
                var empty = PosternProcess.server(
                        scratch.resolve("bare"),
                        bare,
                        "--postern.local-node.enabled=false",
                        "--postern.bootstrap.admin-password=" + Scenes.PASSWORD);
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var console = "http://localhost:" + full.console();
            for (var device : DEVICES) {
                var taking = new Taking(browser, device, folder, names);
                taking.all(Scenes.strangers(console), page -> {});
                // each link signs in once
                taking.all(administrators(console), page -> signIn(page, console, showroom, "admin", device));
                taking.all(Scenes.everybodys(console), page -> signIn(page, console, showroom, "mira", device));
                var other = "http://localhost:" + bare.console();
                taking.all(Scenes.newcomers(other), page -> Scenes.signIn(page, other));
            }
            if (!empty.alive()) throw new IllegalStateException("the empty server ended: " + empty.output());
        }
    }

    private static List<Scenes.Scene> administrators(String console) {
        var scenes = new ArrayList<>(Scenes.administrators(console));
        scenes.addAll(PolicyScenes.administrators(console));
        scenes.addAll(PeopleScenes.administrators(console));
        return scenes;
    }

    private static void signIn(Page page, String console, PosternProcess showroom, String name, Device device) {
        var token = showroom.find("showroom " + name + " " + device.name() + " (\\S+)")
                .orElseThrow();
        page.navigate(console + "/login/link?token=" + token);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(console + "/");
    }

    /** One device's way through a list of scenes. */
    private record Taking(Browser browser, Device device, Path folder, Pattern names) {
        void all(List<Scenes.Scene> scenes, java.util.function.Consumer<Page> signIn) {
            var wanted = scenes.stream()
                    .filter(scene -> names.matcher(scene.name()).matches())
                    .toList();
            if (wanted.isEmpty()) return;
            try (var context = browser.newContext(device.options())) {
                context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
                context.setDefaultTimeout(PATIENCE_MS);
                var first = context.newPage();
                signIn.accept(first);
                first.close();
                for (var scene : wanted) {
                    var page = context.newPage();
                    try {
                        scene.set().accept(page);
                        both(page, scene.name() + device.suffix());
                    } catch (RuntimeException e) {
                        // the rest is worth seeing all the same, and so is how far this one came
                        System.err.println(scene.name() + device.suffix() + ": " + e.getMessage());
                        both(page, "FAILED-" + scene.name() + device.suffix());
                    }
                    page.close();
                }
            }
        }

        private void both(Page page, String name) {
            page.waitForFunction(
                    "() => { const bar = document.querySelector('.v-loading-indicator'); return !bar || bar.style.display === 'none' }");
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                // so that what follows the new colours has been drawn
                page.evaluate(
                        "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 200))");
                var file = name + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png";
                page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(file)));
            }
        }
    }
}
