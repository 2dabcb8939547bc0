package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By name and password, on the console's own page: a wrong one is said, the right one leads to the page asked for; a new one signs out all others. */
class SignInIT {
    @Test
    void byNameAndPassword(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server =
                        PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=false");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var console = server.find("Console\\s+(http\\S+)").orElseThrow();
            var password = server.find("password\\s+(\\S+)").orElseThrow();
            var page = browser.newPage();

            page.navigate(console + "/sessions");
            assertThat(page).hasTitle("Sign in · Postern");
            signIn(page, "not-" + password);
            assertThat(page.getByText("That did not match")).isVisible();
            assertThat(page.locator("input[name=username]")).hasValue("admin");
            assertThat(page.locator("input[name=password]")).isFocused();

            signIn(page, password);
            assertThat(heading(page, "Sessions")).isVisible();

            var elsewhere = browser.newPage();
            elsewhere.navigate(console + "/sessions");
            signIn(elsewhere, password);
            assertThat(heading(elsewhere, "Sessions")).isVisible();
            page.navigate(console + "/settings");
            page.getByLabel("Present password").fill(password);
            page.getByLabel("New password", exactly()).fill("another-horse-another-staple");
            page.getByLabel("New password again").fill("another-horse-another-staple");
            page.getByText("Change the password").click();
            assertThat(page.getByText("and another browser signed out")).isVisible();
            elsewhere.navigate(console + "/sessions");
            assertThat(elsewhere).hasTitle("Sign in · Postern");
            page.navigate(console + "/sessions");
            assertThat(heading(page, "Sessions")).isVisible();
        }
    }

    /** Somebody sees where else they are signed in, and ends it: the page there and the terminal in it are out at once. */
    @Test
    void oneSeesWhereElseOneIsSignedInAndEndsIt(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var here = browser.newContext();
                var there = browser.newContext()) {
            var console = server.find("Console\\s+(http\\S+)").orElseThrow();
            var password = server.find("password\\s+(\\S+)").orElseThrow();
            var page = here.newPage();
            page.navigate(console + "/settings");
            signIn(page, password);
            assertThat(page.getByText("This browser", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(other(page)).not().isVisible();

            var elsewhere = there.newPage();
            var terminal = new TerminalPage(elsewhere);
            elsewhere.navigate(console + "/");
            signIn(elsewhere, password);
            button(elsewhere, "Connect").click();
            terminal.awaitState("live");
            terminal.run("echo $((6*7))-there");
            terminal.awaitText("42-there");

            page.reload();
            assertThat(other(page)).isVisible();
            assertThat(page.getByText("127.0.0.1 · signed in")).hasCount(2);
            other(page).click();
            assertThat(other(page)).not().isVisible();
            assertThat(page.getByText("This browser", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(elsewhere.getByText("You are signed out").first()).isVisible();
            elsewhere.navigate(console + "/sessions");
            assertThat(elsewhere).hasTitle("Sign in · Postern");

            page.navigate(console + "/trail");
            assertThat(page.getByText("EndSignIn").first()).isVisible();
        }
    }

    /** The button that signs another browser out. */
    private static Locator other(Page page) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Sign out .*Chrome.* on Linux")));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static void signIn(Page page, String password) {
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(password);
        page.keyboard().press("Enter");
    }
}
