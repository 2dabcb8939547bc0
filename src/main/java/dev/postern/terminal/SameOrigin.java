package dev.postern.terminal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Only pages of this very host may open a terminal: browsers send cookies with WebSockets from anywhere, and always an Origin. Compared with the
 * Host header, which the browser sets too; the scheme is left out, since a proxy in front may speak TLS where we do not.
 */
final class SameOrigin implements HandshakeInterceptor {
    private static final Logger log = LoggerFactory.getLogger(SameOrigin.class);

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        var origin = request.getHeaders().getFirst("Origin");
        var host = request.getHeaders().getFirst("Host");
        if (origin != null && host != null && matches(origin, host)) return true;
        log.atWarn()
                .addKeyValue("origin", origin)
                .addKeyValue("host", host)
                .log("terminal socket from a foreign origin refused");
        response.setStatusCode(HttpStatus.FORBIDDEN);
        return false;
    }

    static boolean matches(String origin, String host) {
        try {
            var from = new URI(origin);
            var scheme = from.getScheme();
            if (from.getRawAuthority() == null || !("http".equals(scheme) || "https".equals(scheme))) return false;
            if (from.getRawUserInfo() != null || !from.getRawPath().isEmpty()) return false;
            return authority(from.getRawAuthority(), scheme).equalsIgnoreCase(authority(host, scheme));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String authority(String text, String scheme) {
        var standard = scheme.equals("https") ? ":443" : ":80";
        return text.endsWith(standard) ? text.substring(0, text.length() - standard.length()) : text;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // nothing to clean up
    }
}
