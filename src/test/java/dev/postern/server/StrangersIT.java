package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.server.VaadinSession;
import dev.postern.identity.Users;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.ClassUtils;

/** What a stranger may cost a whole server, met from outside: little, and nobody else's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersIT {
    private static final String PASSWORD = "no real password, only a long one";
    private static final int MOST_PER_ADDRESS = 5;

    private final HttpClient client = HttpClient.newHttpClient(); // follows no redirects, keeps no cookies
    private ConfigurableApplicationContext server;

    @BeforeAll
    void start(@TempDir Path home) {
        server = SpringApplication.run(
                ClassUtils.resolveClassName("dev.postern.PosternApplication", null), // not public
                "--postern.home=" + home,
                "--postern.console.visitors=50",
                "--postern.console.visitors-per-address=" + MOST_PER_ADDRESS,
                "--postern.sign-in.tries-per-minute=1000",
                "--postern.bootstrap.admin-password=" + PASSWORD);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.server.port") + path);
    }

    private HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path)).header("Accept", "text/html");
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> signIn(String password, String cookie) throws IOException, InterruptedException {
        return signIn("admin", password, cookie);
    }

    private HttpResponse<String> signIn(String user, String password, String cookie)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + user + "&password=" + password.replace(" ", "+")));
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<?> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(name + "="))
                .map(header -> header.split(";", 2)[0])
                .findFirst()
                .orElse("");
    }

    private long rows() {
        return server.getBean(JdbcClient.class)
                .sql("SELECT COUNT(*) FROM spring_session")
                .query(Long.class)
                .single();
    }

    private void forgetVisitors() {
        var visitors = server.getBean(Visitors.class);
        visitors.ids().forEach(server.getBean(SplitSessions.class)::deleteById);
        assertThat(visitors.count()).isZero();
    }

    @Test
    void aVisitorLeavesNoRowAndSigningInLeavesOne() throws IOException, InterruptedException {
        forgetVisitors();
        long before = rows();
        var redirected = get("/sessions", "");
        var session = cookie(redirected, "POSTERN_SESSION");
        assertThat(redirected.statusCode()).isEqualTo(302);
        assertThat(get("/login", session).statusCode()).isEqualTo(200);
        assertThat(rows()).isEqualTo(before);

        var signedIn = signIn(PASSWORD, session);
        assertThat(signedIn.headers().firstValue("Location").orElse(""))
                .as("where the visitor wanted to go before")
                .contains("/sessions");
        assertThat(rows()).isEqualTo(before + 1);
        assertThat(get("/sessions", cookie(signedIn, "POSTERN_SESSION")).statusCode())
                .isEqualTo(200);
        assertThat(server.getBean(Visitors.class).count()).isZero();
    }

    @Test
    void moreVisitorsThanAnAddressMayBringAreToldSoAndNobodyElseIsDisturbed() throws IOException, InterruptedException {
        forgetVisitors();
        var user = cookie(signIn(PASSWORD, ""), "POSTERN_SESSION");
        var visitor = cookie(get("/login", ""), "POSTERN_SESSION");
        for (int i = 1; i < MOST_PER_ADDRESS; i++)
            assertThat(get("/login", "").statusCode()).isEqualTo(200);

        var refused = get("/login", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(refused.body()).contains("Too many visitors from your address", "Try again in a minute");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(server.getBean(MeterRegistry.class)
                        .counter("postern.visitors.refused", "because", "address")
                        .count())
                .isPositive();
        assertThat(get("/login", visitor).statusCode()).as("who is in").isEqualTo(200);
        assertThat(get("/sessions", user).statusCode()).as("who has signed in").isEqualTo(200);
        assertThat(cookie(signIn(PASSWORD, ""), "POSTERN_SESSION"))
                .as("who signs in")
                .isNotEmpty();
        forgetVisitors();
    }

    @Test
    void aVisitorKeepsTheLastPagesOfMany() throws IOException, InterruptedException {
        forgetVisitors();
        var session = cookie(get("/login", ""), "POSTERN_SESSION");
        for (int i = 0; i < 3 * VisitorsPages.MOST; i++) {
            assertThat(get("/?v-r=init&location=login&query=", session).statusCode())
                    .isEqualTo(200);
        }
        var live = server.getBean(Visitors.class)
                .find(server.getBean(Visitors.class).ids().getFirst());
        assertThat(live).isNotNull();
        var ui = (VaadinSession) live.live().names().stream()
                .map(live.live()::get)
                .filter(VaadinSession.class::isInstance)
                .findFirst()
                .orElseThrow();
        ui.lock();
        try {
            assertThat(ui.getUIs()).hasSizeBetween(1, VisitorsPages.MOST + 1);
        } finally {
            ui.unlock();
        }
    }

    @Test
    void theSignInPageIsToldWhySoThatItDoesNotSayWrongOfARightPassword() throws IOException, InterruptedException {
        server.getBean(Users.class).create("carol", PASSWORD, Set.of());
        assertThat(signIn("carol", "wrong", "").headers().firstValue("Location").orElse(""))
                .endsWith("/login?error=wrong");
        for (int i = 0; i < 20; i++) signIn("carol", "wrong", "");
        assertThat(signIn("carol", PASSWORD, "")
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .matches(".*/login\\?error=(throttled|locked)");
    }

    @Test
    void signingInMakesTheBrowserKnownForTheSignInPageAlone() throws IOException, InterruptedException {
        server.getBean(Users.class).create("bob", PASSWORD, Set.of());
        var header = signIn("bob", PASSWORD, "").headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("POSTERN_BROWSER="))
                .findFirst()
                .orElse("");
        assertThat(header).contains("Path=/login", "HttpOnly", "SameSite=Strict", "Max-Age=15552000");

        for (int i = 0; i < 20; i++)
            assertThat(cookie(signIn("bob", "wrong", ""), "POSTERN_BROWSER")).isEmpty();
        assertThat(cookie(signIn("bob", PASSWORD, ""), "POSTERN_BROWSER"))
                .as("a stranger")
                .isEmpty();
        assertThat(cookie(signIn("bob", PASSWORD, header.split(";", 2)[0]), "POSTERN_BROWSER"))
                .as("a known browser")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2e%2e/x",
                "/a%2fb",
                "/x;/y",
                "//x",
                "/a/../b",
                "/nothing-here",
                "/actuator/nothing",
                "/actuator/../x",
                "/%",
                "/login%00",
                "/error"
            })
    void theManagementPortAnswersOddPathsInAFewPlainWords(String path) throws IOException {
        int port = Integer.parseInt(server.getEnvironment().getProperty("local.management.port", "0"));
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer)
                    .containsPattern("^HTTP/1.1 4\\d\\d ")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContainIgnoringCase("Set-Cookie");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).matches("4\\d\\d [A-Za-z ]+\n");
        }
    }
}
