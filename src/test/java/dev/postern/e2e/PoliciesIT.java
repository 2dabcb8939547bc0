package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator writes a policy with a mistake and without, attaches it, changes it and takes it back; then loses the policy for
 * everything, and with it the open page and the node, of which only <em>Why not?</em> is left.
 */
class PoliciesIT {
    private static final String LISTS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Lists", "Effect": "Allow",
              "Action": ["ssm:GetConnectionStatus", "iam:*"], "Resource": "*"}]}""";

    @Test
    void aPolicyIsWrittenAttachedChangedAndFelt(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                    .orElseThrow());
            button(page, "Sign in").click();

            open(page, "Policies");
            assertThat(page.getByText("AdministratorAccess")).isVisible();
            button(page, "Create policy").click();
            page.getByLabel("Name").fill("Lists");
            write(page, LISTS.replace("Allow", "allow"));
            assertThat(page.getByText(Pattern.compile("Line 1, column \\d+: Statement\\[0].Effect")))
                    .isVisible();
            button(page, "Save").click();
            assertThat(page.getByText("Not saved")).isVisible();
            write(page, LISTS);
            assertThat(page.getByText("A sound policy")).isVisible();
            button(page, "Save").click();

            assertThat(page.getByText("arn:aws:iam::000000000000:policy/Lists")).isVisible();
            assertThat(page.getByText("Nobody has it.")).isVisible();
            choose(page, "administrators");
            button(page, "Attach").click();
            assertThat(button(page, "Detach from administrators")).isVisible();

            button(page, "Change").click();
            write(page, LISTS.replace("\"Lists\"", "\"Other\""));
            assertThat(page.getByText("A sound policy")).isVisible();
            button(page, "Save").click();
            assertThat(page.getByText("\"Other\"")).isVisible();
            button(page, "Make v1 the default").click();
            assertThat(page.getByText("\"Lists\"")).isVisible();

            takeEverythingAway(page);
            assertThat(button(page, "Connect")).not().isVisible();
            button(page, "Why not?").click();
            assertThat(page.getByText("no identity-based policy allows the ssm:StartSession action"))
                    .isVisible();
            assertThat(page.getByText("None of your policies speaks of it.")).isVisible();
        }
    }

    /** The page of nodes is open in another tab while the policy goes: it changes by itself. */
    private static void takeEverythingAway(Page page) {
        var nodes = page.context().newPage();
        nodes.navigate(page.url().replaceFirst("/policies.*", "/"));
        assertThat(button(nodes, "Connect")).isVisible();
        page.navigate(page.url().replaceFirst("/policies.*", "/policies/AdministratorAccess"));
        button(page, "Detach from administrators").click();
        assertThat(button(nodes, "Why not?")).isVisible();
        nodes.close();
        page.navigate(page.url().replaceFirst("/policies.*", "/"));
    }

    private static void choose(Page page, String name) {
        var who = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Who is to have it"));
        who.click();
        who.fill(name);
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    private static void write(Page page, String text) {
        var field = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
        field.fill(text);
        await().atMost(Duration.ofSeconds(10)).until(() -> field.inputValue().equals(text));
    }

    private static void open(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
