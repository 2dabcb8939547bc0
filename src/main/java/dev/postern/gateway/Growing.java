package dev.postern.gateway;

import org.jspecify.annotations.Nullable;

/** How far the files of a session have come that is being written: more than that may stand there, but not as a whole. */
record Growing(@Nullable Spool spool, Timeline timeline) {
    long frames() {
        return spool == null ? 0 : spool.nextSequence();
    }

    long notes() {
        return timeline.end();
    }
}
