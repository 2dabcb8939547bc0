package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/** What is done in the console again and again, on the way to what a test is about. */
final class ConsoleSteps {
    private ConsoleSteps() {}

    /** By password, on whichever page asks for it; ends when that was taken. */
    static void signIn(Page page, String password) {
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(password);
        page.keyboard().press("Enter");
        page.locator("input[name=password]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /** A new policy of this text, for everybody in the first group. */
    static void giveAdministrators(Page page, String console, String policy, String document) {
        page.navigate(console + "/policies");
        button(page, "Create policy").click();
        page.getByLabel("Name").fill(policy);
        page.locator(".source-field textarea").fill(document);
        assertThat(page.getByText("A sound policy")).isVisible();
        button(page, "Save").click();
        assertThat(page.getByText("Nobody has it.")).isVisible();
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Who is to have it"))
                .click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("administrators"))
                .click();
        button(page, "Attach").click();
        assertThat(button(page, "Detach from administrators")).isVisible();
    }

    static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
