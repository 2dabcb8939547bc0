package dev.postern.gateway.embedded;

import dev.postern.gateway.FrameLink;
import dev.postern.gateway.Inlet;
import dev.postern.protocol.Frame;
import dev.postern.protocol.ProtocolViolation;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One WebSocket of an agent or a command-line client: a text that opens it, then binary frames. Whatever breaks the rules closes this socket with
 * a reason, here and in the log, and no other. Jetty calls it from one thread at a time, by method handles: hence public.
 */
public final class ChannelSocket implements Session.Listener.AutoDemanding {
    private static final Logger log = LoggerFactory.getLogger(ChannelSocket.class);

    private final String channel;
    private final int mostBytes;
    private final Openings openings;
    private final Role role;
    private @Nullable Session session;
    private @Nullable JettyLink link;
    private @Nullable Inlet inlet;
    private boolean refused;

    /** What the first message opens. */
    @FunctionalInterface
    interface Role {
        /**
         * @throws ProtocolViolation if it is not what opens such a channel
         * @return null when it does not open it: wrong token, session over, not this node's
         */
        @Nullable Inlet open(String text, JettyLink link);
    }

    /** @param channel what the log calls it */
    ChannelSocket(String channel, int mostBytes, Openings openings, Role role) {
        this.role = role;
        this.channel = channel;
        this.mostBytes = mostBytes;
        this.openings = openings;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        this.session = session;
        this.link = new JettyLink(session);
        openings.begun(this);
    }

    @Override
    public void onWebSocketText(String message) {
        if (link == null || refused) return;
        if (inlet != null) {
            refuse(FrameLink.POLICY, "text after the first message: binary frames only");
            return;
        }
        try {
            inlet = role.open(message, link);
            if (inlet == null) refuse(FrameLink.POLICY, "the token does not open this channel");
            else openings.done(this);
        } catch (ProtocolViolation e) {
            refuse(FrameLink.POLICY, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.atError().addKeyValue("channel", channel).setCause(e).log("channel not opened");
            refuse(FrameLink.INTERNAL, "the server failed");
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        try {
            if (!refused) take(payload);
            callback.succeed();
        } catch (ProtocolViolation e) {
            refuse(FrameLink.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
            callback.succeed();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("channel", channel).setCause(e).log("frame not dealt with");
            refuse(FrameLink.INTERNAL, "the server failed");
            callback.succeed();
        }
    }

    private void take(ByteBuffer payload) {
        if (inlet == null) {
            refuse(FrameLink.POLICY, "a frame before the first text message");
            return;
        }
        // Jetty's buffer goes back to its pool: the frame needs bytes of its own
        var bytes = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        inlet.received(Frame.decode(bytes, mostBytes));
    }

    /** A socket that listens to pings has to answer them itself. */
    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        heard();
        if (session != null) session.sendPong(payload, Callback.NOOP);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heard();
    }

    private void heard() {
        if (inlet != null) inlet.heard();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // Jetty closes the socket by itself, with 1009 for a message that is too large. Stock ends leave without a
        // close frame each time: that is no news
        var level = cause instanceof ClosedChannelException || cause instanceof EOFException ? Level.DEBUG : Level.INFO;
        log.atLevel(level)
                .addKeyValue("channel", channel)
                .addKeyValue("why", cause.getMessage() == null ? cause.toString() : cause.getMessage())
                .log("channel broke");
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        callback.succeed();
        openings.done(this);
        if (link != null) link.breakOff();
        if (inlet != null) inlet.closed();
        log.atDebug()
                .addKeyValue("channel", channel)
                .addKeyValue("code", statusCode)
                .log("channel closed");
    }

    /** The first message did not come in time. */
    void overdue(Instant now) {
        refuse(FrameLink.POLICY, "no first message in time");
    }

    private void refuse(int code, String why) {
        if (refused || link == null) return;
        refused = true;
        log.atWarn()
                .addKeyValue("channel", channel)
                .addKeyValue("peer", session == null ? "" : String.valueOf(session.getRemoteSocketAddress()))
                .addKeyValue("why", why)
                .log("channel refused");
        link.close(code, why);
    }
}
