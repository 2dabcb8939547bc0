package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator makes a user, who signs in elsewhere by the link and sees each change as it is made: a group gives the node, a boundary takes
 * it away; as an auditor the user sees everybody and can touch nobody, as a stranger nothing at all; disabled, the user is signed out.
 */
class PeopleIT {
    /** With signs that mean something in addresses. */
    private static final String NAME = "erin+ops@example.com";

    private static final String SHELLS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Shells", "Effect": "Allow",
              "Action": ["ssm:StartSession", "ssm:GetConnectionStatus"], "Resource": "*"}]}""";

    private static final String LOOKS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Looks", "Effect": "Allow",
              "Action": ["iam:ListUsers", "iam:GetUser", "iam:GetPolicy", "iam:CreatePolicy", "iam:CreatePolicyVersion"],
              "Resource": "*"}]}""";

    private static final String NOTHING = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Nothing", "Effect": "Deny",
              "Action": "ssm:StartSession", "Resource": "*"}]}""";

    @Test
    void aUserIsMadeGivenBoundedDisabledAndGone(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        try (var server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
                var playwright = ChromiumOnThisMachine.playwright();
                var browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
                var here = browser.newContext();
                var elsewhere = browser.newContext()) {
            var page = here.newPage();
            page.navigate(server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                    .orElseThrow());
            button(page, "Sign in").click();
            assertThat(button(page, "Connect")).isVisible();
            var console = "http://localhost:" + ports.console();

            var theirs = elsewhere.newPage();
            theirs.navigate(makeUser(page));
            button(theirs, "Sign in").click();
            assertThat(theirs.getByText("No node is open to you")).isVisible();
            seesNothing(theirs, console);

            theirs.navigate(console + "/");
            makePolicy(page);
            makeGroup(page);
            joins(page);
            assertThat(button(theirs, "Connect")).isVisible();
            bounded(page, theirs);

            seesEachPartByItself(page, theirs, console);
            attach(page, "Policy", "PosternAuditor", "Attach");
            assertThat(button(page, "Detach PosternAuditor")).isVisible();
            seesAndTouchesNothing(theirs, console);
            button(page, "Detach PosternAuditor").click();
            assertThat(page.getByText("No policy is attached.")).isVisible();
            assertThat(theirs.getByText("This is not for you")).isVisible();
            ownPolicies(page);

            theirs.navigate(console + "/");
            assertThat(button(theirs, "Connect")).isVisible();
            button(page, "Disable").click();
            button(page.getByRole(AriaRole.ALERTDIALOG), "Disable").click();
            assertThat(page.getByText("Disabled: nothing is open to them")).isVisible();
            theirs.waitForURL(console + "/login*");

            deletes(page);
            open(page, "Trail");
            for (var event :
                    List.of("CreateUser", "AddUserToGroup", "PutUserPermissionsBoundary", "UpdateUser", "DeleteUser"))
                assertThat(page.getByText(event).first()).isVisible();
        }
    }

    /** The link. */
    private static String makeUser(Page page) {
        open(page, "Users");
        button(page, "Create user").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("no spaces");
        dialog.getByLabel("Groups").click();
        assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
        // closes the list, and not what it is in
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.OPTION).first()).not().isVisible();
        button(dialog, "Create").click();
        assertThat(dialog.locator("[slot=error-message]").getByText("1 to 64 letters"))
                .isVisible();
        dialog.getByLabel("Name").fill(NAME);
        button(dialog, "Create").click();
        var wayIn = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("How " + NAME + " gets in"));
        var link = wayIn.getByText("/login/link?token=").textContent();
        button(wayIn, "Done").click();
        assertThat(wayIn).not().isVisible();
        assertThat(page.getByText("arn:aws:iam::000000000000:user/" + NAME)).isVisible();
        assertThat(page.getByText("no node of 1")).isVisible();
        reload(page, "users/" + NAME);
        assertThat(page.getByText("arn:aws:iam::000000000000:user/" + NAME)).isVisible();
        return link;
    }

    /** Named like a page: it has its own all the same. */
    private static void makePolicy(Page page) {
        open(page, "Policies");
        button(page, "Create policy").click();
        page.getByLabel("Name").fill("simulator");
        write(page, SHELLS);
        button(page, "Save").click();
        assertThat(page.getByText("Nobody has it.")).isVisible();
        reload(page, "policies/simulator");
        assertThat(page.getByText("arn:aws:iam::000000000000:policy/simulator")).isVisible();
    }

    /** What a page shows is there before its address is. */
    private static void reload(Page page, String address) {
        page.waitForURL("**/" + address);
        page.reload();
    }

    private static void makeGroup(Page page) {
        open(page, "Groups");
        button(page, "Create group").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("on-call");
        button(dialog, "Create").click();
        assertThat(page.getByText("Nobody is in it.")).isVisible();
        attach(page, "Policy", "simulator", "Attach");
        assertThat(button(page, "Detach simulator")).isVisible();
        assertThat(page.getByText("By the group’s policies alone")).isVisible();
        assertThat(page.getByText("one node of 1")).isVisible();
    }

    private static void joins(Page page) {
        open(page, "Users");
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Search by name, group or tag"))
                .fill("erin");
        // until then the table may still move what is about to be clicked
        assertThat(page.getByRole(AriaRole.LINK, link("admin"))).not().isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(NAME)).click();
        pick(page, "Group", "on-call");
        button(page, "Add to group").click();
        confirm(page, "gains one node", "Add to group");
        assertThat(page.getByText("one node of 1")).isVisible();
        assertThat(button(page, "Take out of on-call")).isVisible();
    }

    private static void bounded(Page page, Page theirs) {
        pick(page, "Policy that bounds", "PosternAuditor");
        button(page, "Set boundary").click();
        confirm(page, "loses one node", "Set boundary");
        assertThat(page.getByText("no node of 1")).isVisible();
        assertThat(button(theirs, "Connect")).not().isVisible();
        button(page, "Clear").click();
        confirm(page, "gains one node", "Clear");
        assertThat(page.getByText("None: what policies give, counts.")).isVisible();
        assertThat(button(theirs, "Connect")).isVisible();
    }

    /** One that takes away, and is taken away. */
    private static void ownPolicies(Page page) {
        button(page, "Add inline policy").click();
        page.getByLabel("Name").fill("Nothing");
        write(page, NOTHING);
        button(page, "Save").click();
        confirm(page, "loses one node", "Save");
        assertThat(page.getByText("no node of 1")).isVisible();
        button(page, "Change Nothing").click();
        write(page, NOTHING.replace("Deny", "deny"));
        button(page, "Save").click();
        assertThat(page.getByText("Statement[0].Effect")).isVisible();
        button(page, "Cancel").click();
        button(page, "Delete Nothing").click();
        confirm(page, "gains one node", "Delete");
        assertThat(page.getByText("one node of 1")).isVisible();
    }

    /** What the API would refuse is not on the page, nor found; what is taken away goes from open pages and the menu. */
    private static void seesEachPartByItself(Page page, Page theirs, String console) {
        button(page, "Add inline policy").click();
        page.getByLabel("Name").fill("Looks");
        write(page, LOOKS);
        button(page, "Save").click();
        assertThat(button(page, "Change Looks")).isVisible();

        theirs.navigate(console + "/policies/simulator");
        takes(theirs, "GetPolicyVersion", "ListPolicyVersions", "ListEntitiesForPolicy");
        assertThat(theirs.getByText("Shells")).not().isVisible();
        assertThat(theirs.getByText("on-call")).not().isVisible();
        theirs.navigate(console + "/policies/simulator/edit");
        assertThat(theirs.getByText("This is not for you")).isVisible();
        theirs.navigate(console + "/users/admin");
        takes(theirs, "GetLoginProfile", "ListMFADevices", "ListUserTags");
        theirs.navigate(console + "/users");
        assertThat(theirs.getByRole(AriaRole.LINK, link("admin"))).isVisible();
        theirs.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Search by name, group or tag"))
                .fill("administrators");
        assertThat(theirs.getByRole(AriaRole.LINK, link("admin"))).not().isVisible();

        theirs.navigate(console + "/new-policy?from=simulator");
        assertThat(theirs.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document")))
                .hasValue(Pattern.compile("SSM-SessionManagerRunShell"));
        assertThat(theirs.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, in("Users")))
                .isVisible();
        button(page, "Delete Looks").click();
        button(page.getByRole(AriaRole.ALERTDIALOG), "Delete").click();
        assertThat(theirs.getByText("This is not for you")).isVisible();
        assertThat(theirs.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, in("Users")))
                .not()
                .isVisible();
    }

    private static void takes(Page page, String... actions) {
        for (var action : actions)
            assertThat(page.getByText("Not for you to see: it takes iam:" + action + "."))
                    .isVisible();
    }

    private static void seesAndTouchesNothing(Page theirs, String console) {
        theirs.navigate(console + "/users");
        assertThat(theirs.getByRole(AriaRole.LINK, link("admin"))).isVisible();
        assertThat(button(theirs, "Create user")).not().isVisible();
        theirs.getByRole(AriaRole.LINK, link("admin")).click();
        assertThat(theirs.getByText("arn:aws:iam::000000000000:user/admin")).isVisible();
        assertThat(theirs.getByText("one node of 1")).isVisible();
        assertThat(theirs.getByRole(AriaRole.LINK, link("administrators"))).isVisible();
        for (var deed : List.of(
                "Attach", "Add to group", "Set boundary", "Disable", "Delete", "New password", "Add inline policy"))
            assertThat(button(theirs, deed)).not().isVisible();
        theirs.getByRole(AriaRole.LINK, link("Ask the simulator")).click();
        assertThat(theirs.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Principal")))
                .hasValue("admin");
        theirs.navigate(console + "/inline-policy?kind=user&of=admin");
        assertThat(theirs.getByText("This is not for you")).isVisible();
        theirs.navigate(console + "/users/admin");
        assertThat(theirs.getByText("arn:aws:iam::000000000000:user/admin")).isVisible();
        theirs.navigate(console + "/users");
        assertThat(theirs.getByRole(AriaRole.LINK, link("admin"))).isVisible();
    }

    private static void seesNothing(Page theirs, String console) {
        for (var list : List.of("Users", "Groups", "Roles", "Policies"))
            assertThat(theirs.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, in(list)))
                    .not()
                    .isVisible();
        for (var address : List.of(
                "/users",
                "/users/admin",
                "/users/nobody",
                "/groups",
                "/groups/administrators",
                "/roles",
                "/roles/none",
                "/policies",
                "/simulator?kind=user&who=admin",
                "/inline-policy?kind=user&of=admin")) {
            theirs.navigate(console + address);
            assertThat(theirs.getByText("This is not for you")).isVisible();
            assertThat(theirs.getByText("AdministratorAccess")).not().isVisible();
        }
    }

    private static void deletes(Page page) {
        button(page, "Delete").click();
        var dialog = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(button(dialog, "Delete")).isDisabled();
        dialog.getByLabel("Type " + NAME + " to confirm").fill(NAME);
        button(dialog, "Delete").click();
        assertThat(page.getByRole(AriaRole.LINK, link("admin"))).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, link(NAME))).not().isVisible();
    }

    private static void attach(Page page, String label, String value, String does) {
        pick(page, label, value);
        button(page, does).click();
    }

    private static void confirm(Page page, String consequence, String does) {
        var dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Who gains and loses nodes"));
        assertThat(dialog.getByText(consequence)).isVisible();
        button(dialog, does).click();
        assertThat(dialog).not().isVisible();
    }

    private static void pick(Page page, String label, String value) {
        var field = page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
        field.click();
        field.fill(value);
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(value).setExact(true))
                .click();
    }

    private static void write(Page page, String text) {
        var document = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
        document.fill(text);
        await().atMost(Duration.ofSeconds(10)).until(() -> document.inputValue().equals(text));
    }

    private static void open(Page page, String name) {
        page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, in(name)).click();
    }

    private static Page.GetByRoleOptions link(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, link(name));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, in(name));
    }
}
