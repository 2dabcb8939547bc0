package dev.postern.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A web app on a node, in the browser, under an address of its own; and everybody else before a closed door. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebAppIT {
    private static final String HASH = """
            async bytes => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
                .map(b => b.toString(16).padStart(2, '0')).join('')
            """;

    private static final String UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private PosternProcess server;
    private SampleApp app;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext signedIn;
    private Page node;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        app = new SampleApp();
        server = PosternProcess.server(directory.resolve("home"), ports);
        playwright = ChromiumOnThisMachine.playwright();
        browser = playwright.chromium().launch(ChromiumOnThisMachine.options());
        signedIn = browser.newContext();
        node = signedIn.newPage();
        node.navigate(
                server.find("(http://localhost:\\d+/login/link\\?token=\\S+)").orElseThrow());
        button(node, "Sign in").click();
        node.locator("vaadin-grid a.strong").first().click();
        assertThat(button(node, "Connect")).isEnabled();
    }

    @AfterAll
    void stop() throws Exception {
        playwright.close();
        server.close();
        app.close();
    }

    @Test
    void pagesRedirectsAndWebSocketsPass() {
        var page = open(app.port());
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sample app");
        assertThat(page.locator("#echo")).hasText("hello from the page at " + app.origin());
        assertThat(URI.create(page.url()).getHost()).matches("[0-9a-f]{17}\\.apps\\.localhost");

        page.getByText("Elsewhere").click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("There");
        assertThat(page.url()).isEqualTo(origin(page) + "/there?a=b");
    }

    @Test
    void theAppSeesItsOwnNameAndNeverTheKey() {
        var page = open(app.port());
        page.navigate(origin(page) + "/headers");
        assertThat(page.locator("body").textContent())
                .contains(
                        "Host: localhost:" + app.port(),
                        "X-Forwarded-Host: " + URI.create(page.url()).getAuthority())
                .contains("app=sugar")
                .doesNotContain("postern-app", "POSTERN_SESSION");
        // as said by Playwright, which counts those of the console's host as well
        assertThat(signedIn.cookies(origin(page)))
                .filteredOn(cookie -> !cookie.domain.equals("localhost"))
                .allSatisfy(cookie -> assertThat(cookie.domain).isEqualTo(host(page)))
                .extracting(cookie -> cookie.name)
                .containsExactlyInAnyOrder("postern-app", "app");
    }

    @Test
    void largeBodiesPassUnchangedBothWays() throws Exception {
        var page = open(app.port());
        var sum = SampleApp.digest(ByteBuffer.wrap(SampleApp.large()));
        assertThat(page.evaluate("async () => (" + HASH + ")(await (await fetch('/large')).arrayBuffer())"))
                .isEqualTo(sum);
        assertThat(page.evaluate("""
                async () => {
                    const body = await (await fetch('/large')).arrayBuffer();
                    return (await fetch('/digest', { method: 'POST', body })).text();
                }""")).isEqualTo(sum);
    }

    @Test
    void manyRequestsAtOnceShareTheSession() throws Exception {
        var page = open(app.port());
        var sums = page.evaluate("""
                () => Promise.all(Array.from({ length: 40 }, (_, i) =>
                    fetch('/digest', { method: 'POST', body: 'number ' + i }).then(answer => answer.text())))""");
        var expected = new java.util.ArrayList<String>();
        for (var i = 0; i < 40; i++) expected.add(SampleApp.digest("number " + i));
        assertThat(sums).isEqualTo(expected);
    }

    @Test
    void aCancelledRequestEndsAtTheApp() throws Exception {
        try (var hanging = new HangingApp()) {
            var page = open(hanging.port());
            assertThat(page.locator("body")).hasText("hello");
            page.evaluate("""
                    () => {
                        window.cancel = new AbortController();
                        fetch('/hang', { signal: window.cancel.signal }).catch(() => {});
                    }""");
            assertThat(hanging.begun().await(10, TimeUnit.SECONDS)).isTrue();
            page.evaluate("() => window.cancel.abort()");
            assertThat(hanging.ended().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theApiOfAMessageBrokerIsReachedByItsOwnPaths() throws Exception {
        var page = open(app.port());
        assertThat(page.evaluate("async () => (await fetch('/target/queues/%2F/q?a|b')).text()"))
                .isEqualTo("/target/queues/%2F/q?a|b");
    }

    @Test
    void thePageOfOneAppGetsNothingFromAnother() {
        var one = open(app.port());
        var other = open(app.port());
        var answer = one.waitForResponse(
                origin(other) + "/there",
                () -> one.evaluate(
                        "url => fetch(url, { mode: 'no-cors', credentials: 'include' }).catch(() => {})",
                        origin(other) + "/there"));
        assertThat(answer.status()).isEqualTo(403);
        one.evaluate("url => { location.href = url; }", origin(other) + "/there");
        assertThat(one.getByRole(AriaRole.HEADING)).hasText("There");
    }

    @Test
    void theAppsOwnDomainIsNotTheConsole() throws IOException {
        assertThat(status("apps.localhost:" + ports.console(), "GET /login", ""))
                .isEqualTo(404);
        assertThat(status("apps.localhost.:" + ports.console(), "GET /login", ""))
                .isEqualTo(404);
        assertThat(status("localhost:" + ports.console(), "GET /login", "")).isEqualTo(200);
    }

    @Test
    void otherBrowsersStayOutside() {
        var page = open(app.port());
        try (var stranger = browser.newContext()) {
            var theirs = stranger.newPage();
            theirs.navigate(origin(page) + "/");
            assertThat(theirs.getByRole(AriaRole.HEADING)).hasText("Open this web app from Postern");
            theirs.navigate(origin(page) + "/.postern/enter?ticket=guessed");
            assertThat(theirs.getByRole(AriaRole.HEADING)).hasText("This link does not work");
        }
    }

    @Test
    void nothingWorksWithoutTheKey() throws IOException {
        var page = open(app.port());
        var key = signedIn.cookies(origin(page)).stream()
                .filter(cookie -> cookie.name.equals("postern-app"))
                .findFirst()
                .orElseThrow()
                .value;
        var host = URI.create(page.url()).getAuthority();
        assertThat(status(host, "GET /", "")).isEqualTo(401);
        assertThat(status(host, "GET /", "Cookie: postern-app=" + key + "\r\n")).isEqualTo(200);
        assertThat(status(host, "GET /", "Cookie: postern-app=" + key + "x\r\n"))
                .isEqualTo(401);
        assertThat(status("0123456789abcdef0.apps.localhost", "GET /", "Cookie: postern-app=" + key + "\r\n"))
                .isEqualTo(404);
        assertThat(status(host, "POST /digest", "Content-Length: 0\r\n")).isEqualTo(401);
        assertThat(status(host, "GET /webapps/x", ""))
                .as("the console is not there")
                .isEqualTo(401);
        assertThat(status(host, "GET /echo", UPGRADE)).isEqualTo(401);
        var keyed = UPGRADE + "Cookie: postern-app=" + key + "\r\n";
        assertThat(status(host, "GET /echo", keyed + "Origin: https://elsewhere.example\r\n"))
                .isEqualTo(403);
        assertThat(status(host, "GET /echo", keyed + "Origin: http://" + host + "\r\n"))
                .isEqualTo(101);
        var other = open(app.port());
        assertThat(status(URI.create(other.url()).getAuthority(), "GET /", "Cookie: postern-app=" + key + "\r\n"))
                .as("another session's key")
                .isEqualTo(401);
    }

    @Test
    void whereNothingListensThePageSaysSo() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var page = open(closed);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Nothing answers there");
        assertThat(page.getByText("http://localhost:" + closed)).isVisible();
        // its policy lets its own style in
        assertThat(page.locator("main")).hasCSS("background-color", "rgb(255, 255, 255)");
    }

    @Test
    void endedWithTheSession() {
        var page = open(app.port());
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sample app");
        var label = host(page).split("\\.", 2)[0];
        node.navigate("http://localhost:" + ports.console() + "/sessions/admin-" + label);
        assertThat(button(node, "Open")).isVisible();
        button(node, "Terminate").click();
        node.getByRole(AriaRole.ALERTDIALOG)
                .getByRole(
                        AriaRole.BUTTON, new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Terminate"))
                .click();
        assertThat(node.getByText(Pattern.compile("Closed by"))).isVisible();
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("This web app is not open");
        node.goBack();
    }

    private Page open(int port) {
        return signedIn.waitForPage(() -> {
            node.navigate("http://localhost:" + ports.console() + "/");
            node.getByLabel(Pattern.compile("^More ways")).click();
            node.getByText("Web app…").click();
            node.getByLabel("Port").fill(Integer.toString(port));
            button(node, "Open").last().click(); // the dialog's: sessions have one, too
        });
    }

    private int status(String host, String request, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.console())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var line = new java.io.BufferedReader(
                            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    private static String host(Page page) {
        return URI.create(page.url()).getHost();
    }

    private static String origin(Page page) {
        return "http://" + URI.create(page.url()).getAuthority();
    }

    private static com.microsoft.playwright.Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
