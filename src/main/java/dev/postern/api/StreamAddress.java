package dev.postern.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Where a client finds its stream: the public URL if one is set, else the name it called us by if that is one of ours, else
 * {@code localhost}. A Host header nobody checked never gets into an answer.
 */
@Component
final class StreamAddress {
    private final ApiSettings settings;
    private final ServerNames names;

    StreamAddress(ApiSettings settings, ObjectProvider<ServerNames> names) {
        this.settings = settings;
        this.names = names.getIfAvailable(() -> usualNames(settings));
    }

    /** Host, port and path prefix, as they go between {@code wss://} and {@code /v1/…}. */
    String of(Request request) {
        var publicUrl = settings.publicUrl();
        if (publicUrl != null) {
            var path = publicUrl.getRawPath();
            return publicUrl.getRawAuthority() + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }
        var host = request.getHeaders().get(HttpHeader.HOST);
        return host != null && isOurs(host) ? host : "localhost:" + Request.getLocalPort(request);
    }

    private boolean isOurs(String hostAndPort) {
        try {
            var host = new HostPort(hostAndPort).getHost();
            if (host == null) return false;
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return names.isOurs(bracketed ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException _) {
            return false; // no host and port at all
        }
    }

    private static ServerNames usualNames(ApiSettings settings) {
        var ours = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
        settings.hosts().forEach(host -> ours.add(host.toLowerCase(Locale.ROOT)));
        try {
            ours.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException _) {
            // a machine without a name is reached by another one
        }
        return host -> ours.contains(host.toLowerCase(Locale.ROOT));
    }
}
