package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator makes a key, names it, rotates it, switches it off and on, and changes their mind about deleting it. */
class KeysIT {
    @Test
    void aKeysWholeLifeInTheConsole(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server =
                        PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=false");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var page = browser.newPage();
            page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                    .orElseThrow());
            button(page, "Sign in").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keys"))
                    .click();
            assertThat(page.getByText("No keys")).isVisible();

            button(page, "Create a key").click();
            page.getByLabel("Alias").fill("no spaces");
            button(page, "Create").click();
            // a screen reader is told the same, in another place
            assertThat(page.locator("[slot=error-message]").getByText("Letters, digits, hyphens"))
                    .isVisible();
            page.getByLabel("Alias").fill("sessions");
            page.getByLabel("Description").fill("encrypts shells");
            button(page, "Create").click();

            button(page, "Manage sessions").click();
            var dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("sessions"));
            assertThat(dialog.getByText(Pattern.compile("arn:aws:kms:local:000000000000:key/[0-9a-f-]{36}")))
                    .isVisible();
            assertThat(dialog.getByText("encrypts shells")).isVisible();
            button(dialog, "New version now").click();
            assertThat(dialog.getByText(Pattern.compile("^2, since "))).isVisible();
            button(dialog, "New version every year").click();
            assertThat(dialog.getByText(Pattern.compile("^Every 365 days"))).isVisible();
            dialog.getByLabel("Alias").fill("shells");
            button(dialog, "Add alias").click();
            assertThat(dialog.getByText("alias/shells")).isVisible();

            var tag = dialog.getByLabel("key=value, then Enter");
            tag.fill("team=web");
            tag.press("Enter");
            assertThat(dialog.getByText("team=web")).isVisible();
            tag.fill("aws:team=web");
            tag.press("Enter");
            assertThat(page.getByText(Pattern.compile("begins with aws:, which is reserved")))
                    .isVisible();
            button(dialog, "Remove the tag team").click();
            assertThat(dialog.getByText("team=web")).isHidden();

            button(dialog, "Disable").click();
            button(page.getByRole(AriaRole.ALERTDIALOG), "Disable").click();
            assertThat(dialog.getByText("Disabled")).isVisible();
            button(dialog, "Enable").click();
            assertThat(dialog.getByText("Enabled")).isVisible();
            button(dialog, "Delete").click();
            button(page.getByRole(AriaRole.ALERTDIALOG), "Delete").click();
            button(dialog, "Keep this key").click();
            assertThat(dialog.getByText("Disabled")).isVisible();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
