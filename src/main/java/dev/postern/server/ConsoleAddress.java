package dev.postern.server;

import dev.postern.identity.passkeys.ConsoleOrigin;
import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where people find the console: by a name where there is one, since passkeys do not work with addresses. */
@Component
final class ConsoleAddress implements ConsoleOrigin {
    private final ServerProperties server;
    private volatile int port;

    ConsoleAddress(ServerProperties server) {
        this.server = server;
    }

    @EventListener
    void opened(WebServerInitializedEvent event) {
        if (!WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")) {
            port = event.getWebServer().getPort();
        }
    }

    /** Known once the console listens. */
    @Override
    public URI url() {
        boolean tls = server.getSsl() != null && server.getSsl().isEnabled();
        return URI.create((tls ? "https://" : "http://") + host(server.getAddress()) + ":" + port);
    }

    URI signInLink(String token) {
        return URI.create(url() + "/login/link?token=" + token);
    }

    /** Whether nobody but this machine's own users can reach the console. */
    boolean loopbackOnly() {
        return server.getAddress() != null && server.getAddress().isLoopbackAddress();
    }

    private static String host(@Nullable InetAddress address) {
        if (address == null || address.isAnyLocalAddress()) {
            return ApiCertificate.thisMachine().orElse("localhost");
        }
        if (address.isLoopbackAddress()) {
            return "localhost";
        }
        return ApiServer.literal(address);
    }
}
