package dev.postern.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.Scenes.Scene;
import java.util.List;

/** The scenes of policies: which there are, one that comes with Postern, one being written, and one with a mistake in it. */
final class PolicyScenes {
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
                }));
    }
}
