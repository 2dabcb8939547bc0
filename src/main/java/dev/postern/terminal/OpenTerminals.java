package dev.postern.terminal;

import dev.postern.identity.SignedInBrowsers;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketSession;

/**
 * The sockets that were opened under one browser session, which they end with: whoever signs a browser out signs out the terminals
 * in its pages. The sessions at the nodes wait for the grace period, as after any lost page. Thread-safe.
 */
final class OpenTerminals implements HttpSessionBindingListener {
    static final String ATTRIBUTE = SignedInBrowsers.LIVE + "terminals";

    private final Set<BrowserSocket> sockets = new HashSet<>();
    private boolean ended;

    /** Those of this browser session. */
    static synchronized OpenTerminals of(HttpSession session) {
        if (session.getAttribute(ATTRIBUTE) instanceof OpenTerminals known) return known;
        var open = new OpenTerminals();
        session.setAttribute(ATTRIBUTE, open);
        return open;
    }

    static @Nullable OpenTerminals of(WebSocketSession socket) {
        return socket.getAttributes().get(ATTRIBUTE) instanceof OpenTerminals open ? open : null;
    }

    /** False when the browser session has ended while the socket was opened. */
    synchronized boolean add(BrowserSocket socket) {
        if (!ended) sockets.add(socket);
        return !ended;
    }

    synchronized void remove(BrowserSocket socket) {
        sockets.remove(socket);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        for (var socket : end()) socket.close(BrowserSocket.NO_TICKET);
    }

    private synchronized Set<BrowserSocket> end() {
        ended = true;
        return Set.copyOf(sockets);
    }
}
