package dev.postern.terminal;

import dev.postern.identity.Approach;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** A socket belongs to the browser session it is opened under; where there is none any more, no socket is opened. */
final class SignedInOnly implements HandshakeInterceptor {
    private static final String APPROACH = Approach.class.getName();

    /** By what the socket's first request came: what is done over it comes by the same. */
    static @Nullable Approach approach(WebSocketSession socket) {
        return socket.getAttributes().get(APPROACH) instanceof Approach approach ? approach : null;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        var asking = request instanceof ServletServerHttpRequest servlet ? servlet.getServletRequest() : null;
        var session = asking == null ? null : asking.getSession(false);
        if (asking == null || session == null) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            return false;
        }
        attributes.put(OpenTerminals.ATTRIBUTE, OpenTerminals.of(session));
        attributes.put(APPROACH, Approach.of(asking));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {}
}
