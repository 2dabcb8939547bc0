package dev.postern.gateway;

import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.SessionLedger;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway, its clock, and the threads that carry its reports. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    @Bean(destroyMethod = "close")
    ExecutorService gatewayReports() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("session-report-", 0).factory());
    }

    @Bean
    Gateway gateway(
            GatewaySettings settings,
            @Value("${postern.home}") Path home,
            SessionLedger ledger,
            NodeBackend backend,
            MeterRegistry meters,
            InstantSource clock,
            ExecutorService gatewayReports) {
        return new Gateway(
                settings, home.resolve("spool"), SpoolFile::open, ledger, backend, meters, clock, gatewayReports);
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(Gateway gateway) {
        return new GatewayLifecycle(gateway);
    }
}
