package dev.postern.inventory;

/** How a node stands: its control channel counts first, its last heartbeat only says how long it is gone. */
public enum NodeStatus {
    /** The control channel is open: a session can start now. */
    ONLINE,
    /** It was here and is not now. */
    CONNECTION_LOST,
    /** Registered and never connected. */
    NEVER_CONNECTED
}
