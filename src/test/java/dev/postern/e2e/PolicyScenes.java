package dev.postern.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.Scenes.Scene;
import java.util.List;
import java.util.regex.Pattern;

/** The scenes of policies: which there are, one that comes with Postern, one being written, one with a mistake in it, who gains by
 * a change, what it would have done, and what would be decided. */
final class PolicyScenes {
    private static final Pattern KIND_OF_CHANGE = Pattern.compile("Kind of change");

    private PolicyScenes() {}

    static List<Scene> administrators(String console) {
        return List.of(
                new Scene("policies", page -> {
                    Scenes.go(page, console + "/policies");
                    page.locator("vaadin-grid .strong").first().waitFor();
                }),
                Scenes.at("policy-built-in", console + "/policies/PosternEngineer"),
                new Scene("policy-holders", page -> Scenes.go(page, console + "/policies/AdministratorAccess")),
                Scenes.at("policy-create", console + "/new-policy?from=PosternEngineer"),
                new Scene("policy-create-wrong", page -> {
                    Scenes.go(page, console + "/new-policy");
                    var document = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Document"));
                    document.fill(
                            document.inputValue().replace("Allow", "allow").replace("ssm:StartSession", "ssm"));
                    page.locator(".editor-verdict.wrong").waitFor();
                }),
                new Scene("policy-gains", page -> {
                    Scenes.go(page, console + "/policies/AdministratorAccess");
                    Scenes.press(page, "Detach from administrators");
                    Scenes.awaitDialog(page);
                    page.locator("vaadin-details-summary").first().click();
                }),
                new Scene("policy-what-if", page -> {
                    Scenes.go(page, console + "/policies/AdministratorAccess/what-if");
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(KIND_OF_CHANGE))
                            .click();
                    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("If somebody had it no longer"))
                            .click();
                    pick(page, "Principal", "administrators");
                    Scenes.press(page, "Try it");
                    page.locator(".replay .strong").first().click();
                    page.locator(".explained").first().waitFor();
                }),
                new Scene(
                        "policy-what-if-draft", page -> Scenes.go(page, console + "/policies/PosternEngineer/what-if")),
                Scenes.at("simulator", console + "/simulator"),
                new Scene("simulator-denied", page -> {
                    Scenes.go(page, console + "/simulator");
                    pick(page, "Principal", "mira");
                    pick(page, "Node", "db-nrt");
                    Scenes.press(page, "Simulate");
                    page.locator(".explained").scrollIntoViewIfNeeded();
                }));
    }

    private static void pick(Page page, String label, String value) {
        var field = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label));
        field.fill(value);
        page.getByRole(AriaRole.OPTION).first().click();
    }
}
