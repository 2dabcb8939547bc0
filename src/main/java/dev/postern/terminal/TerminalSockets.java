package dev.postern.terminal;

import dev.postern.gateway.Heartbeat;
import dev.postern.gateway.Terminals;
import dev.postern.identity.Callers;
import dev.postern.identity.SignedOut;
import dev.postern.session.Sessions;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** The open browser sockets: who is behind each, and that none stays without a word. */
@Component
class TerminalSockets extends AbstractWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(TerminalSockets.class);

    /** How long a page has for its first message. */
    static final Duration OPENING = Duration.ofSeconds(10);
    /** Pages ping every 5 s by themselves; proxies between are kept awake from here too. */
    static final Duration PING = Duration.ofSeconds(25);
    /** Nothing at all for so long, pongs included: the page is gone, whatever TCP says. */
    static final Duration SILENCE = Duration.ofSeconds(70);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Tickets tickets;
    private final Terminals terminals;
    private final Sessions sessions;
    private final Callers callers;
    private final EndWords words;
    private final InstantSource clock;
    private final Map<WebSocketSession, BrowserSocket> open = new ConcurrentHashMap<>();
    private final Heartbeat heartbeat;
    private long nextPingMillis;

    TerminalSockets(
            Tickets tickets,
            Terminals terminals,
            Sessions sessions,
            Callers callers,
            EndWords words,
            InstantSource clock) {
        this.tickets = tickets;
        this.terminals = terminals;
        this.sessions = sessions;
        this.callers = callers;
        this.words = words;
        this.clock = clock;
        this.heartbeat = Heartbeat.start("terminals-clock", TICK, this::tick);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws Exception {
        var id = SocketPath.session(socket.getUri());
        var caller = callers.of(
                        socket.getPrincipal() instanceof Authentication signedIn ? signedIn : null, address(socket))
                .map(found -> found.by(SignedInOnly.approach(socket)));
        if (id.isEmpty() || caller.isEmpty()) {
            socket.close(id.isEmpty() ? BrowserSocket.NO_SESSION : BrowserSocket.NO_TICKET);
            return;
        }
        var browser = new BrowserSocket(
                socket, id.get(), caller.get(), locale(socket), tickets, terminals, sessions, words, clock);
        var together = OpenTerminals.of(socket);
        if (together == null || !together.add(browser)) {
            socket.close(BrowserSocket.NO_TICKET);
            return;
        }
        open.put(socket, browser);
    }

    private static String address(WebSocketSession socket) {
        var remote = socket.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? ""
                : remote.getAddress().getHostAddress();
    }

    private static Locale locale(WebSocketSession socket) {
        var wanted = socket.getHandshakeHeaders().getAcceptLanguageAsLocales();
        return wanted.isEmpty() ? Locale.ENGLISH : wanted.getFirst();
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        var browser = open.get(socket);
        if (browser != null) browser.text(message.getPayload());
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) {
        var browser = open.get(socket);
        if (browser != null) browser.typed(message.getPayload());
    }

    @Override
    protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
        var browser = open.get(socket);
        if (browser != null) browser.heard();
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable cause) {
        log.atDebug().setCause(cause).log("browser socket broke");
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        var browser = open.remove(socket);
        if (browser == null) return;
        browser.closed();
        var together = OpenTerminals.of(socket);
        if (together != null) together.remove(browser);
    }

    /** Whoever left by way of their identity provider. A page of theirs that is still signed in, in another browser, asks for another ticket and goes on. */
    @EventListener
    void on(SignedOut signedOut) {
        if (signedOut.terminals() != SignedOut.Terminals.GRACE) return;
        for (var browser : open.values()) {
            if (browser.isOf(signedOut.arn())) browser.close(BrowserSocket.NO_TICKET);
        }
    }

    private void tick() {
        var now = clock.instant();
        var pings = now.toEpochMilli() >= nextPingMillis;
        if (pings) nextPingMillis = now.plus(PING).toEpochMilli();
        for (var browser : open.values()) {
            if (!browser.isOpened() && !now.isBefore(browser.begun().plus(OPENING))) {
                browser.close(BrowserSocket.NO_TICKET);
            } else if (now.toEpochMilli() - browser.heardMillis() > SILENCE.toMillis()) {
                browser.close(CloseStatus.SESSION_NOT_RELIABLE);
                browser.closed();
            } else if (pings) {
                browser.ping();
            }
        }
    }

    /** The server stops: pages come back by themselves when it is there again. */
    @PreDestroy
    void sendAway() {
        heartbeat.close();
        open.values().forEach(browser -> browser.close(CloseStatus.SERVICE_RESTARTED));
    }
}
