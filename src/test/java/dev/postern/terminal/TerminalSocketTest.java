package dev.postern.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.access.Outcome;
import dev.postern.gateway.AttachRequest;
import dev.postern.gateway.Attachment;
import dev.postern.gateway.NodeLeg;
import dev.postern.gateway.Terminals;
import dev.postern.gateway.Viewer;
import dev.postern.identity.Caller;
import dev.postern.identity.Callers;
import dev.postern.identity.SignedOut;
import dev.postern.inventory.NodeId;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionSearch;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** The browser socket on a real server, with a session played by hand. Whoever sends the header X-User counts as signed in. */
class TerminalSocketTest {
    private static final SessionId SESSION = new SessionId("alice-0123456789abcdef0");
    private static final String USER = "X-User";

    private static ServletWebServerApplicationContext server;
    private static URI console;
    private static OneSession session;

    @BeforeAll
    static void start() {
        var application = new SpringApplication(OneTerminal.class);
        // the product's own open its home
        application.setInitializers(List.of());
        server = (ServletWebServerApplicationContext) application.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.config.name=none",
                "--spring.main.web-application-type=servlet");
        console = URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(server.getWebServer()).getPort());
        session = server.getBean(OneSession.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        session.viewer = null;
        session.typed.reset();
        session.calls.clear();
        session.terminated.clear();
    }

    @Test
    void carriesBytesBothWays() throws Exception {
        var page = dial("alice").say(open(ticket("alice")));
        await().until(() ->
                page.texts.contains("{\"type\":\"opened\",\"offset\":7,\"received\":3,\"shown\":5,\"exact\":true}"));
        page.send("ls\r").send("pwd\r");
        await().until(() -> session.typed().equals("3:ls\r6:pwd\r"));

        session.viewer().output(ByteBuffer.wrap("out".getBytes(StandardCharsets.UTF_8)));
        await().until(() -> page.bytes().equals("out"));
        session.viewer().accepted(9);
        session.viewer().leg(new NodeLeg.Away());
        await().until(() -> page.texts.containsAll(
                List.of("{\"type\":\"accepted\",\"offset\":9}", "{\"type\":\"legs\",\"node\":false}")));
        page.say("{\"type\":\"size\",\"cols\":120,\"rows\":40}").say("{\"type\":\"parsed\",\"offset\":10}");
        await().until(() -> session.calls.containsAll(List.of("size 120x40", "parsed 10")));
        page.say("{\"type\":\"ping\",\"t\":42}");
        await().until(() -> page.texts.contains("{\"type\":\"pong\",\"t\":42}"));
    }

    @Test
    void tellsWhoIsBeforeItAndWhenItIsItsTurn() throws Exception {
        var page = opened();
        session.viewer().leg(new NodeLeg.Waits(3));
        session.viewer().leg(new NodeLeg.Starts());
        session.viewer().leg(new NodeLeg.There());
        await().untilAsserted(() -> assertThat(page.texts)
                .endsWith(
                        "{\"type\":\"waiting\",\"before\":3}",
                        "{\"type\":\"starting\"}",
                        "{\"type\":\"legs\",\"node\":true}"));
    }

    @Test
    void tellsTheEndWithItsStatusAndASentence() throws Exception {
        var page = opened();
        session.viewer().ended(new SessionState.Ended(Instant.EPOCH, new EndCause.Exited(3)));
        await().until(() -> page.closeCode == 1000);
        assertThat(page.texts.getLast())
                .startsWith("{\"type\":\"ended\",\"cause\":\"exited\",\"status\":3,\"text\":\"");
    }

    /** A stock agent says that it is over and nothing more: that is no status of 0. */
    @Test
    void tellsNoStatusWhereTheNodeToldNone() throws Exception {
        var page = opened();
        session.viewer().ended(new SessionState.Ended(Instant.EPOCH, new EndCause.Finished()));
        await().until(() -> page.closeCode == 1000);
        assertThat(page.texts.getLast()).startsWith("{\"type\":\"ended\",\"cause\":\"exited\",\"text\":\"");
    }

    @Test
    void tellsAnOlderPageThatItIsReplaced() throws Exception {
        var page = opened();
        session.viewer().replaced();
        await().until(() -> page.closeCode == 1000);
        assertThat(page.texts.getLast()).isEqualTo("{\"type\":\"replaced\"}");
    }

    @Test
    void endsTheSessionWhenThePageAsks() throws Exception {
        opened().say("{\"type\":\"end\"}");
        await().until(() -> session.terminated.equals(List.of(SESSION)));
        assertThat(session.terminator).extracting(Caller::approach).satisfies(approach -> {
            assertThat(approach.userAgent()).startsWith("Java-http-client/");
            assertThat(approach.secure()).isFalse();
        });
    }

    @Test
    void letsGoWhenThePageIsGone() throws Exception {
        opened().hangUp();
        await().until(() -> session.calls.contains("closed"));
    }

    @Test
    void endsWithTheBrowsersSignIn() throws Exception {
        var page = opened();
        var another = session.browser();
        var elsewhere = opened();
        session.browser().invalidate();
        assertThat(elsewhere.closed()).isEqualTo(4401);
        page.say("{\"type\":\"ping\",\"t\":7}");
        await().until(() -> page.texts.contains("{\"type\":\"pong\",\"t\":7}"));
        another.invalidate();
        assertThat(page.closed()).isEqualTo(4401);
    }

    /** Of a browser that is signed out they close anyway; one that is still signed in goes on with another ticket. */
    @Test
    void closesAllPagesOfWhoLeftWhereASignOutIsToLeaveTheGracePeriod() throws Exception {
        var page = opened();
        var elsewhere = opened();
        server.publishEvent(new SignedOut("arn:bob", SignedOut.Terminals.GRACE));
        assertThat(stillThere(page)).isTrue();

        server.publishEvent(new SignedOut("arn:alice", SignedOut.Terminals.GRACE));
        assertThat(page.closed()).isEqualTo(4401);
        assertThat(elsewhere.closed()).isEqualTo(4401);
        await().until(() -> session.calls.stream().filter("closed"::equals).count() >= 2);
        assertThat(session.terminated).isEmpty();
        assertThat(stillThere(opened())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = SignedOut.Terminals.class, names = "GRACE", mode = EnumSource.Mode.EXCLUDE)
    void closesNoPageItselfAtAnyOtherSignOut(SignedOut.Terminals terminals) throws Exception {
        var page = opened();
        server.publishEvent(new SignedOut("arn:alice", terminals));
        assertThat(stillThere(page)).isTrue();
        session.browser().invalidate();
        assertThat(page.closed()).isEqualTo(4401);
        assertThat(session.terminated).isEmpty();
    }

    private static boolean stillThere(Page page) {
        page.texts.clear();
        page.say("{\"type\":\"ping\",\"t\":8}");
        await().until(() -> page.closeCode != 0 || page.texts.contains("{\"type\":\"pong\",\"t\":8}"));
        return page.closeCode == 0;
    }

    @Test
    void refusesAMissingUsedOrForeignTicket() throws Exception {
        assertThat(dial("alice").say(open("none")).closed()).isEqualTo(4401);
        var ticket = ticket("alice");
        var first = dial("alice").say(open(ticket));
        await().until(() -> !first.texts.isEmpty());
        assertThat(dial("alice").say(open(ticket)).closed()).isEqualTo(4401);
        assertThat(dial("bob").say(open(ticket("alice"))).closed()).isEqualTo(4401);
    }

    @Test
    void refusesWhatIsNoMessage() throws Exception {
        assertThat(dial("alice").say("hello").closed()).isEqualTo(4400);
        assertThat(dial("alice").say("{\"type\":\"parsed\",\"offset\":0}").closed())
                .isEqualTo(4400);
        assertThat(dial("alice").say("{\"type\":\"open\",\"ticket\":\"x\"}").closed())
                .isEqualTo(4400);
        assertThat(dial("alice").send("bytes").closed()).isEqualTo(4400);
        assertThat(opened().say("{\"type\":\"size\",\"cols\":0,\"rows\":5}").closed())
                .isEqualTo(4400);
    }

    @Test
    void givesTicketsToTheOwnerAndNobodyElse() throws Exception {
        assertThat(post("/terminal/" + SESSION + "/ticket", "alice").statusCode())
                .isEqualTo(200);
        assertThat(post("/terminal/" + SESSION + "/ticket", "bob").statusCode()).isEqualTo(404);
        assertThat(post("/terminal/" + SESSION + "/ticket", null).statusCode()).isEqualTo(404);
        assertThat(post("/terminal/alice-1/ticket", "alice").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAForeignOriginAndNone() {
        assertThatThrownBy(() -> dial("alice", "http://evil.example")).hasStackTraceContaining("403");
        assertThatThrownBy(() -> dial("alice", null)).hasStackTraceContaining("403");
    }

    private static Page opened() throws Exception {
        var page = dial("alice").say(open(ticket("alice")));
        await().until(() -> !page.texts.isEmpty());
        return page;
    }

    private static String open(String ticket) {
        return "{\"type\":\"open\",\"ticket\":\"" + ticket
                + "\",\"client\":\"tab\",\"resume\":7,\"cols\":80,\"rows\":24}";
    }

    private static String ticket(String user) throws Exception {
        var body = post("/terminal/" + SESSION + "/ticket", user).body();
        return body.substring(body.indexOf(":\"") + 2, body.lastIndexOf('"'));
    }

    private static HttpResponse<String> post(String path, @Nullable String user) throws Exception {
        var request = HttpRequest.newBuilder(console.resolve(path)).POST(HttpRequest.BodyPublishers.noBody());
        if (user != null) request.header(USER, user);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Page dial(String user) {
        return dial(user, console.toString());
    }

    private static Page dial(String user, @Nullable String origin) {
        var page = new Page();
        var builder = HttpClient.newHttpClient().newWebSocketBuilder().header(USER, user);
        if (origin != null) builder.header("Origin", origin);
        page.socket = builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + console.getPort() + "/terminal/" + SESSION + "/socket"), page)
                .join();
        return page;
    }

    private static final class Page implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final StringBuilder partial = new StringBuilder();
        volatile int closeCode;

        @Nullable WebSocket socket;

        Page say(String text) {
            if (socket != null) socket.sendText(text, true).join();
            return this;
        }

        Page send(String keys) {
            if (socket != null)
                socket.sendBinary(ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)), true)
                        .join();
            return this;
        }

        void hangUp() {
            if (socket != null) socket.abort();
        }

        int closed() {
            await().until(() -> closeCode != 0);
            return closeCode;
        }

        synchronized String bytes() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            var copy = new byte[data.remaining()];
            data.get(copy);
            bytes.writeBytes(copy);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode = code;
            return null;
        }
    }

    /** The session, its gateway and its owner. */
    static final class OneSession implements Sessions, Terminals {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<SessionId> terminated = new CopyOnWriteArrayList<>();
        final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        volatile @Nullable Viewer viewer;
        volatile @Nullable Caller terminator;
        volatile @Nullable HttpSession browser;

        /** Of whoever dialled last. */
        HttpSession browser() {
            return Objects.requireNonNull(browser);
        }

        Viewer viewer() {
            var looking = viewer;
            if (looking == null) throw new IllegalStateException("nobody looks");
            return looking;
        }

        String typed() {
            return typed.toString(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<Attachment> attach(SessionId id, Viewer viewer, AttachRequest request) {
            this.viewer = viewer;
            viewer.opened(request.resumeFrom(), 3, 5, true);
            return Optional.of(new Attachment() {
                @Override
                public long received() {
                    return 3;
                }

                @Override
                public void typed(ByteBuffer bytes, long offsetOfFirstByte) {
                    typed.writeBytes((offsetOfFirstByte + ":" + StandardCharsets.UTF_8.decode(bytes))
                            .getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public void size(int cols, int rows) {
                    calls.add("size " + cols + "x" + rows);
                }

                @Override
                public void parsed(long outputOffset) {
                    calls.add("parsed " + outputOffset);
                }

                @Override
                public void close() {
                    calls.add("closed");
                }
            });
        }

        @Override
        public Outcome<Started> start(Caller caller, Start start) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome<Optional<String>> resume(Caller caller, SessionId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome<SessionId> terminate(Caller caller, SessionId id) {
            terminator = caller;
            terminated.add(id);
            return new Outcome.Done<>(id);
        }

        @Override
        public Optional<Session> find(SessionId id) {
            if (!id.equals(SESSION)) return Optional.empty();
            var now = Instant.EPOCH;
            return Optional.of(new Session(
                    id,
                    "arn:alice",
                    "alice",
                    "alice",
                    new NodeId("mi-0123456789abcdef0"),
                    "builder",
                    "SSM-SessionManagerRunShell",
                    new Purpose.Shell(),
                    "",
                    Session.Client.BROWSER,
                    now,
                    Duration.ofMinutes(20),
                    null,
                    "",
                    new SessionState.Connected(now)));
        }

        @Override
        public Map<SessionId, Integer> waiting() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Session> visibleTo(Caller caller, SessionSearch search, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        MessageSourceAutoConfiguration.class
    })
    @Import({
        TerminalConfiguration.class,
        TerminalSockets.class,
        TicketController.class,
        Tickets.class,
        OwnSessions.class,
        EndWords.class
    })
    static class OneTerminal {
        @Bean
        OneSession oneSession() {
            return new OneSession();
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Callers callers() {
            return new Callers() {
                @Override
                public Optional<Caller> current() {
                    return of(SecurityContextHolder.getContext().getAuthentication(), null);
                }

                @Override
                public Optional<Caller> of(@Nullable Authentication authentication, @Nullable String address) {
                    return Optional.ofNullable(authentication)
                            .map(signedIn -> new Caller(
                                    "arn:" + signedIn.getName(), signedIn.getName(), Set.of(), null, address));
                }
            };
        }

        @Bean
        OncePerRequestFilter signIn(OneSession session) {
            return new OncePerRequestFilter() {
                @Override
                protected void doFilterInternal(
                        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                        throws IOException, ServletException {
                    var user = request.getHeader(USER);
                    var signedIn = user == null
                            ? null
                            : UsernamePasswordAuthenticationToken.authenticated(user, "", List.of());
                    SecurityContextHolder.getContext().setAuthentication(signedIn);
                    if (signedIn != null && request.getRequestURI().endsWith("/socket"))
                        session.browser = request.getSession();
                    try {
                        chain.doFilter(
                                new HttpServletRequestWrapper(request) {
                                    @Override
                                    public @Nullable Principal getUserPrincipal() {
                                        return signedIn;
                                    }
                                },
                                response);
                    } finally {
                        SecurityContextHolder.clearContext();
                    }
                }
            };
        }
    }
}
