package dev.postern.gateway;

import dev.postern.gateway.spi.SessionTapes;
import dev.postern.keys.KmsCipher;
import dev.postern.keys.KmsKeys;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.SessionLedger;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway and its clock. Not an Executor bean: that would take the place of Spring's own. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    @Bean
    Gateway gateway(
            GatewaySettings settings,
            @Value("${postern.home}") Path home,
            KmsKeys keys,
            KmsCipher cipher,
            SessionLedger ledger,
            NodeBackend backend,
            MeterRegistry meters,
            InstantSource clock) {
        var name = Thread.ofVirtual().name("session-report-", 0);
        return new Gateway(
                settings,
                home.resolve("spool"),
                SpoolFile::open,
                new DataKeys(keys, cipher),
                ledger,
                backend,
                meters,
                clock,
                report -> name.start(report));
    }

    @Bean
    SessionTapes sessionTapes(Gateway gateway) {
        return gateway.tapes();
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(Gateway gateway) {
        return new GatewayLifecycle(gateway);
    }
}
