package dev.postern.session.spi;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.SessionTask;
import dev.postern.session.SessionId;

/** Where sessions of a fleet's nodes are opened. */
public interface NodeBackend {
    boolean isConnected(NodeId node);

    /** With whose starts this node's have to share. */
    Fleet fleet(NodeId node);

    /** Hands the task to the node, whose end then dials the gateway by itself. False when the node is not connected (any more). */
    boolean open(NodeId node, SessionTask task);

    /** Tells the node, if it is connected, that this session is over. Idempotent. */
    void cancel(NodeId node, SessionId session, String reason);
}
