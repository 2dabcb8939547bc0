package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session from its first key to the auditor's proof: worked in, watched from another browser, ended, replayed, searched, taken away, proven. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingIT {
    private static final double PATIENCE_MS = Duration.ofSeconds(60).toMillis();
    private static final String THE_LINE = "forty-two-is-42";

    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private Path directory;
    private PosternProcess server;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext here;
    private BrowserContext elsewhere;

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException {
        this.directory = directory;
        server = serve();
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        here = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        here.setDefaultTimeout(PATIENCE_MS);
        elsewhere = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        elsewhere.setDefaultTimeout(PATIENCE_MS);
        signIn(
                here,
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow());
        try (var link = PosternProcess.command(directory, "sign-in-link", "--home=" + directory.resolve("home"))) {
            assertThat(link.exitCode()).isZero();
            link.await("/login/link?token=");
            signIn(elsewhere, link.output().getFirst());
        }
    }

    private PosternProcess serve() {
        return PosternProcess.server(directory.resolve("home"), ports, "--postern.local-node.enabled=true");
    }

    private static void signIn(BrowserContext context, String link) {
        var page = context.newPage();
        page.navigate(link);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"))
                .first()
                .waitFor();
        page.close();
    }

    @AfterAll
    void stop() {
        if (playwright != null) playwright.close();
        if (server != null) server.close();
    }

    private String console(String path) {
        return "http://localhost:" + ports.console() + path;
    }

    private TerminalPage connect() {
        var page = here.newPage();
        var terminal = new TerminalPage(page);
        page.navigate(console("/"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"))
                .first()
                .click();
        page.waitForURL("**/terminal/*");
        terminal.awaitShell();
        return terminal;
    }

    private static String session(TerminalPage terminal) {
        return terminal.page().url().replaceFirst(".*/terminal/", "");
    }

    @Test
    void fromTheFirstKeyToTheProof() throws Exception {
        var terminal = connect();
        var session = session(terminal);
        terminal.run("echo forty-two-is-$((6*7))");
        terminal.awaitText(THE_LINE);

        var watching = elsewhere.newPage();
        watching.navigate(console("/sessions/" + session));
        assertThat(watching.locator("postern-playback .xterm-rows")).containsText(THE_LINE);
        terminal.run("echo and-$((50+5)) more");
        assertThat(watching.locator("postern-playback .xterm-rows")).containsText("and-55 more");

        terminal.run("exit");
        terminal.awaitOut();
        terminal.page().close();
        awaitSealed(watching);
        watching.close();

        var replay = elsewhere.newPage();
        replay.navigate(console("/sessions/" + session + "?t=0"));
        awaitSealed(replay);
        search(replay);
        proveTheBundle(replay, "signed bundle");
        assertThat(Files.readString(taken(replay, "text"))).contains("\n" + THE_LINE + "\n");
        assertThat(Files.readAllLines(taken(replay, "asciicast")))
                .first()
                .asString()
                .contains("\"version\":3");
        replay.close();
    }

    /** Some seconds after its end, for what was still under way. */
    private static void awaitSealed(Page page) {
        assertThat(page.getByText("Sealed", exactly()))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static void search(Page replay) {
        var field = replay.locator("postern-playback input[type=search]");
        field.fill(THE_LINE);
        field.press("Enter");
        assertThat(replay.locator("postern-playback .xterm-rows")).containsText(THE_LINE);
    }

    private void proveTheBundle(Page replay, String link) throws IOException, InterruptedException {
        var bundle = taken(replay, link);
        try (var verify = PosternProcess.command(directory, "verify", bundle.toString())) {
            assertThat(verify.exitCode())
                    .as(() -> String.join("\n", verify.output()))
                    .isZero();
        }
        var bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        var spoilt = Files.write(directory.resolve("spoilt.zip"), bytes);
        try (var verify = PosternProcess.command(directory, "verify", spoilt.toString())) {
            assertThat(verify.exitCode()).isEqualTo(1);
        }
    }

    private Path taken(Page replay, String link) {
        Download download = replay.waitForDownload(() -> replay.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .click());
        var file = directory.resolve(download.suggestedFilename());
        download.saveAs(file);
        return file;
    }

    /** The server is killed, or the page's socket cut, again and again while numbered lines stream: the recording has what the shell wrote, to the line. */
    @ParameterizedTest
    @ValueSource(ints = {2})
    void aKilledServerLosesNothing(int kills) throws Exception {
        try (var apart = new Apart()) {
            var terminal = apart.connect();
            var session = session(terminal);
            terminal.run("for i in $(seq 1 400); do echo line-$i-of-400; sleep 0.05; done; echo all-$((1+1))-done");
            for (var kill = 0; kill < kills; kill++) {
                terminal.awaitText("line-" + (60 + 120 * kill) + "-of-400", Duration.ofSeconds(60));
                apart.restart();
            }
            terminal.awaitText("all-2-done", Duration.ofSeconds(90));
            terminal.run("exit");
            terminal.awaitOut();
            var page = terminal.page();
            page.navigate("http://localhost:" + apart.ports.console() + "/sessions/" + session);
            awaitSealed(page);
            var lines = Files.readAllLines(taken(page, "text")).stream()
                    .filter(line -> line.matches("line-\\d+-of-400"))
                    .toList();
            assertThat(lines)
                    .isEqualTo(IntStream.rangeClosed(1, 400)
                            .mapToObj(number -> "line-" + number + "-of-400")
                            .toList());
            proveTheBundle(page, "signed bundle");
            askedByAScript(apart, session);
        }
    }

    private static void askedByAScript(Apart apart, String session) throws Exception {
        var path = "/v1/recordings/" + session;
        var key = new SignedCalls.AccessKey(Credentials.longTerm(OwnNode.KEY_ID, OwnNode.SECRET));
        var stranger = new SignedCalls.AccessKey(Credentials.longTerm(OwnNode.KEY_ID, "another-secret-of-this-test"));
        try (var calls = new SignedCalls(OwnNode.api(apart.home, apart.ports))) {
            assertThat(calls.get(key, path + ".cast").body())
                    .startsWith("{\"version\":3")
                    .contains("line-400-of-400");
            assertThat(calls.get(key, path + ".cast?version=2").body()).startsWith("{\"version\":2");
            assertThat(calls.get(key, path + ".txt").body()).contains("\nline-400-of-400\n");
            assertThat(calls.get(key, path + "/export").status()).isEqualTo(200);
            assertThat(calls.get(key, path + ".cast?version=4").status()).isEqualTo(404);
            assertThat(calls.get(key, "/v1/recordings/nobodys-00000000000000000.txt")
                            .status())
                    .isEqualTo(404);
            assertThat(calls.get(stranger, path + ".txt").status()).isEqualTo(403);
        }
    }

    /** A server whose node is an agent in a process of its own, so that its shells outlive the server. */
    private final class Apart implements AutoCloseable {
        private final PosternProcess.Ports ports = PosternProcess.Ports.free();
        private final Path home = directory.resolve("apart");
        private final BrowserContext context = browser.newContext();
        private PosternProcess server = OwnNode.server(home, ports);
        private final PosternProcess agent;

        Apart() {
            context.setDefaultTimeout(PATIENCE_MS);
            var api = OwnNode.api(home, ports);
            try (var ssm = api.ssm()) {
                agent = OwnNode.agent(directory, api, ssm);
                OwnNode.awaited(ssm);
            }
            signIn(
                    context,
                    server.find("(http://localhost:\\d+/login/link\\?token=\\S+)")
                            .orElseThrow());
        }

        TerminalPage connect() {
            var page = context.newPage();
            var terminal = new TerminalPage(page);
            page.navigate("http://localhost:" + ports.console() + "/");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect"))
                    .first()
                    .click();
            page.waitForURL("**/terminal/*");
            terminal.awaitShell();
            return terminal;
        }

        void restart() {
            server.close();
            server = OwnNode.server(home, ports);
        }

        @Override
        public void close() {
            context.close();
            agent.close();
            server.close();
        }
    }
}
