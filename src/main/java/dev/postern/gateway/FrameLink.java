package dev.postern.gateway;

import dev.postern.protocol.Frame;
import java.time.Duration;

/** A socket that carries frames to one end. No call but the waiting ones blocks, and none throws: a link that breaks says so to its {@link Inlet}. */
public interface FrameLink {
    /** Sent in the order of the calls. A link that cannot get rid of what it was given is aborted. */
    void send(Frame frame);

    /** Bytes given to {@link #send} that have not left yet. */
    long unsent();

    /** Waits until less than this is unsent. False when that took too long or the link is gone. */
    boolean awaitUnsentBelow(long bytes, Duration most) throws InterruptedException;

    void ping();

    /** Says goodbye. */
    void close(int code, String reason);

    /** Drops the connection and what is unsent. */
    void abort();

    /** RFC 6455 §7.4 and its registry. */
    int NORMAL = 1000;

    int GOING_AWAY = 1001;
    int PROTOCOL_ERROR = 1002;
    int POLICY = 1008;
    int INTERNAL = 1011;
    int RESTART = 1012;
}
