package dev.postern.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.inventory.NodeId;
import dev.postern.session.SessionId;
import dev.postern.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door with the console behind it and an app beside, as on the console's listener: what goes where, how, and for how long. */
@NullUnmarked
class AppDoorTest {
    private static final SessionId SESSION = new SessionId("admin-0123456789abcdef0");
    private static final String HOST = "0123456789abcdef0.apps.localhost";

    private final AppKeys keys = new AppKeys(new HandClock());
    private final HandScheduler scheduler = new HandScheduler();
    private final Server server = new Server(null, scheduler, null);
    private RawApp app;
    private ServerConnector connector;
    private String key;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        app = new RawApp(directory);
        var target = new AppTarget(new NodeId("mi-0123456789abcdef0"), AppTarget.Scheme.HTTP, "grafana_1", 3000, "/");
        var open = new OpenApps.Open(
                new WebApp(SESSION, "arn:aws:iam::000000000000:user/admin", "node", target, new HandClock().instant()),
                app);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        TargetRules.relax(connector);
        var door = new AppDoor(
                new AppOrigins(new WebAppSettings("apps.localhost")),
                label -> label.equals(AppOrigins.label(SESSION)) ? Optional.of(open) : Optional.empty(),
                keys,
                new AppProxy(),
                new SimpleMeterRegistry());
        door.setHandler(new Console());
        server.setHandler(door);
        server.start();
        key = keys.redeem(keys.ticket(SESSION), SESSION).orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        app.close();
    }

    private static final class Console extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "the console", callback);
            return true;
        }
    }

    // ── who goes away

    @Test
    void aBrowserThatGoesAwayTakesItsRequestWithIt() throws IOException {
        app.answers((_, _) -> RawApp.SILENCE);
        for (var round = 0; round < 3; round++) {
            var browser = send("GET /hang", "");
            await().until(() -> app.open() == 1);
            browser.close();
            awaitTheEndOfItsConnection();
        }
    }

    @Test
    void alsoInTheMiddleOfAnAnswer() throws IOException {
        app.answers((_, _) -> "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
        try (var browser = send("GET /events", "")) {
            assertThat(browser.getInputStream().read()).isEqualTo('H');
            assertThat(app.open()).isEqualTo(1);
        }
        awaitTheEndOfItsConnection();
    }

    @Test
    void alsoAfterWhatItUploaded() throws IOException {
        app.answers((_, _) -> RawApp.SILENCE);
        send("POST /upload", "Content-Length: 4\r\n", "half").close();
        await().until(() -> !app.heads().isEmpty());
        awaitTheEndOfItsConnection();
    }

    @Test
    void alsoWithHalfAnUpload() throws IOException {
        app.answers((_, _) -> RawApp.SILENCE);
        var browser = send("POST /upload", "Content-Length: 8\r\n", "half");
        await().until(() -> app.open() == 1);
        browser.close();
        awaitTheEndOfItsConnection();
    }

    @Test
    void whoWaitsGetsTheAnswerHoweverLateAndTheNextRequestIsNotLost() throws Exception {
        var late = new CountDownLatch(1);
        app.answers((head, _) -> {
            if (!head.startsWith("GET /late")) return RawApp.ok("next");
            try {
                late.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return RawApp.ok("late");
        });
        try (var browser = send("GET /late", "")) {
            await().until(() -> !app.heads().isEmpty());
            // pipelined: the watch finds a request where it looks for an end
            browser.getOutputStream().write(request("GET /next", HOST, cookie()).getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> {
                scheduler.aSecondPasses();
                return !scheduler.aSecondPasses(); // it has seen that the browser is there, and looks no more
            });
            late.countDown();
            assertThat(readUntil(browser, "next")).contains("late");
        }
    }

    // ── what is asked for

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb",
                "/api/queues/%2F/q",
                "/a%25b",
                "/a//b",
                "//a",
                "/a%5cb",
                "/a\\b",
                "/a|b",
                "/a/%2e%2e/x",
                "/a/..;/x",
                "/x?q=a|b",
                "/x?q={a}",
                "/x?q=100%",
                "/x?q=%ff",
                "/x?",
                "/x;v=1?a=b&c",
            })
    void targetsReachTheAppLetterForLetter(String target) throws IOException {
        assertThat(get(target)).startsWith("HTTP/1.1 200");
        assertThat(app.heads()).singleElement().asString().startsWith("GET " + target + " HTTP/1.1\r\n");
    }

    @Test
    void aQuestionAboutTheWholeServerIsOne() throws IOException {
        assertThat(exchange("OPTIONS *", HOST, cookie())).startsWith("HTTP/1.1 200");
        assertThat(app.heads()).singleElement().asString().startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb",
                "/a%25b",
                "/a//b",
                "//a",
                "/a%5cb",
                "/a\\b",
                "/a|b",
                "/%2e%2e/x",
                "/%2e/x",
                "/..;/x",
                "/x%00",
            })
    void theConsoleRefusesWhatTwoReadersCouldReadDifferently(String target) throws IOException {
        assertThat(exchange("GET " + target, "localhost", "")).startsWith("HTTP/1.1 400");
        assertThat(exchange("GET " + target, "127.0.0.1", "")).startsWith("HTTP/1.1 400");
    }

    @Test
    void theConsoleIsWhereNoAppIs() throws IOException {
        assertThat(exchange("GET /sessions?q=100%", "localhost", ""))
                .startsWith("HTTP/1.1 200")
                .endsWith("the console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps.localhost",
                "APPS.localhost",
                "apps.localhost.",
                "apps.localhost:80",
                "x.apps.localhost",
                HOST + ".",
                "x.apps.localhost.",
                "%61pps.localhost",
            })
    void noNameOfTheAppsShowsTheConsole(String host) throws IOException {
        assertThat(exchange("GET /", host, "")).doesNotContain("the console").containsPattern("^HTTP/1.1 4");
    }

    // ── who asks

    @ParameterizedTest
    @CsvSource({
        "GET, same-origin, cors, empty, 200",
        "POST, same-origin, cors, empty, 200",
        "GET, none, navigate, document, 200",
        "GET, same-site, navigate, document, 200",
        "GET, cross-site, navigate, document, 200",
        "GET, same-site, navigate, iframe, 403",
        "GET, cross-site, navigate, iframe, 403",
        "GET, same-site, no-cors, image, 403",
        "GET, same-site, cors, empty, 403",
        "POST, same-site, navigate, document, 403",
        "POST, same-site, no-cors, empty, 403",
    })
    void anotherAppsPageMayLinkHereAndNothingElse(String method, String site, String mode, String dest, int status)
            throws IOException {
        var headers = cookie() + "Sec-Fetch-Site: " + site + "\r\nSec-Fetch-Mode: " + mode + "\r\nSec-Fetch-Dest: "
                + dest + "\r\nContent-Length: 0\r\n";
        assertThat(exchange(method + " /", HOST, headers)).startsWith("HTTP/1.1 " + status);
        assertThat(app.heads()).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void whatOnlyAProxyMaySayIsSaidByThisOne() throws IOException {
        exchange(
                "GET /",
                HOST,
                cookie()
                        + "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Port: 1\r\nx-real-ip: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\n");
        assertThat(app.heads())
                .singleElement()
                .asString()
                .doesNotContain("1.2.3.4", "Forwarded-Port")
                .doesNotContainPattern("(?m)^Forwarded")
                .contains("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: " + HOST);
    }

    // ── what comes back

    @Test
    void theAnswersDateIsTheApps() throws IOException {
        app.answers((_, _) -> RawApp.answer("Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n", "dated"));
        assertThat(dates(get("/"))).containsExactly("Thu, 01 Jan 2026 00:00:00 GMT");
        app.answers((_, _) -> RawApp.ok("undated"));
        assertThat(dates(get("/"))).hasSize(1);
    }

    private static List<String> dates(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith("Date: "))
                .map(line -> line.substring("Date: ".length()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "''!true",
                "Content-Security-Policy: default-src 'self'!true",
                "Content-Security-Policy: default-src 'self'; Frame-Ancestors https://wiki.example!false",
                "Content-Security-Policy-Report-Only: frame-ancestors 'none'!true",
                "X-Frame-Options: SAMEORIGIN!false",
            })
    void noOtherOriginFramesAnAppThatDoesNotSaySo(String header, boolean added) throws IOException {
        app.answers((_, _) -> RawApp.answer(header.isEmpty() ? "" : header + "\r\n", "page"));
        var answer = get("/");
        assertThat(answer.contains("Content-Security-Policy: frame-ancestors 'self'\r\n"))
                .isEqualTo(added);
        assertThat(answer).contains(header);
    }

    @Test
    void aConnectionThatTheAppClosedMeanwhileIsNoFailure() throws IOException {
        // keeps the first connection, and closes it when it is used again
        app.answers((_, before) -> before == 0 ? RawApp.ok("fine") : "!");
        assertThat(get("/1")).endsWith("fine");
        assertThat(get("/2")).startsWith("HTTP/1.1 200").endsWith("fine");
        assertThat(app.heads()).hasSize(3);
    }

    @Test
    void whatChangesSomethingIsNeverSentTwice() throws IOException {
        app.answers((_, before) -> before == 0 ? RawApp.ok("fine") : "!");
        get("/1");
        assertThat(exchange("POST /2", HOST, cookie() + "Content-Length: 0\r\n"))
                .startsWith("HTTP/1.1 502");
        assertThat(app.heads()).hasSize(2);
    }

    @Test
    void anAppThatAlwaysHangsUpIsAskedTwice() throws IOException {
        app.answers((_, _) -> "!");
        assertThat(get("/")).startsWith("HTTP/1.1 502");
        assertThat(app.heads()).hasSize(2);
    }

    @Test
    void badChunksAreTheBrowsersFault() throws IOException {
        app.answers((_, _) -> RawApp.SILENCE);
        try (var browser = send("POST /", "Transfer-Encoding: chunked\r\n", "nonsense\r\n")) {
            assertThat(readUntil(browser, "\r\n")).startsWith("HTTP/1.1 400");
        }
    }

    private void awaitTheEndOfItsConnection() {
        await().until(() -> {
            scheduler.aSecondPasses();
            return app.open() == 0;
        });
    }

    private String cookie() {
        return "Cookie: postern-app=" + key + "\r\n";
    }

    private String get(String target) throws IOException {
        return exchange("GET " + target, HOST, cookie());
    }

    private static String request(String line, String host, String headers) {
        return line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n";
    }

    private Socket send(String line, String headers) throws IOException {
        return send(line, headers, "");
    }

    private Socket send(String line, String headers, String body) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write((request(line, HOST, cookie() + headers) + body).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String exchange(String line, String host, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(request(line, host, headers + HttpHeader.CONNECTION + ": close\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var read = new StringBuilder();
        for (var c = socket.getInputStream().read();
                c >= 0;
                c = socket.getInputStream().read()) {
            read.append((char) c);
            if (read.toString().endsWith(end)) break;
        }
        return read.toString();
    }
}
