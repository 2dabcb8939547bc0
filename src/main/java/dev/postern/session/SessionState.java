package dev.postern.session;

import java.time.Instant;

/** Where a session stands. */
public sealed interface SessionState {
    /** As many sessions of its fleet as may are being started: it is started when it is its turn. */
    record Waiting(Instant since) implements SessionState {}

    /** The task is on its way to the node. */
    record Connecting(Instant since) implements SessionState {}

    /** Both ends have met. */
    record Connected(Instant since) implements SessionState {}

    /** One end is gone and may come back within the grace period. */
    record Disconnected(Instant since, End missing) implements SessionState {}

    record Ended(Instant at, EndCause cause) implements SessionState {}

    enum End {
        CLIENT,
        NODE
    }

    default boolean live() {
        return !(this instanceof Ended);
    }
}
