package dev.postern.commands.spi;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;

/** Whoever can bring a job to a node. */
public interface JobDelivery {
    boolean isConnected(NodeId node);

    /**
     * Puts the job on its way. Whether it arrived tells the {@link JobLedger} alone; the same job may be sent again.
     *
     * @return false when the node is not connected (any more)
     */
    boolean send(NodeId node, AgentJob job);
}
