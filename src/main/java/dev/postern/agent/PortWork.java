package dev.postern.agent;

import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.StreamFlag;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port session in basic mode: the stream is one TCP connection after the other. When the client's end closes, the connection is closed, and the next
 * byte opens another; when the port's end closes, a forwarding session waits in the same way, an SSH session is over.
 */
final class PortWork implements SessionWork {

    private static final Logger log = LoggerFactory.getLogger(PortWork.class);

    /** In the queue of bytes: the client disconnected here. */
    private static final ByteBuffer DISCONNECT = ByteBuffer.allocate(0);

    private final String sessionId;
    private final PortTarget target;
    private final boolean forwarding;
    private final int maxPayload;
    private final InputQueue input = new InputQueue(this::roomMade);
    private volatile @Nullable DataChannel channel;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Socket connection;
    private boolean over;

    PortWork(String sessionId, PortTarget target, boolean forwarding, int maxPayload) {
        this.sessionId = sessionId;
        this.target = target;
        this.forwarding = forwarding;
        this.maxPayload = maxPayload;
    }

    @Override
    public TaskOutcome run(DataChannel with) throws InterruptedException, TaskRefused {
        channel = with;
        try {
            var socket = connect(with);
            for (var piece = input.take(); piece != null; piece = input.take()) {
                if (piece.length == 0) {
                    disconnect();
                    continue;
                }
                if (socket.isClosed()) {
                    if (!forwarding) break;
                    socket = connect(with);
                }
                write(socket, piece);
            }
            return TaskOutcome.ended();
        } finally {
            cancel();
        }
    }

    @Override
    public boolean isReadyFor(Frame frame) {
        return input.hasRoom();
    }

    @Override
    public void received(Frame frame) {
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT -> input.add(frame.payload());
            case PayloadType.FLAG -> {
                switch (StreamFlag.parse(frame)) {
                    case DISCONNECT_TO_PORT -> input.add(DISCONNECT.duplicate());
                    case TERMINATE_SESSION -> cancel();
                    case CONNECT_TO_PORT_ERROR -> {} // ours to say, not to hear
                }
            }
            default -> {}
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
        input.finish();
        disconnect();
    }

    private void roomMade() {
        var to = channel;
        if (to != null) to.roomMade();
    }

    private Socket connect(DataChannel to) throws TaskRefused {
        try {
            var socket = target.dial();
            lock.lock();
            try {
                if (over) socket.close();
                connection = socket;
            } finally {
                lock.unlock();
            }
            Thread.ofVirtual().name("port-read-" + sessionId).start(() -> read(socket, to));
            return socket;
        } catch (IOException failed) {
            throw new TaskRefused("Unable to connect to specified port: " + failed.getMessage(), failed);
        }
    }

    private void read(Socket from, DataChannel to) {
        var buffer = new byte[maxPayload];
        try (from) {
            var in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer))
                to.send(PayloadType.OUTPUT, ByteBuffer.wrap(buffer, 0, length));
        } catch (IOException closed) {
            log.atDebug()
                    .addKeyValue("session", sessionId)
                    .addKeyValue("cause", closed.getMessage())
                    .log("port closed");
        } catch (InterruptedException | DataChannel.Gone _) {
            input.finish();
        }
        if (!forwarding) input.finish();
    }

    private void write(Socket to, byte[] piece) {
        try {
            to.getOutputStream().write(piece);
        } catch (IOException _) {
            disconnect(); // the next byte dials again, or the reader has ended the session
        }
    }

    private void disconnect() {
        Socket open;
        lock.lock();
        try {
            open = connection;
            connection = null;
        } finally {
            lock.unlock();
        }
        try {
            if (open != null) open.close();
        } catch (IOException _) {
            // closed is what it should be
        }
    }
}
