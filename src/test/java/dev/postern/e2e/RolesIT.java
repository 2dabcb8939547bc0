package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator makes an access key that ends, and a role; rewrites whom it trusts, deletes it, and finds all of it in the trail. */
class RolesIT {
    private static final String TRUST = """
            {
              "Version": "2012-10-17",
              "Statement": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::000000000000:user/admin"}
              }
            }""";

    @Test
    void aKeyWithAnEndAndARoleInTheConsole(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server =
                        PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=false");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options())) {
            var page = browser.newPage();
            page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                    .orElseThrow());
            button(page, "Sign in").click();

            open(page, "Settings");
            button(page, "Create an access key").click();
            button(page.getByRole(AriaRole.DIALOG), "Create").click();
            assertThat(page.getByText("The access key is ready")).isVisible();
            button(page.getByRole(AriaRole.DIALOG), "Done").click();
            assertThat(page.getByText(Pattern.compile("Created .* · ends .* · never used")))
                    .isVisible();

            open(page, "Roles");
            assertThat(page.getByText("No roles")).isVisible();
            button(page, "Create a role").click();
            var dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Name").fill("no spaces");
            button(dialog, "Create").click();
            // the same words stand there as a hint
            assertThat(dialog.locator("[slot=error-message]").getByText("1 to 64 letters"))
                    .isVisible();
            dialog.getByLabel("Name").fill("on-call");
            dialog.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("May do"))
                    .fill("PosternAuditor");
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("PosternAuditor"))
                    .click();
            button(dialog, "Create").click();
            assertThat(page.getByText("a role trusts somebody")).isVisible();
            dialog.getByLabel("Issuer").fill("http://idp.example.com");
            dialog.getByLabel("Address of its keys").fill("https://idp.example.com/keys");
            dialog.getByLabel("Audience").fill("postern");
            button(dialog, "Create").click();
            assertThat(dialog.getByText("http is for this machine alone")).isVisible();
            dialog.getByLabel("Issuer").fill("https://idp.example.com");
            button(dialog, "Create").click();
            assertThat(page.getByText("arn:aws:iam::000000000000:role/on-call").first())
                    .isVisible();
            assertThat(page.getByText("whoever https://idp.example.com vouches for")
                            .filter(new Locator.FilterOptions().setVisible(true)))
                    .isVisible();

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("on-call"))
                    .click();
            assertThat(page.getByText("Session tags are refused")).isVisible();
            assertThat(page.getByText("sts:TagSession")).not().isVisible();
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("PosternAuditor")))
                    .isVisible();
            button(page, "Edit").click();
            var text = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
            assertThat(text).hasValue(Pattern.compile("sts:AssumeRoleWithWebIdentity"));
            text.fill(TRUST.replace("Allow", "allow"));
            assertThat(page.getByText("Write \"Allow\" or \"Deny\"")).isVisible();
            button(page, "Save").click();
            assertThat(page.getByText("Not saved yet")).isVisible();
            text.fill(TRUST);
            button(page, "Save").click();
            var sure = page.getByRole(AriaRole.ALERTDIALOG);
            assertThat(sure.getByText("Could enter, and cannot now: admin.")).isVisible();
            button(sure, "Save").click();
            assertThat(page.getByText("The trust policy is saved")).isVisible();
            assertThat(page.getByText("arn:aws:iam::000000000000:user/admin")).isVisible();
            open(page, "Roles");

            button(page, "Delete on-call").click();
            button(page.getByRole(AriaRole.ALERTDIALOG), "Delete").click();
            assertThat(page.getByText("No roles")).isVisible();

            open(page, "Trail");
            for (var event : new String[] {"CreateAccessKey", "CreateRole", "UpdateAssumeRolePolicy", "DeleteRole"})
                assertThat(page.getByText(event).first()).isVisible();
        }
    }

    private static void open(Page page, String name) {
        page.getByRole(AriaRole.NAVIGATION)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
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
