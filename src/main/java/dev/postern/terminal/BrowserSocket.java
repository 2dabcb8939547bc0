package dev.postern.terminal;

import dev.postern.gateway.AttachRequest;
import dev.postern.gateway.Attachment;
import dev.postern.gateway.NodeLeg;
import dev.postern.gateway.Terminals;
import dev.postern.gateway.Viewer;
import dev.postern.identity.Caller;
import dev.postern.session.Purpose;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/**
 * One browser at one terminal. Jetty brings its messages from one thread at a time; the gateway brings the session's from the viewer's own thread,
 * and waits there while the browser's socket is full.
 */
final class BrowserSocket implements Viewer {
    private static final Logger log = LoggerFactory.getLogger(BrowserSocket.class);

    static final CloseStatus MALFORMED = new CloseStatus(4400, "bad message");
    static final CloseStatus NO_TICKET = new CloseStatus(4401, "the ticket is missing, used, expired or not for this");
    static final CloseStatus NO_SESSION = new CloseStatus(4404, "no such session");
    /** It goes on elsewhere, or comes back: the page dials again. */
    static final CloseStatus TRY_AGAIN = new CloseStatus(1013, "try again");

    private static final int LONGEST_REASON = 120;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebSocketSession socket;
    /** The same, to be written to without waiting. */
    private final Session browser;

    private final SessionId id;
    private final Caller caller;
    private final Locale locale;
    private final Tickets tickets;
    private final Terminals terminals;
    private final Sessions sessions;
    private final EndWords words;
    private final InstantSource clock;
    private final Instant begun;

    private volatile @Nullable Attachment attachment;
    private volatile long heardMillis;
    /** Typed bytes of this tab that have come so far; Jetty's thread only. */
    private long typed;

    BrowserSocket(
            WebSocketSession socket,
            SessionId id,
            Caller caller,
            Locale locale,
            Tickets tickets,
            Terminals terminals,
            Sessions sessions,
            EndWords words,
            InstantSource clock) {
        this.socket = socket;
        this.browser = Objects.requireNonNull(((NativeWebSocketSession) socket).getNativeSession(Session.class));
        this.id = id;
        this.caller = caller;
        this.locale = locale;
        this.tickets = tickets;
        this.terminals = terminals;
        this.sessions = sessions;
        this.words = words;
        this.clock = clock;
        this.begun = clock.instant();
        this.heardMillis = begun.toEpochMilli();
    }

    // ── from the browser

    void text(String text) {
        heard();
        try {
            var message = Control.parse(text);
            if (message == null) return;
            var held = attachment;
            switch (message) {
                case Control.Open open -> open(open);
                case Control.Size(var cols, var rows) -> opened(held).size(cols, rows);
                case Control.Parsed(var offset) -> opened(held).parsed(offset);
                case Control.Ping(var t) -> send("{\"type\":\"pong\",\"t\":" + t + "}");
                case Control.End() -> {
                    opened(held);
                    sessions.terminate(caller, id);
                }
            }
        } catch (Control.Malformed e) {
            close(because(MALFORMED, e.getMessage()));
        } catch (UncheckedIOException e) {
            // the page left while it was being answered: an ordinary goodbye
            log.atDebug().addKeyValue("session", id).setCause(e).log("browser left");
        }
    }

    private void open(Control.Open open) {
        if (attachment != null) throw new Control.Malformed("opened twice");
        if (!tickets.redeem(open.ticket(), caller.name(), id)) {
            log.atWarn()
                    .addKeyValue("session", id)
                    .addKeyValue("principal", caller.arn())
                    .log("terminal ticket refused");
            close(NO_TICKET);
            return;
        }
        AttachRequest request;
        try {
            request = new AttachRequest(caller.arn(), open.client(), open.resume(), open.cols(), open.rows());
        } catch (IllegalArgumentException e) {
            throw new Control.Malformed(String.valueOf(e.getMessage()));
        }
        var attached = terminals.attach(id, this, request);
        if (attached.isEmpty()) {
            // live, but not (yet) here: the server is starting, or the session is about to end
            close(sessions.find(id).isEmpty() ? NO_SESSION : TRY_AGAIN);
            return;
        }
        attachment = attached.get();
        typed = attached.get().received();
    }

