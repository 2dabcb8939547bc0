package dev.postern.inventory;

/** Published (Spring event, synchronously) when a node came, went, changed or was deregistered. Listeners read the rest. */
public record NodeChanged(NodeId id, What what) {
    public enum What {
        REGISTERED,
        CONNECTED,
        DISCONNECTED,
        UPDATED,
        DEREGISTERED
    }
}
