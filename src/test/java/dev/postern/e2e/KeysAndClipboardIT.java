package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Nothing happens behind one's back: to the clipboard, by a paste, by an Enter; and the keyboard alone gets one everywhere. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysAndClipboardIT {
    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private PosternProcess server;
    private Playwright playwright;
    private BrowserContext signedIn;
    private Page page;

    @BeforeAll
    void startAndSignIn(@TempDir Path directory) {
        server = PosternProcess.server(directory.resolve("home"), ports);
        playwright = ChromiumOnThisMachine.playwright();
        Browser browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        signedIn = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        signedIn.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        var first = signedIn.newPage();
        first.navigate(
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow());
        button(first, "Sign in").click();
        button(first, "Connect").first().waitFor();
        first.close();
    }

    @AfterAll
    void stop() {
        if (playwright != null) playwright.close();
        if (server != null) server.close();
    }

    @BeforeEach
    void newPage() {
        page = signedIn.newPage();
    }

    @AfterEach
    void closePage() {
        page.close();
    }

    @Test
    void aProgramThatCopiesIsTalkedAboutAndCanBeForbiddenTo() {
        var terminal = connect();
        terminal.run("printf '\\033]52;c;%s\\a' $(printf yanked | base64)");
        page.getByText("The program copied 6 characters to your clipboard.")
                .last()
                .waitFor();
        assertThat(clipboard()).isEqualTo("yanked");
        button(page, "Forbid").click();
        terminal.run("printf '\\033]52;c;%s\\a' $(printf again-yanked | base64)");
        page.getByText("A program wanted to copy 12 characters").last().waitFor();
        assertThat(clipboard()).isEqualTo("yanked");
        button(page, "Allow").click();
        page.getByText("Programs may copy to your clipboard again.").last().waitFor();
    }

    @Test
    void linesThatWouldRunAtOnceAreShownBeforeAndEnterDoesNotPasteThem() {
        var terminal = connect();
        terminal.run("bind 'set enable-bracketed-paste off'; echo off-$((1+1))");
        terminal.awaitText("off-2");
        page.evaluate("() => navigator.clipboard.writeText('echo one-$((1+1))\\necho two-$((2+2))\\n')");
        terminal.press("Control+Shift+V");
        assertThat(page.getByText("Paste 2 lines?")).isVisible();
        assertThat(button(page, "Cancel")).isFocused();
        terminal.enter();
        assertThat(page.getByText("Paste 2 lines?")).hasCount(0);
        terminal.press("Control+Shift+V");
        button(page, "Paste as one line").click();
        terminal.enter();
        terminal.awaitText("one-2 echo two-4");
        terminal.press("Control+Shift+V");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Paste").setExact(true))
                .last()
                .click();
        terminal.awaitText("\ntwo-4");
    }

    @Test
    void tabLeavesTheTerminalWhenAskedToAndComesBackToTheShell() {
        var terminal = connect();
        terminal.press("Control+Shift+H");
        assertThat(page.getByText("Tab leaves the terminal, or is typed")).isVisible();
        terminal.press("Escape");
        terminal.press("Control+Shift+M");
        page.getByText("Tab now moves the focus").last().waitFor();
        terminal.press("Shift+Tab");
        page.waitForFunction(
                "() => document.querySelector('postern-terminal').shadowRoot.activeElement?.localName === 'postern-terminal-bar'");
        button(page, "Tab leaves").click();
        page.getByText("Tab goes to the shell again").last().waitFor();
        terminal.run("echo typed-$((3+4))");
        terminal.awaitText("typed-7");
    }

    @Test
    void enterInADialogThatDestroysChangesNothing() {
        var terminal = connect();
        page.navigate(page.url().replace("/terminal/", "/sessions/"));
        button(page, "Terminate").click();
        assertThat(button(page, "Cancel")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.getByText("Terminate this session?")).hasCount(0);
        page.navigate(page.url().replace("/sessions/", "/terminal/"));
        terminal.awaitState("live");
    }

    @Test
    void aClickOnATagLooksForItAndATypedTagFindsItsNodes() {
        page.navigate(console() + "/");
        page.locator("vaadin-grid a.strong").first().click();
        var tags = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("key=value, then Enter"));
        tags.fill("env=home");
        tags.press("Enter");
        button(page, "Remove the tag env").waitFor();
        page.navigate(console() + "/");
        var search = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Search by"));
        button(page, "env=home").click();
        assertThat(search).hasValue("env=home");
        assertThat(button(page, "Connect")).hasCount(1);
        search.fill("env=elsewhere");
        assertThat(page.getByText("No node matches")).isVisible();
        button(page, "Show all nodes").click();
        assertThat(button(page, "Connect")).hasCount(1);
    }

    private TerminalPage connect() {
        page.navigate(console() + "/");
        button(page, "Connect").first().click();
        page.waitForURL(Pattern.compile(".*/terminal/.*"));
        var terminal = new TerminalPage(page);
        terminal.awaitShell();
        return terminal;
    }

    private String clipboard() {
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    private String console() {
        return "http://localhost:" + ports.console();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
