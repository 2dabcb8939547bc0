package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator opens a shell, asks what would have become of it without the policy for everything, and with a draft of another one in the
 * editor; reads why, filters, and takes the table along. After a restart what was decided is still known.
 */
class WhatIfIT {
    private static final String SHELLS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Shells", "Effect": "Allow",
              "Action": ["ssm:*", "iam:*", "postern:*", "cloudtrail:*"], "Resource": "*"}]}""";

    private static final String TAGGED = """
            {"Version": "2012-10-17", "Statement": [
              {"Sid": "Rest", "Effect": "Allow", "Action": ["iam:*", "postern:*", "ssm:Describe*"], "Resource": "*"},
              {"Sid": "Shells", "Effect": "Allow", "Action": "ssm:*", "Resource": "*",
              "Condition": {"StringEquals": {"ssm:resourceTag/team": "web"}}}]}""";

    @Test
    void aDraftIsTriedOnWhatWasDecided(@TempDir Path directory) throws IOException {
        var ports = PosternProcess.Ports.free();
        var home = directory.resolve("home");
        var console = "http://localhost:" + ports.console();
        try (var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var context = browser.newContext()) {
            var page = context.newPage();
            try (var server = PosternProcess.server(home, ports, "--postern.local-node.enabled=true")) {
                page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                        .orElseThrow());
                button(page, "Sign in").click();
                assertThat(button(page, "Connect")).isVisible();
                button(page, "Connect").click();
                page.waitForURL(Pattern.compile(".*/terminal/.*"));
                page.navigate(console + "/policies/AdministratorAccess");
                button(page, "What if?").click();
                withoutThePolicyForEverything(page);
            }
            try (var server = PosternProcess.server(home, ports, "--postern.local-node.enabled=true")) {
                Assertions.assertThat(server.alive()).isTrue();
                makeTheOtherPolicy(page, console);
                inTheEditor(page, console);
            }
        }
    }

    private static void withoutThePolicyForEverything(Page page) throws IOException {
        assertThat(page.getByRole(
                        AriaRole.HEADING, new Page.GetByRoleOptions().setName("AdministratorAccess: what if?")))
                .isVisible();
        select(page, "Kind of change", "If somebody had it no longer");
        pick(page, "Principal", "administrators");
        button(page, "Try it").click();
        var line = page.getByText("ssm:StartSession", new Page.GetByTextOptions().setExact(true));
        assertThat(line).isVisible();
        assertThat(page.getByText(Pattern.compile("decisions? would be refused")))
                .isVisible();
        line.click();
        assertThat(page.getByText("Their policies do not allow it.")).isVisible();

        var download =
                page.waitForDownload(() -> page.getByText("Download as CSV").click());
        Assertions.assertThat(download.suggestedFilename()).isEqualTo("what-if.csv");
        Assertions.assertThat(Files.readString(download.path()))
                .startsWith("\"change\",\"kind\",\"principal\"")
                .contains("\"would be refused\",\"user\",\"admin\",\"ssm:StartSession\"");

        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Search by person, action or resource"))
                .fill("nothing like it");
        assertThat(page.getByText("No change matches.")).isVisible();
        assertThat(line).not().isVisible();
    }

    /** And give it to the administrators, in place of the one for everything. */
    private static void makeTheOtherPolicy(Page page, String console) {
        page.navigate(console + "/new-policy");
        page.getByLabel("Name").fill("Shells");
        write(page, SHELLS);
        assertThat(page.getByText("A sound policy")).isVisible();
        pick(page, "Principal", "administrators");
        button(page, "Try it").click();
        // they may everything as it is
        assertThat(page.getByText("Nothing that was decided would be decided otherwise."))
                .isVisible();
        write(page, SHELLS.replace("Allow", "Deny"));
        button(page, "Try it").click();
        assertThat(page.getByText(Pattern.compile("decisions? would be refused")))
                .isVisible();
        write(page, SHELLS);
        button(page, "Save").click();
        pick(page, "Who is to have it", "administrators");
        button(page, "Attach").click();
        assertThat(button(page, "Detach from administrators")).isVisible();
        page.navigate(console + "/policies/AdministratorAccess");
        button(page, "Detach from administrators").click();
        assertThat(page.getByText("Nobody has it.")).isVisible();
    }

    private static void inTheEditor(Page page, String console) {
        page.navigate(console + "/policies/Shells/edit");
        button(page, "Try it").click();
        assertThat(page.getByText("Nothing that was decided would be decided otherwise."))
                .isVisible();
        write(page, TAGGED);
        button(page, "Try it").click();
        var line = page.getByText("ssm:StartSession", new Page.GetByTextOptions().setExact(true));
        assertThat(line).isVisible();
        line.click();
        assertThat(page.getByText("The request has no ssm:resourceTag/team; it wants StringEquals web.")
                        .first())
                .isVisible();
        // nothing was saved
        page.navigate(console + "/policies/Shells");
        assertThat(page.getByText("ssm:resourceTag/team")).not().isVisible();
        page.navigate(console + "/trail");
        assertThat(page.getByText("ReplayDecisions").first()).isVisible();
    }

    private static void select(Page page, String label, String value) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(label)))
                .click();
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(value).setExact(true))
                .click();
    }

    private static void pick(Page page, String label, String value) {
        var field = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label));
        field.click();
        field.fill(value);
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(value))
                .click();
    }

    private static void write(Page page, String text) {
        var document = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
        document.fill(text);
        await().atMost(Duration.ofSeconds(10)).until(() -> document.inputValue().equals(text));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
