package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The first command's promise: open the printed link, click Connect, work in a real login shell. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellInTheBrowserIT {
    private static final int LINES = 3000;

    private Path directory;

    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private Path home;
    private PosternProcess server;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext signedIn;
    private Page page;

    @BeforeAll
    void startAndSignInByTheLink(@TempDir Path directory) {
        this.directory = directory;
        home = directory.resolve("home");
        server = serve();
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        signedIn = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        var link =
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow();
        var first = signedIn.newPage();
        first.navigate(link);
        first.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        first.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"))
                .first()
                .waitFor();
        first.close();
    }

    /** One session starts at a time here, which nobody notices but whoever comes after a node that does not answer. */
    private PosternProcess serve() {
        return PosternProcess.server(
                home, ports, "--postern.session.starting-at-once=1", "--postern.gateway.first-pairing=60s");
    }

    @AfterAll
    void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (server != null) {
            server.close();
        }
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
    void connectLeadsStraightToALoginShell() {
        var terminal = connect(null);
        terminal.run("echo $((6*7))-$0");
        assertThat(terminal.text()).doesNotContain("42-x");
        terminal.awaitText("42-");
        terminal.run("shopt -q login_shell && echo login-$((1+1)) || echo $0");
        terminal.awaitText("login-2");
    }

    @Test
    void coloursArrive() {
        var terminal = connect(null);
        terminal.run("printf '\\033[31mred-%s\\033[0m\\n' \"$((1+2))\"");
        terminal.awaitText("red-3");
        var colour = page.evaluate("""
                () => {
                  const buffer = document.querySelector('postern-terminal').terminal.buffer.active
                  for (let y = 0; y < buffer.length; y++) {
                    const line = buffer.getLine(y)
                    if (line.translateToString(true).startsWith('red-3')) return line.getCell(0).getFgColor()
                  }
                  return -1
                }""");
        assertThat(colour).isEqualTo(1);
    }

    @Test
    void theShellLearnsOfANewSize() {
        var terminal = connect(null);
        page.setViewportSize(700, 600);
        page.waitForFunction("() => document.querySelector('postern-terminal').terminal.cols < 100");
        var narrow = page.evaluate("() => document.querySelector('postern-terminal').terminal.cols");
        terminal.run("echo cols=$(tput cols)=");
        terminal.awaitText("cols=" + narrow + "=");
    }

    @Test
    void tenMegabytesArriveWithTheSameChecksum() throws Exception {
        var terminal = connect(null);
        terminal.run("f=$(mktemp); head -c 7500000 /dev/urandom | base64 -w 76 > $f; echo sum=$(sha256sum < $f)");
        var sum = Pattern.compile("sum=([0-9a-f]{64})");
        page.waitForFunction("() => /sum=[0-9a-f]{64}/.test(document.querySelector('postern-terminal').text())");
        var found = sum.matcher(terminal.text());
        assertThat(found.find()).isTrue();
        terminal.run("stty -echo; echo BEGIN''MARK; cat $f; echo END''MARK; stty echo; rm $f");
        terminal.awaitReceived("ENDMARK", Duration.ofSeconds(120));
        var bytes = terminal.receivedBytes();
        var begin = bytes.indexOf("BEGINMARK\r\n") + "BEGINMARK\r\n".length();
        var body = bytes.substring(begin, bytes.indexOf("ENDMARK", begin)).replace("\r\n", "\n");
        assertThat(body.length()).isGreaterThan(10_000_000);
        var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(found.group(1));
    }

    @Test
    void ctrlCStopsAFlood() {
        var terminal = connect(null);
        terminal.run("yes flood-of-lines");
        terminal.awaitText("flood-of-lines\nflood-of-lines\nflood-of-lines");
        terminal.press("Control+c");
        terminal.run("echo quiet-$((1+1))");
        terminal.awaitText("quiet-2");
    }

    @Test
    void aReloadComesBackToTheSameShellAndTypedTextIsNeitherLostNorDoubled() {
        var terminal = connect(null);
        terminal.run("mark=before-reload; echo $mark-$((1+1))");
        terminal.awaitText("before-reload-2");
        terminal.type("echo typed-$mark-abcdefghijklmnopqrstuvwxyz");
        page.reload();
        terminal.awaitState("live");
        terminal.awaitText("before-reload-2");
        terminal.awaitText("typed-$mark-abcdefghijklmnopqrstuvwxyz");
        focus();
        terminal.enter();
        terminal.awaitText("\ntyped-before-reload-abcdefghijklmnopqrstuvwxyz");
    }

    @Test
    void questionsInReplayedOutputAreNotAnsweredAgain() {
        var terminal = connect(null);
        terminal.run("printf '\\033[6n'; IFS= read -rs -d R answer; echo asked-$((1+1))");
        terminal.awaitText("asked-2");
        page.reload();
        terminal.awaitState("live");
        terminal.awaitText("asked-2");
        focus();
        terminal.run("echo after-$((2+2))");
        terminal.awaitText("after-4");
        assertThat(terminal.text()).doesNotContainPattern("\\d;\\d+R");
    }

    @Test
    void theExitStatusIsShown() {
        var terminal = connect(null);
        terminal.run("exit 3");
        terminal.awaitState("ended");
        assertThat(page.locator("postern-terminal")
                        .getByText(Pattern.compile("\\b3\\b"))
                        .first()
                        .isVisible())
                .isTrue();
    }

    /** The screen takes every key as long as it is one: it must not keep them when it is over. */
    @Test
    void theKeyboardGoesOnFromATerminalThatHasEnded() {
        var terminal = connect(null);
        terminal.run("exit");
        terminal.awaitState("ended");
        terminal.awaitFocus("Reopen");
        page.locator("postern-terminal .screen").click();
        terminal.press("Tab");
        terminal.awaitFocus("Reopen");
        terminal.press("Tab");
        terminal.awaitFocus("Back to the nodes");
        terminal.press("Shift+Tab");
        var before = page.url();
        terminal.enter();
        page.waitForURL(url -> url.contains("/terminal/") && !url.equals(before));
        terminal.awaitShell();
    }

    @Test
    void aSecondNodesSessionSurvivesKillAndRestartOfTheServer() {
        try (var _ = agent("second-node", newActivation())) {
            var terminal = connect("second-node");
            terminal.run("for i in $(seq 1 " + LINES
                    + "); do printf 'line-%05d-\\n' $i; sleep 0.005; done; echo all-$((1+1))-done");
            terminal.awaitText("line-00300-");
            server.kill();
            terminal.awaitState("reconnecting");
            terminal.type("echo typed-while-$((40+2))-away");
            terminal.enter();
            server = serve();
            terminal.awaitState("live");
            terminal.awaitText("all-2-done", Duration.ofSeconds(90));
            terminal.awaitText("typed-while-42-away");
            var numbers = Pattern.compile("^line-(\\d{5})-$", Pattern.MULTILINE)
                    .matcher(terminal.text())
                    .results()
                    .map(match -> Integer.valueOf(match.group(1)))
                    .toList();
            assertThat(numbers)
                    .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().collect(Collectors.toList()));
        }
    }

    @Test
    void sessionsWaitTheirTurnBehindANodeThatIsSlowAndAreToldSo() throws Exception {
        try (var agent = agent("slow-node", newActivation());
                var next = signedIn.newPage();
                var last = signedIn.newPage()) {
            connectButton(page, "slow-node").waitFor();
            signal(agent, "STOP"); // it is connected still, and does nothing
            var slow = begin(page, "slow-node");
            slow.awaitState("connecting");
            var second = begin(next, "slow-node");
            second.awaitState("waiting");
            next.getByText("It is the next to start.").waitFor();
            var third = begin(last, "slow-node");
            third.awaitState("waiting");
            last.getByText("1 session is before this one.").waitFor();
            third.type("echo typed-while-it-$((1+1))-waits");
            third.enter();
            inTheList("It is next");
            inTheList("1 session is before it");

            signal(agent, "CONT");
            second.awaitShell();
            third.awaitText("typed-while-it-2-waits");
        }
    }

    private void inTheList(String words) {
        var list = signedIn.newPage();
        list.navigate(console() + "/sessions");
        list.getByText(words, new Page.GetByTextOptions().setExact(true)).waitFor();
        list.close();
    }

    private static void signal(PosternProcess process, String name) throws Exception {
        var sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(sent.waitFor()).isZero();
    }

    @Test
    void aKilledAgentsSessionEndsWhenItIsBackAndIsOpenedAgain() {
        var activation = newActivation();
        TerminalPage terminal;
        try (var agent = agent("third-node", activation)) {
            terminal = connect("third-node");
            agent.kill();
            page.locator("postern-terminal").getByText("Node lost").first().waitFor();
        }
        try (var _ = agent("third-node", activation)) {
            theAgentStoppedAndTheSessionIsOpenedAgain(terminal);
        }
    }

    @Test
    void aSessionOnThisMachineEndsWithAKilledServerAndIsOpenedAgain() {
        var terminal = connect(null);
        server.kill();
        terminal.awaitState("reconnecting");
        server = serve();
        theAgentStoppedAndTheSessionIsOpenedAgain(terminal);
    }

    private void theAgentStoppedAndTheSessionIsOpenedAgain(TerminalPage terminal) {
        terminal.awaitState("ended");
        page.locator("postern-terminal")
                .getByText("The agent on the node stopped or was restarted")
                .first()
                .waitFor();
        var before = page.url();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reopen"))
                .click();
        page.waitForURL(url -> url.contains("/terminal/") && !url.equals(before));
        terminal.awaitShell();
    }

    /** The same node each time it has the same name. */
    private PosternProcess agent(String name, Activation activation) {
        return PosternProcess.agent(
                directory,
                "--endpoint",
                "https://127.0.0.1:" + ports.api(),
                "--ca",
                home.resolve("tls/ca.pem").toString(),
                "--activation-id",
                activation.id(),
                "--activation-code",
                activation.code(),
                "--state",
                directory.resolve(name).toString(),
                "--name",
                name);
    }

    private String console() {
        return "http://localhost:" + ports.console();
    }

    private void focus() {
        page.evaluate("() => document.querySelector('postern-terminal').focus()");
    }

    /** Clicks Connect on a node's row; null for this machine's, the only one that is connected when no test has another. */
    private TerminalPage connect(String node) {
        var terminal = begin(page, node);
        terminal.awaitShell();
        return terminal;
    }

    private TerminalPage begin(Page on, String node) {
        var terminal = new TerminalPage(on);
        connectButton(on, node).click();
        on.waitForURL(Pattern.compile(".*/terminal/.*"));
        return terminal;
    }

    private Locator connectButton(Page on, String node) {
        on.navigate(console() + "/");
        var buttons = on.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect").setDisabled(false));
        if (node != null) {
            on.getByText(node).first().waitFor();
            on.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Search by"))
                    .fill(node);
            assertThat(buttons).hasCount(1);
        }
        return buttons.first();
    }

    private record Activation(String id, String code) {}

    private Activation newActivation() {
        page.navigate(console() + "/activations");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create an activation"))
                .first()
                .click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                .click();
        page.waitForFunction("() => /--activation-code \\S+/.test(document.body.innerText)");
        var text = page.innerText("body");
        var id = Pattern.compile("--activation-id (\\S+)").matcher(text);
        var code = Pattern.compile("--activation-code (\\S+)").matcher(text);
        assertThat(id.find() && code.find()).isTrue();
        return new Activation(id.group(1), code.group(1));
    }
}
