package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By name and password, on the console's own page: a wrong one is said, the right one leads to the nodes. */
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

            signIn(page, password);
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Sessions").setExact(true)))
                    .isVisible();
        }
    }

    private static void signIn(Page page, String password) {
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(password);
        page.keyboard().press("Enter");
    }
}