    private static Attachment opened(@Nullable Attachment held) {
        if (held == null) throw new Control.Malformed("the first message must be open");
        return held;
    }

    void typed(ByteBuffer bytes) {
        heard();
        var held = attachment;
        if (held == null) {
            close(because(MALFORMED, "bytes before open"));
            return;
        }
        var length = bytes.remaining();
        try {
            held.typed(bytes, typed);
            typed += length;
        } catch (Attachment.InputRefused e) {
            close(because(TRY_AGAIN, e.getMessage()));
        }
    }

    void heard() {
        heardMillis = clock.millis();
    }

    void closed() {
        var held = attachment;
        if (held != null) held.close();
    }

    // ── to the browser

    @Override
    public void opened(long outputOffset, long inputReceived, long shownBefore, boolean resumedExactly) {
        send("{\"type\":\"opened\",\"offset\":" + outputOffset + ",\"received\":" + inputReceived + ",\"shown\":"
                + shownBefore + ",\"exact\":" + resumedExactly + "}");
    }

    @Override
    public void output(ByteBuffer bytes) {
        try {
            socket.sendMessage(new BinaryMessage(bytes, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void outputAtOnce(ByteBuffer bytes) {
        // Jetty's own session: Spring's would wait until it is written. What goes wrong here the socket's end tells
        browser.sendBinary(bytes, Callback.NOOP);
    }

    @Override
    public void accepted(long inputOffset) {
        send("{\"type\":\"accepted\",\"offset\":" + inputOffset + "}");
    }

    @Override
    public void leg(NodeLeg node) {
        send(
                switch (node) {
                    case NodeLeg.Waits(var before) -> "{\"type\":\"waiting\",\"before\":" + before + "}";
                    case NodeLeg.Starts() -> "{\"type\":\"starting\"}";
                    case NodeLeg.There() -> "{\"type\":\"legs\",\"node\":true}";
                    case NodeLeg.Away() -> "{\"type\":\"legs\",\"node\":false}";
                });
    }

    @Override
    public void ended(SessionState.Ended state) {
        var purpose = sessions.find(id).map(found -> found.purpose()).orElseGet(Purpose.Shell::new);
        var end = words.of(state.cause(), purpose, locale);
        var message = JSON.createObjectNode().put("type", "ended").put("cause", end.cause());
        if (end.status() != null) message.put("status", end.status());
        send(message.put("text", end.text()).toString());
        close(CloseStatus.NORMAL);
    }

    @Override
    public void replaced() {
        send("{\"type\":\"replaced\"}");
        close(CloseStatus.NORMAL);
    }

    private void send(String text) {
        try {
            socket.sendMessage(new TextMessage(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ── time

    boolean isOf(String arn) {
        return caller.arn().equals(arn);
    }

    boolean isOpened() {
        return attachment != null;
    }

    Instant begun() {
        return begun;
    }

    long heardMillis() {
        return heardMillis;
    }

    void ping() {
        try {
            if (socket.isOpen()) socket.sendMessage(new PingMessage());
        } catch (IOException | RuntimeException e) {
            log.atDebug().addKeyValue("session", id).setCause(e).log("browser not pinged");
        }
    }

    void close(CloseStatus status) {
        try {
            socket.close(status);
        } catch (IOException | RuntimeException e) {
            log.atDebug().addKeyValue("session", id).setCause(e).log("browser socket not closed");
        }
    }

    private static CloseStatus because(CloseStatus status, @Nullable String why) {
        var reason = String.valueOf(why);
        return status.withReason(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON));
    }
}
