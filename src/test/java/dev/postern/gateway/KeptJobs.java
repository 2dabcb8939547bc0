package dev.postern.gateway;

import dev.postern.commands.spi.JobLedger;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was reported, or fails to. */
final class KeptJobs implements JobLedger {
    volatile boolean fails;
    private final List<String> said = new CopyOnWriteArrayList<>();

    List<String> said() {
        return said;
    }

    @Override
    public void acknowledged(NodeId node, AgentJobAck ack) {
        said.add("acknowledged " + ack.jobId() + " by " + node);
    }

    @Override
    public void replied(NodeId node, AgentJobReply reply) {
        if (fails) {
            said.add("failed");
            throw new IllegalStateException("the database is away");
        }
        said.add("replied " + reply.jobId() + " by " + node);
    }

    @Override
    public List<AgentJob> due(NodeId node) {
        return List.of();
    }
}
