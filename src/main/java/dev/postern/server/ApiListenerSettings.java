package dev.postern.server;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the API listens, and as what it is known.
 *
 * @param port 0 takes any free one
 * @param publicUrl how agents and clients reach it, where that differs from address and port (a proxy, a name)
 * @param hosts more names or addresses for the API's own certificate
 * @param sslBundle name of a Spring SSL bundle to use instead of the own certificate
 * @param connectionsPerAddress open at once; generous, since whole sites of agents stand behind one address
 */
@ConfigurationProperties("postern.api")
record ApiListenerSettings(
        @DefaultValue("8443") int port,
        @DefaultValue("127.0.0.1") InetAddress address,
        @Nullable URI publicUrl,
        @DefaultValue List<String> hosts,
        @Nullable String sslBundle,
        @DefaultValue("2000") int connectionsPerAddress) {
    ApiListenerSettings {
        if (publicUrl != null && (publicUrl.getHost() == null || !"https".equals(publicUrl.getScheme()))) {
            throw new IllegalArgumentException(
                    "postern.api.public-url must be an https URL with a host, not: " + publicUrl);
        }
        if (connectionsPerAddress < 1) {
            throw new IllegalArgumentException(
                    "postern.api.connections-per-address must be 1 or more, not: " + connectionsPerAddress);
        }
        hosts = List.copyOf(hosts);
    }
}
