package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An administrator writes documents, sets what a plain Connect is like, and starts a document with parameters on this machine. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsIT {
    private static final String GREET = """
            schemaVersion: '1.0'
            description: Greets somebody.
            sessionType: InteractiveCommands
            parameters:
              who:
                type: String
                description: Whom to greet.
                allowedPattern: ^[a-z]{1,20}$
              how:
                type: String
                default: hello
                allowedValues: [hello, goodbye]
            properties:
              linux:
                commands: "sh -c 'echo {{ how }} {{ who }} $((40 + 2)); cat'"
              macos:
                commands: "sh -c 'echo {{ how }} {{ who }} $((40 + 2)); cat'"
            """;

    private PosternProcess server;
    private Playwright playwright;
    private Browser browser;
    private Page page;
    private String console;

    @BeforeAll
    void startAndSignIn(@TempDir Path directory) {
        var ports = PosternProcess.Ports.free();
        server = PosternProcess.server(directory.resolve("home"), ports);
        console = "http://localhost:" + ports.console();
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        page = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900))
                .newPage();
        page.navigate(
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow());
        button("Sign in").click();
        assertThat(heading("Nodes")).isVisible();
    }

    @AfterAll
    void stop() {
        if (playwright != null) playwright.close();
        if (server != null) server.close();
    }

    @BeforeEach
    void beginAtTheDocuments() {
        page.navigate(console + "/documents");
        assertThat(heading("Documents")).isVisible();
    }

    @Test
    void aDocumentsWholeLifeInTheConsole() {
        assertThat(link("AWS-PasswordReset")).isVisible();
        button("Your own").click();
        assertThat(page.getByText("No documents of your own yet")).isVisible();

        button("Create a document").first().click();
        var text = page.getByLabel("Content");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Life");
        text.fill(GREET.replace("InteractiveCommands", "Interactive"));
        assertThat(page.getByText("is \"Interactive\"")).isVisible();
        button("Create").click();
        assertThat(page.getByText("Not saved yet")).isVisible();
        assertThat(text).hasValue(GREET.replace("InteractiveCommands", "Interactive"));
        text.fill("sessionType: [");
        assertThat(page.getByText(Pattern.compile("is no YAML in line \\d+"))).isVisible();
        text.fill(GREET);
        assertThat(page.getByText("Nothing to object to")).isVisible();
        button("Create").click();
        assertThat(heading("Life")).isVisible();
        assertThat(page.getByRole(AriaRole.CELL).getByText("^[a-z]{1,20}$")).isVisible();

        button("New version").click();
        assertThat(heading("A new version of Life")).isVisible();
        text.fill(GREET.replace("Greets somebody.", "Greets anybody."));
        button("Save").click();
        assertThat(page.getByText("1, latest is 2")).isVisible();
        assertThat(page.locator(".source")).containsText("Greets anybody.");
        assertThat(page.getByText("What is run is version 1, the default.")).isVisible();

        button("Compare version 2").click();
        var dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Versions of Life"));
        assertThat(dialog.locator(".diff .gone")).containsText("Greets somebody.");
        assertThat(dialog.locator(".diff .come")).containsText("Greets anybody.");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Done"))
                .click();

        button("Make version 2 the default").click();
        assertThat(page.getByText("Greets anybody.").first()).isVisible();
        button("Delete version 1").click();
        confirm("Delete");
        assertThat(page.getByText("Version 1 was deleted")).isVisible();
        assertThat(button("Delete version 1")).isHidden();

        button("Delete").click();
        confirm("Delete");
        assertThat(heading("Documents")).isVisible();
        assertThat(link("AWS-PasswordReset")).isVisible();
        assertThat(link("Life")).isHidden();
    }

    @Test
    void preferencesTakeEffectInTheNextSessionUntilTheyAreReset() {
        button("Session preferences").click();
        assertThat(heading("Session preferences")).isVisible();
        var idle = page.getByLabel("Ends when idle for");
        idle.fill("61");
        button("Save").click();
        assertThat(page.getByText("A whole number from 1 to 60")).isVisible();
        assertThat(idle).hasValue("61");
        idle.fill("7");
        page.getByLabel("Linux and macOS").fill("GREETING=hello-from-the-preferences");
        button("Save").click();
        assertThat(page.getByText("Version 1 of SSM-SessionManagerRunShell is in use."))
                .isVisible();

        var terminal = connect();
        terminal.awaitShell();
        terminal.run("echo \"<$GREETING>\"");
        terminal.awaitText("<hello-from-the-preferences>");
        page.navigate(page.url().replace("/terminal/", "/sessions/"));
        assertThat(page.getByText("7 min", new Page.GetByTextOptions().setExact(true)))
                .isVisible();

        page.navigate(console + "/preferences");
        assertThat(idle).hasValue("7");
        button("Reset").click();
        confirm("Reset");
        assertThat(page.getByText("These are the preferences Postern comes with"))
                .isVisible();
        assertThat(idle).hasValue("");
    }

    @Test
    void aDocumentWithParametersIsStartedFromTheMenuBesideConnect() {
        button("Create a document").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Greet-Somebody");
        page.getByLabel("Content").fill(GREET);
        button("Create").click();
        assertThat(heading("Greet-Somebody")).isVisible();

        page.navigate(console + "/");
        var more = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^More ways into")));
        more.click();
        var menu = page.locator("vaadin-popover[opened]");
        var choices = menu.locator(".menu-choice");
        assertThat(choices.first()).isFocused();
        page.keyboard().press("ArrowUp");
        assertThat(choices.last()).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(choices.first()).isFocused();
        assertThat(menu.getByText("AWS-StartPortForwardingSession")).isHidden();
        menu.getByText("Greet-Somebody").click();
        var dialog = page.getByRole(
                AriaRole.DIALOG, new Page.GetByRoleOptions().setName(Pattern.compile("^Greet-Somebody on ")));
        assertThat(dialog.getByLabel("who")).isFocused();
        page.keyboard().press("Escape");
        assertThat(dialog.getByLabel("who")).isHidden();
        assertThat(more).isFocused();
        page.keyboard().press("Enter");
        menu.getByText("Greet-Somebody").click();
        var start = dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start"));
        start.click();
        assertThat(dialog.getByText("This must be given")).isVisible();
        var who = dialog.getByLabel("who");
        who.fill("$(reboot)");
        start.click();
        assertThat(dialog.getByText("Parameter who must match ^[a-z]{1,20}$.")).isVisible();
        assertThat(who).hasValue("$(reboot)");
        who.fill("postern");
        var terminal = new TerminalPage(page);
        who.press("Enter");
        terminal.awaitState("live");
        terminal.awaitText("hello postern 42");

        terminal.press("Control+d");
        terminal.awaitState("ended");
        button("Reopen").click();
        assertThat(dialog.getByLabel("who")).isFocused();
        assertThat(page).hasURL(Pattern.compile("/nodes/mi-[0-9a-f]{17}$"));
    }

    private TerminalPage connect() {
        page.navigate(console + "/");
        var terminal = new TerminalPage(page);
        button("Connect").click();
        return terminal;
    }

    private void confirm(String does) {
        page.getByRole(AriaRole.ALERTDIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(does))
                .click();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1));
    }
}
