package dev.postern.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.Scenes.Scene;
import java.util.List;
import java.util.regex.Pattern;

/** The scenes of documents, preferences, and the menu beside Connect. The showroom has documents of its own. */
final class DocumentScenes {
    private static final String WRONG = """
            schemaVersion: 1.0
            description: A shell for the web team.
            sessionType: Standard_Stream
            inputs:
              idleSesionTimeout: '20'
              maxSessionDuration: '2000'
              runAsDefaultUser: root
            """;

    private DocumentScenes() {}

    static List<Scene> administrators(String console) {
        return List.of(
                Scenes.at("documents", console + "/documents"),
                new Scene("documents-own", page -> {
                    Scenes.go(page, console + "/documents");
                    Scenes.press(page, "Your own");
                }),
                new Scene("documents-no-match", page -> {
                    Scenes.go(page, console + "/documents");
                    page.getByRole(AriaRole.TEXTBOX).first().fill("nothing of the kind");
                    page.getByText("No document matches").waitFor();
                }),
                Scenes.at("document-provided", console + "/documents/AWS-StartNonInteractiveCommand"),
                Scenes.at("document", console + "/documents/Follow-Log"),
                new Scene("document-versions", page -> {
                    Scenes.go(page, console + "/documents/Follow-Log");
                    page.getByText("Make default").first().scrollIntoViewIfNeeded();
                }),
                new Scene("document-compare", page -> {
                    Scenes.go(page, console + "/documents/Follow-Log");
                    Scenes.press(page, Pattern.compile("^Compare version 3"));
                    Scenes.awaitDialog(page);
                }),
                new Scene("document-version-delete", page -> {
                    Scenes.go(page, console + "/documents/Follow-Log");
                    Scenes.press(page, Pattern.compile("^Delete version"));
                    Scenes.awaitDialog(page);
                }),
                new Scene("document-create", page -> {
                    Scenes.go(page, console + "/new-document");
                    page.getByText("Nothing to object to").waitFor();
                }),
                new Scene("document-create-wrong", page -> {
                    Scenes.go(page, console + "/new-document");
                    page.getByLabel("Content").fill(WRONG);
                    page.getByText("things to mend").waitFor();
                    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                            .fill("AWS-WebShell");
                    page.getByLabel("Content").press("Home");
                    page.getByText("schemaVersion").last().waitFor();
                }),
                new Scene("document-create-broken", page -> {
                    Scenes.go(page, console + "/new-document");
                    page.getByLabel("Content").fill("schemaVersion: '1.0'\ninputs: [\n");
                    page.getByText("One thing to mend").waitFor();
                }),
                new Scene("document-new-version", page -> {
                    Scenes.go(page, console + "/documents/Follow-Log/new-version");
                    page.getByText("Nothing to object to").waitFor();
                }),
                Scenes.at("preferences", console + "/preferences"),
                new Scene("preferences-wrong", page -> {
                    Scenes.go(page, console + "/preferences");
                    page.getByLabel("Ends when idle for").fill("61");
                    page.getByLabel("Run as a user of the node").check();
                    Scenes.press(page, "Save");
                }),
                new Scene("connect-menu", page -> {
                    Scenes.search(page, console, "debian fra");
                    menu(page);
                }),
                new Scene("connect-menu-node", page -> {
                    Scenes.own(page, console);
                    menu(page);
                }),
                new Scene("connect-form", page -> {
                    Scenes.search(page, console, "debian");
                    menu(page);
                    page.locator("vaadin-popover[opened]")
                            .getByText("Follow-Log")
                            .click();
                    Scenes.awaitDialog(page);
                }),
                new Scene("connect-form-wrong", page -> {
                    Scenes.search(page, console, "debian");
                    menu(page);
                    page.locator("vaadin-popover[opened]")
                            .getByText("AWS-StartNonInteractiveCommand")
                            .click();
                    Scenes.awaitDialog(page);
                    page.locator("vaadin-dialog[opened]")
                            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start"))
                            .click();
                }),
                new Scene("terminal-command", page -> {
                    Scenes.own(page, console);
                    menu(page);
                    page.locator("vaadin-popover[opened]")
                            .getByText("Disk-Report")
                            .click();
                    page.waitForURL(Pattern.compile(".*/terminal/.*"));
                    new TerminalPage(page).awaitState("ended");
                }));
    }

    private static void menu(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^More ways into")))
                .first()
                .click();
        page.locator("vaadin-popover[opened] .menu-choice").first().waitFor();
    }

    /** Those who may not. */
    static List<Scene> everybodys(String console) {
        return List.of(
                Scenes.at("documents-denied", console + "/documents"),
                Scenes.at("preferences-denied", console + "/preferences"));
    }

    /** Where nothing has happened yet. */
    static List<Scene> newcomers(String console) {
        return List.of(
                new Scene("documents-none", page -> {
                    Scenes.go(page, console + "/documents");
                    Scenes.press(page, "Your own");
                    page.getByText("No documents of your own yet").waitFor();
                }),
                Scenes.at("preferences-first", console + "/preferences"));
    }
}
