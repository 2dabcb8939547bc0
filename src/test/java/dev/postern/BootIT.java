package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.access.Outcome;
import dev.postern.identity.Users;
import dev.postern.inventory.ApiAddress;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server on free ports and a home of its own, met from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Resources.SYSTEM_OUT)
class BootIT {
    private static final String PASSWORD = "no real password, only a long one";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient(); // follows no redirects, keeps no cookies

    @TempDir
    private static Path home;

    private Server server;

    /** One running server and what it said on stdout while it started. */
    private record Server(ConfigurableApplicationContext context, String said) implements AutoCloseable {
        static Server start(Path home) {
            var said = new ByteArrayOutputStream();
            PrintStream real = System.out;
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            try {
                var context = SpringApplication.run(
                        PosternApplication.class,
                        "--postern.home=" + home,
                        "--postern.local-node.enabled=true",
                        "--postern.bootstrap.admin-password=" + PASSWORD);
                return new Server(context, said.toString(StandardCharsets.UTF_8));
            } finally {
                System.setOut(real);
            }
        }

        URI console() {
            return URI.create(told("Console +(\\S+)"));
        }

        String told(String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(said);
            assertThat(found.find()).as("%s in %s", pattern, said).isTrue();
            return found.group(1);
        }

        URI operations() {
            return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.management.port"));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @BeforeAll
    void start() {
        server = Server.start(home);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(URI base, String path, String... headers) {
        return send(HttpRequest.newBuilder(base.resolve(path)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        try {
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new AssertionError(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** What the cookie header must say afterwards, "" when the sign-in was refused. */
    private String signIn(Server at, String password) {
        var answer = send(
                HttpRequest.newBuilder(at.console().resolve("/login"))
                        .POST(BodyPublishers.ofString("username=admin&password=" + password.replace(" ", "+"))),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).isEqualTo(302);
        String to = answer.headers().firstValue("Location").orElse("");
        return to.contains("error") ? "" : session(answer);
    }

    /** The session's cookie as the next request says it; beside it a sign-in makes the browser known. */
    private static String session(HttpResponse<?> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("POSTERN_SESSION="))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElse("");
    }

    /** Answers 401 to whoever is not signed in. */
    private int socketStatus(Server at, String cookie) {
        return get(
                        at.console(),
                        "/terminal/nobody-0123456789abcdef0/socket",
                        "Cookie",
                        cookie.isEmpty() ? "x=y" : cookie)
                .statusCode();
    }

    @Test
    void theFirstStartTellsHowToGetInAndEndsWithReady() {
        List<String> lines = server.said().lines().toList();
        assertThat(lines.getLast()).isEqualTo("Postern is ready");
        assertThat(server.told("(?m)(/login/link\\?token=[\\w-]+)$")).isNotEmpty();
        assertThat(server.told("user +(\\S+)")).isEqualTo("admin");
        assertThat(server.said())
                .as("a password that was given is not repeated")
                .doesNotContain(PASSWORD);
        assertThat(Path.of(server.told("API's CA +(\\S+)"))).exists();
    }

    @Test
    void healthAndFiguresAreOnAPortOfTheirOwnAndNothingElseIs() {
        assertThat(get(server.operations(), "/actuator/health/liveness").statusCode())
                .isEqualTo(200);
        assertThat(get(server.operations(), "/actuator/health/readiness").statusCode())
                .isEqualTo(200);
        assertThat(get(server.operations(), "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
        for (String other : List.of("/actuator", "/actuator/env", "/actuator/beans", "/actuator/heapdump", "/")) {
            assertThat(get(server.operations(), other).statusCode()).as(other).isNotEqualTo(200);
        }
        for (String here : List.of("/actuator/prometheus", "/actuator/health")) {
            assertThat(get(server.console(), here).statusCode()).as(here).isEqualTo(302);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sessions", "/trail", "/nothing-here", "/error"})
    void everyPageButTheSignInLeadsThere(String path) {
        var answer = get(server.console(), path);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x;/sessions",
                "/sessions;v=1",
                "/login;/../sessions",
                "//sessions",
                "/%2e%2e/sessions",
                "/login/%2e/x",
                "/a%2fb",
                "/a%252fb",
                "/a%5cb",
                "/a/../b",
                "/a/./b",
                "/login%00",
                "/VAADIN/..%2fsessions",
                "/x%0d%0aSet-Cookie:a=b"
            })
    void pathsThatTwoReadersCouldReadDifferentlyAreRefused(String path) throws IOException {
        String answer =
                raw(server.console(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .endsWith("400 Bad Request\n")
                .doesNotContainIgnoringCase("jetty");
    }

    private static String raw(URI at, String request) throws IOException {
        try (var socket = new Socket(at.getHost(), at.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void answersCarryTheHeadersThatKeepABrowserOutOfTrouble() {
        var headers = get(server.console(), "/").headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'none'");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie").orElse("")).contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void aSignInPassesAndAWrongPasswordDoesNot() {
        assertThat(signIn(server, "wrong")).isEmpty();
        assertThat(socketStatus(server, "")).isEqualTo(401);
        assertThat(socketStatus(server, signIn(server, PASSWORD))).isNotEqualTo(401);
    }

    @Test
    void signingInGivesTheSessionANewId() {
        String before = session(get(server.console(), "/"));
        var answer = send(
                HttpRequest.newBuilder(server.console().resolve("/login"))
                        .POST(BodyPublishers.ofString("username=admin&password=" + PASSWORD.replace(" ", "+"))),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                before);
        assertThat(session(answer)).isNotEmpty().isNotEqualTo(before);
        assertThat(socketStatus(server, before)).as("the id from before").isEqualTo(401);
    }

    @Test
    void aPostWithoutItsCsrfTokenIsRefused() {
        String cookie = signIn(server, PASSWORD);
        for (String path : List.of("/terminal/nobody-0123456789abcdef0/ticket", "/logout", "/login/ott")) {
            var answer = send(
                    HttpRequest.newBuilder(server.console().resolve(path)).POST(BodyPublishers.ofString("token=x")),
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Cookie",
                    cookie);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).as(path).isEqualTo("403 Forbidden\n");
        }
        assertThat(socketStatus(server, cookie)).as("still signed in").isNotEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uidl", "heartbeat", "push"})
    void callsThatBelongToNoPageAreRefused(String kind) {
        var answer = send(
                HttpRequest.newBuilder(server.console().resolve("/?v-r=" + kind + "&v-uiId=0"))
                        .POST(BodyPublishers.ofString("{}")),
                "Content-Type",
                "application/json");
        assertThat(answer.statusCode()).isIn(302, 401, 403);
    }

    @Test
    void nobodyCanAskForASignInLink() {
        var answer = send(
                HttpRequest.newBuilder(server.console().resolve("/ott/generate"))
                        .POST(BodyPublishers.ofString("username=admin")),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void theApiIsServedByTheCaThatWasToldAndServesNothingElse() throws Exception {
        var ca = KeyStore.getInstance(KeyStore.getDefaultType());
        ca.load(null, null);
        try (var pem = Files.newInputStream(Path.of(server.told("API's CA +(\\S+)")))) {
            ca.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(ca);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (var trusting = HttpClient.newBuilder().sslContext(tls).build()) {
            URI url = server.context().getBean(ApiAddress.class).url();
            var answer =
                    trusting.send(HttpRequest.newBuilder(url.resolve("/login")).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("UnknownOperationException");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void aSecondServerOnTheSameHomeFails() {
        assertThat(Postern.run("serve", "--postern.home=" + home)).isEqualTo(1);
    }

    @Test
    void signInAndNodeOutliveARestart() {
        String cookie = signIn(server, PASSWORD);
        Node before = connectedNode();
        server.close();
        server = Server.start(home);
        assertThat(server.said()).as("only the first start tells it").doesNotContain("/login/link");
        assertThat(socketStatus(server, cookie)).isNotEqualTo(401);
        assertThat(connectedNode().id()).isEqualTo(before.id());
        assertThat(server.context().getBean(Nodes.class).all()).hasSize(1);
    }

    @Test
    void aSessionOnTheServersOwnMachineEndsWithTheServerAndSaysWhy() {
        var users = server.context().getBean(Users.class);
        var admin = users.callerFor(users.find("admin").orElseThrow(), null);
        var start = new Sessions.Start(connectedNode().id(), null, Map.of(), "", Session.Client.BROWSER);
        var started = server.context().getBean(Sessions.class).start(admin, start);
        assertThat(started).isInstanceOf(Outcome.Done.class);
        var id = ((Outcome.Done<Sessions.Started>) started).value().session().id();
        await().atMost(PATIENCE).until(() -> !isEmpty(home.resolve("local-node/sessions")));

        server.close();
        server = Server.start(home);
        var state =
                server.context().getBean(Sessions.class).find(id).orElseThrow().state();
        assertThat(state).isInstanceOf(SessionState.Ended.class);
        assertThat(((SessionState.Ended) state).cause()).isEqualTo(new EndCause.NodeStopped());
        assertThat(home.resolve("local-node/sessions")).isEmptyDirectory();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private Node connectedNode() {
        return await().atMost(PATIENCE)
                .until(
                        () -> server.context().getBean(Nodes.class).all().stream()
                                .filter(node -> node.status() == NodeStatus.ONLINE)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
