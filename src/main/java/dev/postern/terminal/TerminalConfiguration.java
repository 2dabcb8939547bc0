package dev.postern.terminal;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** The browser socket on the console's server, behind its sign-in. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class TerminalConfiguration implements WebSocketConfigurer {
    /** A page sends what is typed in pieces of at most 64 KiB. */
    private static final int MOST_TYPED = 128 * 1024;

    private static final int MOST_TEXT = 8 * 1024;

    private final TerminalSockets sockets;

    TerminalConfiguration(TerminalSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        var upgrade = new JettyRequestUpgradeStrategy();
        upgrade.addWebSocketConfigurer(socket -> {
            socket.setMaxBinaryMessageSize(MOST_TYPED);
            socket.setMaxTextMessageSize(MOST_TEXT);
            // dead pages are found by pings, which count as traffic for Jetty's own timer
            socket.setIdleTimeout(Duration.ZERO);
        });
        registry.addHandler(sockets, SocketPath.PATTERN)
                .setHandshakeHandler(new DefaultHandshakeHandler(upgrade))
                .addInterceptors(new SameOrigin(), new SignedInOnly())
                // SameOrigin is stricter: it wants an Origin at all
                .setAllowedOriginPatterns("*");
    }
}
