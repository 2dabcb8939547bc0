package dev.postern.commands;

/** Where a command stands on one node. */
public enum InvocationStatus {
    /** Waits for its turn. */
    PENDING,
    /** Its turn came, and the node is not there. */
    DELAYED,
    /** Sent to the node. */
    IN_PROGRESS,
    CANCELLING,
    SUCCESS,
    FAILED,
    EXECUTION_TIMED_OUT,
    DELIVERY_TIMED_OUT,
    CANCELLED,
    /** Never sent, since the command failed on too many other nodes. */
    TERMINATED,
    /** The node was gone for good. */
    UNDELIVERABLE,
    /** The document is for other platforms. */
    INVALID_PLATFORM;

    public boolean over() {
        return switch (this) {
            case PENDING, DELAYED, IN_PROGRESS, CANCELLING -> false;
            case SUCCESS,
                    FAILED,
                    EXECUTION_TIMED_OUT,
                    DELIVERY_TIMED_OUT,
                    CANCELLED,
                    TERMINATED,
                    UNDELIVERABLE,
                    INVALID_PLATFORM -> true;
        };
    }

    /** Counts against what a command allows as errors. */
    public boolean error() {
        return this == FAILED || this == EXECUTION_TIMED_OUT;
    }

    /** The node has not been told anything it would have to be told to stop. */
    boolean waiting() {
        return this == PENDING || this == DELAYED;
    }
}
