package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.e2e.PosternProcess.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An administrator runs scripts on two nodes from the console, agents in processes of their own, and sees what they say while they run. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunCommandPageIT {
    private static final double PATIENCE_MS = 30_000;

    private final Ports ports = Ports.free();
    private Path directory;
    private PosternProcess server;
    private PosternProcess one;
    private PosternProcess two;
    private Playwright playwright;
    private Browser browser;
    private Page page;

    @BeforeAll
    void start(@TempDir Path directory) {
        this.directory = directory;
        server = PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=false");
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        page = browser.newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.navigate(
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow());
        button("Sign in").click();
        page.waitForURL(console("/"));
        one = agent("web-1");
        two = agent("web-2");
        page.navigate(console("/"));
        for (var name : new String[] {"web-1", "web-2"})
            assertThat(page.locator("vaadin-grid .cell-node:has(.dot-online)").filter(named(name)))
                    .isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    @AfterAll
    void stop() {
        if (playwright != null) playwright.close();
        for (var process : new PosternProcess[] {one, two, server}) if (process != null) process.close();
    }

    @BeforeEach
    void newCommand() {
        page.navigate(console("/commands/new"));
        page.getByLabel("Commands").waitFor();
    }

    @Test
    void aScriptRunsOnTwoNodesAndItsOutputGrowsOnThePage() {
        var go = directory.resolve("go");
        script("echo hello from $AWS_SSM_INSTANCE_ID; until [ -e " + go + " ]; do sleep 0.1; done; echo through");
        page.getByLabel("Comment").fill("say hello");
        tick("web-1");
        tick("web-2");
        button("Run on 2 nodes").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("say hello")))
                .isVisible();
        seen(page.locator(".output-out pre").getByText(Pattern.compile("^hello from mi-[0-9a-f]{17}\\s*$")));
        assertThat(page.getByText("0 of 2 nodes")).isVisible();
        touch(go);
        seen(page.locator(".output-out pre").getByText(Pattern.compile("hello from mi-[0-9a-f]{17}\\s+through")));
        seen(page.getByText("2 of 2 nodes"));
        seen(page.locator(".state-line").getByText("Succeeded"));
        seen(page.getByText(Pattern.compile("Exit code 0 after .*")));
    }

    @Test
    void oneThatFailsIsShownFirstWithItsErrorsAndRunAgainHasEverythingAsItWas() {
        var first = directory.resolve("first");
        script("mkdir " + first + " && echo well done || { echo too late >&2; exit 3; }");
        tick("web-1");
        tick("web-2");
        button("Run on 2 nodes").click();
        seen(page.locator(".state-line").getByText("Failed", new Locator.GetByTextOptions().setExact(true)));
        seen(page.getByText("2 of 2 nodes done, 1 failed"));
        page.locator(".invocations").getByText("Exit code 3").click();
        seen(page.locator(".output-err pre").getByText("too late"));
        seen(page.locator(".invocation").getByText(Pattern.compile("Exit code 3 after .*")));
        page.locator(".invocations").getByText("well done").click();
        seen(page.locator(".output-out pre").getByText("well done"));

        button("Run again").click();
        assertThat(page.getByLabel("Commands")).hasValue(Pattern.compile("mkdir .* && echo well done.*"));
        assertThat(button("Run on 2 nodes")).isVisible();
        page.getByLabel("Execution timeout").fill("for ever");
        button("Run on 2 nodes").click();
        assertThat(page.getByText("must match")).isVisible();
        assertThat(page.getByLabel("Commands")).hasValue(Pattern.compile("mkdir .*"));
        page.getByLabel("Commands").fill("echo again");
        page.getByLabel("Execution timeout").fill("60");
        button("Run on 2 nodes").click();
        seen(page.locator(".output-out pre").getByText("again"));
    }

    @Test
    void aLongOneIsCancelledAndTheListSaysSo() {
        script("echo begun; sleep 300");
        tick("web-1");
        button("Run on 1 node").click();
        seen(page.locator(".output-out pre").getByText("begun"));

        var list = page.context().newPage();
        list.navigate(console("/commands"));
        var row = list.locator("vaadin-grid .cell-node").filter(named("echo begun; sleep 300"));
        assertThat(row.first()).isVisible();
        assertThat(list.locator("vaadin-grid .badge-running")).isVisible();

        button("Cancel command").click();
        page.getByRole(AriaRole.ALERTDIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel command"))
                .click();
        seen(page.locator(".state-line").getByText("Cancelled"));
        seen(page.locator(".output-out pre").getByText("begun"));
        // by push: nobody has touched that page
        seen(list.locator("vaadin-grid .badge").getByText("Cancelled"));
        list.close();
    }

    @Test
    void nothingIsSentWithoutAScriptOrANodeAndEachIsSaidWhereItIsMissing() {
        button("Run").click();
        assertThat(page.getByText("This must be given")).isVisible();
        script("uptime");
        button("Run").click();
        assertThat(page.getByText("Choose at least one node, or tags that say which."))
                .isVisible();
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("By tags"))
                .click();
        page.locator(".tag-row vaadin-combo-box input").fill("team");
        page.keyboard().press("Enter");
        button("Run").click();
        assertThat(page.getByText("Choose at least one value")).isVisible();
        assertThat(page.getByLabel("Commands")).hasValue("uptime");
    }

    private void script(String text) {
        page.getByLabel("Commands").fill(text);
    }

    private void tick(String node) {
        page.locator(".node-choice vaadin-text-field input").fill(node);
        var rows = page.locator(".node-choice vaadin-grid .cell-node:visible");
        assertThat(rows.filter(named(node))).isVisible();
        assertThat(rows).hasCount(1);
        page.locator(".node-choice vaadin-grid vaadin-checkbox:visible").last().click();
        assertThat(page.locator(".node-choice vaadin-grid vaadin-checkbox[checked]:visible")
                        .last())
                .isVisible();
    }

    private static void seen(Locator what) {
        assertThat(what.first()).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    private static Locator.FilterOptions named(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private String console(String path) {
        return "http://localhost:" + ports.console() + path;
    }

    /** Registered by an activation made in the console, as one would. */
    private PosternProcess agent(String name) {
        page.navigate(console("/activations"));
        button("Create an activation").first().click();
        var dialog = page.locator("vaadin-dialog[opened]");
        dialog.getByRole(AriaRole.TEXTBOX).first().fill(name);
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                .click();
        page.getByText("The activation is ready").waitFor();
        var codes = dialog.locator(".id code");
        return PosternProcess.agent(
                directory,
                "--endpoint=https://127.0.0.1:" + ports.api(),
                "--ca=" + directory.resolve("home/tls/ca.pem"),
                "--activation-id=" + codes.nth(0).textContent(),
                "--activation-code=" + codes.nth(1).textContent(),
                "--state=" + directory.resolve("agent-" + name),
                "--name=" + name);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
