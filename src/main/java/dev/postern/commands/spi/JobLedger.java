package dev.postern.commands.spi;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.ProtocolViolation;
import java.util.List;

/** Where what nodes say of their jobs is reported. Calls may take as long as a database and the trail do, and may come in any order and twice. */
public interface JobLedger {
    void acknowledged(NodeId node, AgentJobAck ack);

    /**
     * Written when it returns: the node may forget it then.
     *
     * @throws ProtocolViolation if it cannot be read
     */
    void replied(NodeId node, AgentJobReply reply);

    /**
     * What a node that asks for its jobs is to do now; nothing for one that has a channel they are sent down. Each comes until it is acknowledged.
     */
    List<AgentJob> due(NodeId node);
}
