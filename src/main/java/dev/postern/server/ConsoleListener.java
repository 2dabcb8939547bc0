package dev.postern.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.OptionalInt;
import org.eclipse.jetty.server.AbstractConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.stereotype.Component;

/** What the console's listener has beyond Spring Boot's: a bound on the connections of one address. */
@Component
final class ConsoleListener implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private final ConsoleSettings settings;
    private final ServerProperties server;
    private final MeterRegistry meters;
    private final Clock clock;

    ConsoleListener(ConsoleSettings settings, ServerProperties server, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.server = server;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        mostPerAddress().ifPresent(most -> {
            var limit = new ConnectionsPerAddress("console", most, meters, clock);
            factory.addServerCustomizers(jetty -> Arrays.stream(jetty.getConnectors())
                    .forEach(connector -> ((AbstractConnector) connector).addBean(limit)));
        });
    }

    private OptionalInt mostPerAddress() {
        Integer told = settings.connectionsPerAddress();
        if (told != null) return OptionalInt.of(told);
        var strategy = server.getForwardHeadersStrategy();
        boolean believesProxy = strategy != null && strategy != ForwardHeadersStrategy.NONE;
        return believesProxy ? OptionalInt.empty() : OptionalInt.of(ConsoleSettings.CONNECTIONS_PER_ADDRESS);
    }
}
