package dev.postern.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.Scenes.Scene;
import java.util.List;

/** The scenes of people: lists and pages of users, groups and roles, full, empty, refused, and while something is about to be done. */
final class PeopleScenes {
    private PeopleScenes() {}

    static List<Scene> administrators(String console) {
        return List.of(
                list("users", console + "/users"),
                new Scene("users-no-match", page -> {
                    Scenes.go(page, console + "/users");
                    page.getByRole(AriaRole.TEXTBOX).first().fill("nobody of the kind");
                    page.getByText("No user matches").waitFor();
                }),
                new Scene("user-create", page -> {
                    Scenes.go(page, console + "/users");
                    Scenes.press(page, "Create user");
                    Scenes.awaitDialog(page);
                }),
                new Scene("user-create-wrong", page -> {
                    Scenes.go(page, console + "/users");
                    Scenes.press(page, "Create user");
                    Scenes.awaitDialog(page);
                    page.getByRole(AriaRole.DIALOG).getByLabel("Name").fill("no spaces");
                    page.locator("vaadin-dialog[opened] vaadin-button[theme~=primary]")
                            .click();
                    page.locator("vaadin-text-field[invalid]").first().waitFor();
                }),
                new Scene("user-let-in", page -> {
                    Scenes.go(page, console + "/users/mira");
                    Scenes.press(page, "New password");
                    page.locator("vaadin-dialog[opened] vaadin-button[theme~=error]")
                            .click();
                    page.getByText("shown now and never again").waitFor();
                }),
                Scenes.at("user", console + "/users/mira"),
                below("user-below", console + "/users/mira", "Boundary"),
                below("user-foot", console + "/users/mira", "Tags"),
                Scenes.at("user-disabled", console + "/users/contractor"),
                Scenes.at("user-bare", console + "/users/ci"),
                new Scene("user-joins", page -> {
                    Scenes.go(page, console + "/users/ci");
                    pick(page, "Group", "on-call");
                    Scenes.press(page, "Add to group");
                    Scenes.awaitDialog(page);
                    page.locator("vaadin-details-summary").first().click();
                }),
                new Scene("user-delete", page -> {
                    Scenes.go(page, console + "/users/mira");
                    Scenes.press(page, "Delete");
                    Scenes.awaitDialog(page);
                }),
                Scenes.at("user-not-there", console + "/users/nobody-here"),
                list("groups", console + "/groups"),
                Scenes.at("group", console + "/groups/engineers"),
                Scenes.at("group-bare", console + "/groups/newcomers"),
                new Scene("group-create", page -> {
                    Scenes.go(page, console + "/groups");
                    Scenes.press(page, "Create group");
                    Scenes.awaitDialog(page);
                }),
                Scenes.at("inline", console + "/inline-policy?kind=group&of=engineers&policy=OwnTeam"),
                Scenes.at("role", console + "/roles/on-call"),
                below("role-below", console + "/roles/on-call", "Inline policies"),
                new Scene("role-create-foot", page -> {
                    Scenes.go(page, console + "/roles");
                    Scenes.press(page, "Create a role");
                    Scenes.awaitDialog(page);
                    page.getByText("They may choose session tags").scrollIntoViewIfNeeded();
                }));
    }

    static List<Scene> everybodys(String console) {
        return List.of(
                Scenes.at("users-denied", console + "/users"), Scenes.at("user-denied", console + "/users/admin"));
    }

    private static Scene list(String name, String address) {
        return new Scene(name, page -> {
            Scenes.go(page, address);
            page.locator("vaadin-grid .strong").first().waitFor();
        });
    }

    private static Scene below(String name, String address, String heading) {
        return new Scene(name, page -> {
            Scenes.go(page, address);
            page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName(heading).setExact(true))
                    .evaluate("heading => heading.scrollIntoView({block: 'start'})");
        });
    }

    private static void pick(Page page, String label, String value) {
        var field = page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
        field.fill(value);
        page.getByRole(AriaRole.OPTION).first().click();
    }
}
