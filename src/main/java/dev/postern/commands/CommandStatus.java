package dev.postern.commands;

/** Where a command stands as a whole. */
public enum CommandStatus {
    /** No node has been sent anything yet. */
    PENDING,
    IN_PROGRESS,
    CANCELLING,
    /** Everywhere. */
    SUCCESS,
    /** On more nodes than were allowed to. */
    FAILED,
    /** The same, and each of them because it took too long. */
    EXECUTION_TIMED_OUT,
    /** More nodes than were allowed to fail never got it. */
    DELIVERY_TIMED_OUT,
    /** Not everywhere, but with no more errors than were allowed. */
    INCOMPLETE,
    CANCELLED,
    /** There were no nodes to run it on. */
    NO_NODES;

    public boolean over() {
        return switch (this) {
            case PENDING, IN_PROGRESS, CANCELLING -> false;
            case SUCCESS, FAILED, EXECUTION_TIMED_OUT, DELIVERY_TIMED_OUT, INCOMPLETE, CANCELLED, NO_NODES -> true;
        };
    }
}
