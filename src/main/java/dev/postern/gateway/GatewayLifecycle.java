package dev.postern.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Lets the gateway's clock tick while the server runs, and drains it when the server stops. */
final class GatewayLifecycle implements SmartLifecycle {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FORCE = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final Gateway gateway;
    private final List<Heartbeat> heartbeats = new ArrayList<>();

    GatewayLifecycle(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) return;
        heartbeats.add(Heartbeat.start("gateway-clock", TICK, gateway::tick));
        // threads of their own: a slow disk must not delay what is sent again
        heartbeats.add(Heartbeat.start("gateway-disk", FORCE, gateway::force));
        heartbeats.add(Heartbeat.start("gateway-sweep", SWEEP, gateway::sweep));
    }

    @Override
    public synchronized void stop() {
        if (!isRunning()) return;
        heartbeats.forEach(Heartbeat::close);
        heartbeats.clear();
        gateway.drain();
    }

    @Override
    public synchronized boolean isRunning() {
        return !heartbeats.isEmpty();
    }
}
