package dev.postern.gateway;

import dev.postern.protocol.Frame;

/** Where a link brings what it receives. Calls come from one thread at a time. */
public interface Inlet {
    /** May block to hold the peer back. */
    void received(Frame frame);

    /** A ping or pong: the peer is alive. */
    void heard();

    /** The link is gone. The last call. */
    void closed();
}
