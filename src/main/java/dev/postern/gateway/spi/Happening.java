package dev.postern.gateway.spi;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Something that happened in a session, as this server saw it. */
public sealed interface Happening {
    /** By this server's clock, which may be set: what comes later on a tape may bear an earlier time. */
    Instant at();

    /** Bytes from the node, next in order; the reader's to keep. */
    record Output(Instant at, ByteBuffer bytes) implements Happening {}

    /** Bytes that were typed and shown; only where the session's plan wants them kept. They come when they were seen to be shown. */
    record Input(Instant at, ByteBuffer bytes) implements Happening {}

    /** So many bytes were typed that the node did not show, a password perhaps: they are nowhere kept. Only where the plan wants input kept. */
    record HiddenInput(Instant at, int bytes) implements Happening {}

    record Resized(Instant at, int columns, int rows) implements Happening {}

    /** Somebody came to look or type, or went. */
    record Person(Instant at, String who, Did did) implements Happening {}

    /** How it stands with the session. */
    record State(Instant at, Is is) implements Happening {}

    /** What a port session moved, from its beginning until then. */
    record Traffic(Instant at, long toNode, long fromNode) implements Happening {}

    /** What a person did. */
    enum Did {
        ATTACHED,
        LEFT,
        WATCHES,
        STOPPED_WATCHING,
        JOINED,
        TOOK_KEYBOARD,
        GAVE_KEYBOARD
    }

    /** How a session stands. */
    enum Is {
        NODE_AWAY,
        NODE_BACK,
        /** The disk takes no more. */
        PAUSED,
        GOES_ON
    }
}
