package dev.postern.gateway.embedded;

import dev.postern.commands.spi.JobDelivery;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Brings jobs to nodes down their control channels. */
@Component
class JobChannels implements JobDelivery {
    private final ControlChannels control;
    private final InstantSource clock;

    JobChannels(ControlChannels control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
    }

    @Override
    public boolean isConnected(NodeId node) {
        return control.isConnected(node);
    }

    @Override
    public boolean send(NodeId node, AgentJob job) {
        return control.send(node, job.toFrame(UUID.randomUUID(), clock.instant()));
    }
}
