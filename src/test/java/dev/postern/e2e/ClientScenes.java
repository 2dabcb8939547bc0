package dev.postern.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.Scenes.Scene;
import java.util.List;
import java.util.regex.Pattern;

/** The scenes of what other clients come with: roles, credentials for the command line, other agents, and the web apps of nodes. */
final class ClientScenes {
    /** Where nothing listens. */
    private static final String CLOSED_PORT = "9";

    private ClientScenes() {}

    static List<Scene> administrators(String console) {
        return List.of(
                Scenes.at("command-line-first", console + "/command-line"),
                new Scene("activation-made-windows", page -> {
                    Scenes.activate(page, console);
                    tab(page, "Windows");
                }),
                new Scene("activation-made-mac", page -> {
                    Scenes.activate(page, console);
                    tab(page, "macOS");
                }),
                new Scene("role-create", page -> {
                    Scenes.go(page, console + "/roles");
                    Scenes.press(page, "Create a role");
                    Scenes.awaitDialog(page);
                }),
                new Scene("role-create-wrong", page -> {
                    Scenes.go(page, console + "/roles");
                    Scenes.press(page, "Create a role");
                    var dialog = page.getByRole(AriaRole.DIALOG);
                    dialog.getByLabel("Name").fill("on-call");
                    dialog.getByLabel("Issuer").fill("http://idp.example.com");
                    create(dialog);
                }),
                new Scene("roles", page -> {
                    Scenes.go(page, console + "/roles");
                    Scenes.press(page, "Create a role");
                    var dialog = page.getByRole(AriaRole.DIALOG);
                    dialog.getByLabel("Name")
                            .fill("on-call-" + page.viewportSize().width + "-" + System.nanoTime() % 1000);
                    dialog.getByLabel("Issuer").fill("https://idp.example.com/realms/operations");
                    dialog.getByLabel("Address of its keys").fill("https://idp.example.com/realms/operations/keys");
                    dialog.getByLabel("Audience").fill("postern");
                    create(dialog);
                    page.locator("vaadin-grid .strong").first().waitFor();
                }),
                new Scene("web-app", page -> {
                    webApp(page, console);
                }),
                new Scene("web-app-wrong", page -> {
                    webApp(page, console);
                    page.getByLabel("Port").fill("70000");
                    open(page);
                }),
                new Scene("web-app-nothing-there", page -> {
                    webApp(page, console);
                    page.getByLabel("Port").fill(CLOSED_PORT);
                    var app = page.context().waitForPage(() -> open(page));
                    app.getByRole(AriaRole.HEADING).first().waitFor();
                    page.navigate(app.url());
                    app.close();
                }),
                new Scene("web-app-not-open", page -> {
                    page.navigate(console.replace("localhost", "0123456789abcdef0.apps.localhost"));
                    page.getByRole(AriaRole.HEADING).first().waitFor();
                }));
    }

    private static void webApp(Page page, String console) {
        Scenes.own(page, console);
        page.getByLabel(Pattern.compile("^More ways into")).first().click();
        page.getByText("Web app…").click();
        page.getByLabel("Port").waitFor();
    }

    private static void open(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Open").setExact(true))
                .last()
                .click();
    }

    private static void create(Locator dialog) {
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Create").setExact(true))
                .click();
    }

    private static void tab(Page page, String name) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile(name)))
                .click();
    }
}
