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
 * An administrator writes a policy with a mistake and without, gives it to a role, takes it back by a new version and gives it again by the old
 * one, and is told each time who gains and loses which nodes; asks the simulator; then loses the policy for everything, and with it the open
 * page and the node, of which only <em>Why not?</em> is left.
 */
class PoliciesIT {
    private static final String SHELLS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Shells", "Effect": "Allow",
              "Action": "ssm:StartSession", "Resource": "*"}]}""";

    private static final String TAGGED = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Shells", "Effect": "Allow",
              "Action": "ssm:StartSession", "Resource": "*",
              "Condition": {"StringEquals": {"ssm:resourceTag/team": "web"}}}]}""";

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
            var console = "http://localhost:" + ports.console();
            assertThat(button(page, "Connect")).isVisible();

            makeRole(page);
            create(page);
            select(page, "Kind of principal", "Role");
            attach(page, "on-call");
            confirm(page, "gains one node", "Attach");
            assertThat(button(page, "Detach from on-call")).isVisible();

            button(page, "Change").click();
            write(page, TAGGED);
            assertThat(page.getByText("A sound policy")).isVisible();
            button(page, "Save").click();
            confirm(page, "loses one node", "Save");
            assertThat(page.getByText("ssm:resourceTag/team")).isVisible();
            simulate(page, console);

            page.navigate(console + "/policies/Shells");
            button(page, "Make v1 the default").click();
            confirm(page, "gains one node", "Make default");
            assertThat(page.getByText("ssm:resourceTag/team")).not().isVisible();

            administratorsKeepLists(page);
            takeEverythingAway(page);
            assertThat(button(page, "Connect")).not().isVisible();
            button(page, "Why not?").click();
            assertThat(page.getByText("Their policies do not allow it.")).isVisible();
            assertThat(page.getByText("There is none that speaks of this action."))
                    .isVisible();
        }
    }

    private static void makeRole(Page page) {
        open(page, "Roles");
        button(page, "Create a role").first().click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("on-call");
        dialog.getByText("Every user of this account").click();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                .click();
        assertThat(dialog).not().isVisible();
    }

    /** With a mistake first, which keeps it from being saved, and to which a click leads. */
    private static void create(Page page) {
        open(page, "Policies");
        assertThat(page.getByText("AdministratorAccess")).isVisible();
        button(page, "Create policy").click();
        page.getByLabel("Name").fill("Shells");
        write(page, SHELLS.replace("Allow", "allow"));
        var mistake = page.getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("Line 1, column \\d+: Statement\\[0].Effect")));
        assertThat(mistake).isVisible();
        button(page, "Save").click();
        assertThat(mistake).isVisible();
        mistake.click();
        var cursor = "field => field.value.slice(field.selectionStart, field.selectionStart + 7)";
        await().atMost(Duration.ofSeconds(10))
                .until(() -> document(page).evaluate(cursor).equals("\"allow\""));
        write(page, SHELLS);
        assertThat(page.getByText("A sound policy")).isVisible();
        button(page, "Save").click();
        assertThat(page.getByText("arn:aws:iam::000000000000:policy/Shells")).isVisible();
        assertThat(page.getByText("Nobody has it.")).isVisible();
    }

    /** What is left to administrators, so that who looks for the node is told of it. */
    private static void administratorsKeepLists(Page page) {
        open(page, "Policies");
        button(page, "Create policy").click();
        page.getByLabel("Name").fill("Lists");
        write(page, LISTS);
        assertThat(page.getByText("A sound policy")).isVisible();
        button(page, "Save").click();
        assertThat(page.getByText("Nobody has it.")).isVisible();
        page.waitForURL("**/policies/Lists");
        attach(page, "administrators");
        assertThat(button(page, "Detach from administrators")).isVisible();
    }

    private static void simulate(Page page, String console) {
        page.navigate(console + "/simulator");
        select(page, "Kind of principal", "Role");
        pick(page, "Principal", "on-call");
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Node"))
                .click();
        page.getByRole(AriaRole.OPTION).first().click();
        button(page, "Simulate").click();
        assertThat(page.getByText("Denied", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.getByText("The request has no ssm:resourceTag/team; it wants StringEquals web."))
                .isVisible();
        assertThat(page.getByText("no node of 1")).isVisible();
        page.getByLabel("Tags instead of its own").fill("team = web");
        button(page, "Simulate").click();
        assertThat(page.getByText("The request has no ssm:resourceTag/team; it wants StringEquals web."))
                .isVisible();
        page.getByLabel("More condition keys").fill("ssm:resourceTag/team = web");
        button(page, "Simulate").click();
        assertThat(page.getByText("Allowed", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    /** The page of nodes is open in another tab while the policy goes: it changes by itself. */
    private static void takeEverythingAway(Page page) {
        var nodes = page.context().newPage();
        nodes.navigate(page.url().replaceFirst("/policies.*", "/"));
        assertThat(button(nodes, "Connect")).isVisible();
        open(page, "Policies");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("AdministratorAccess"))
                .click();
        button(page, "Detach from administrators").click();
        confirm(page, "loses one node", "Detach");
        assertThat(button(nodes, "Why not?")).isVisible();
        nodes.close();
        page.navigate(page.url().replaceFirst("/policies.*", "/"));
    }

    /** To a group, which is what is offered first. */
    private static void attach(Page page, String name) {
        pick(page, "Who is to have it", name);
        button(page, "Attach").click();
    }

    private static void confirm(Page page, String consequence, String does) {
        var dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Who gains and loses nodes"));
        assertThat(dialog.getByText(consequence)).isVisible();
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(does).setExact(true))
                .click();
        assertThat(dialog).not().isVisible();
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

    private static Locator document(Page page) {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
    }

    private static void write(Page page, String text) {
        document(page).fill(text);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> document(page).inputValue().equals(text));
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
}
