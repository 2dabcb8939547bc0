package dev.postern.testing;

import dev.postern.protocol.PayloadType;
import dev.postern.protocol.PortMode;
import dev.postern.protocol.SmuxSession;
import dev.postern.protocol.StreamFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;

/**
 * A local port whose connections all go through one port session, each as a smux stream: what {@code aws ssm start-session} with
 * AWS-StartPortForwardingSession makes. A half-closed connection stays half open here, which the stock plugin does not care for.
 *
 * <p>Version 1 of smux has no window: a local end that does not read holds up all.
 */
public final class PortForward implements SessionClient.Receiver, AutoCloseable {
    private static final int LOCAL_BACKLOG = 200;
    private static final int SMUX_HEADER = 8;

    private final ServerSocket entrance = new ServerSocket(0, LOCAL_BACKLOG, InetAddress.getLoopbackAddress());
    private final int frameBytes;
    private final ReentrantLock smuxLock = new ReentrantLock();
    /** What is sent for one stream is not mixed with what is sent for another. */
    private final ReentrantLock sending = new ReentrantLock(true);

    private final SmuxSession smux = SmuxSession.client(false, Instant.now());
    private final Map<Integer, Socket> connections = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final SessionClient session;

    private PortForward(SsmClient ssm, SSLContext tls, StartSessionRequest request, int frameBytes) throws IOException {
        this.frameBytes = frameBytes;
        this.session = SessionClient.start(ssm, tls, request, this);
        var completed = session.awaitReady();
        if (PortMode.atClient(completed.properties(), completed.agentVersion()) != PortMode.MULTIPLEXED)
            throw new IOException("not a multiplexed session: " + completed);
        Thread.ofVirtual().start(this::accept);
        var _ = session.ended().thenRun(this::hangUp);
    }

    private void hangUp() {
        try {
            entrance.close();
            for (var connection : connections.values()) connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param frameBytes how much goes into a frame */
    public static PortForward open(SsmClient ssm, SSLContext tls, StartSessionRequest request, int frameBytes)
            throws IOException {
        return new PortForward(ssm, tls, request, frameBytes);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    public SessionClient session() {
        return session;
    }

    /** How often the node said that it could not connect. */
    public int refusals() {
        return refusals.get();
    }

    private void accept() {
        try {
            while (true) {
                var connection = entrance.accept();
                connection.setTcpNoDelay(true);
                SmuxSession.Opening opening;
                smuxLock.lock();
                try {
                    opening = smux.open();
                } finally {
                    smuxLock.unlock();
                }
                connections.put(opening.stream(), connection);
                send(opening.bytes());
                Thread.ofVirtual().start(() -> read(opening.stream(), connection));
            }
        } catch (IOException _) {
            // closed, or the session is over
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(int stream, Socket from) {
        var buffer = new byte[frameBytes - SMUX_HEADER];
        try {
            try {
                var in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    ByteBuffer frames;
                    smuxLock.lock();
                    try {
                        frames = smux.send(stream, ByteBuffer.wrap(buffer, 0, length));
                    } finally {
                        smuxLock.unlock();
                    }
                    send(frames);
                }
            } finally {
                ByteBuffer fin;
                smuxLock.lock();
                try {
                    fin = smux.close(stream);
                } finally {
                    smuxLock.unlock();
                }
                send(fin);
            }
        } catch (IOException _) {
            // closed by the other end, or the session is over
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ByteBuffer bytes) throws IOException, InterruptedException {
        sending.lockInterruptibly();
        try {
            while (bytes.hasRemaining()) {
                int length = Math.min(frameBytes, bytes.remaining());
                session.send(PayloadType.OUTPUT, bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void received(int payloadType, byte[] payload) {
        if (payloadType == PayloadType.FLAG) {
            if (StreamFlag.parse(ByteBuffer.wrap(payload)) == StreamFlag.CONNECT_TO_PORT_ERROR)
                refusals.incrementAndGet();
            return;
        }
        if (payloadType != PayloadType.OUTPUT) return;
        List<SmuxSession.Event> events;
        smuxLock.lock();
        try {
            events = smux.receive(ByteBuffer.wrap(payload), Instant.now());
        } finally {
            smuxLock.unlock();
        }
        for (var event : events) {
            var connection = connections.get(event.stream());
            if (connection == null) continue;
            try {
                switch (event) {
                    case SmuxSession.Event.Data data -> {
                        var view = data.bytes();
                        connection
                                .getOutputStream()
                                .write(view.array(), view.arrayOffset() + view.position(), view.remaining());
                    }
                    case SmuxSession.Event.Closed _ -> connection.shutdownOutput();
                    case SmuxSession.Event.Opened _, SmuxSession.Event.Refused _ ->
                        throw new AssertionError("a server opens no stream");
                }
            } catch (IOException _) {
                // the local end has left
            }
        }
    }

    /** As Ctrl-C at the plugin. */
    public void terminate() throws IOException, InterruptedException {
        session.send(PayloadType.FLAG, StreamFlag.TERMINATE_SESSION.toPayload());
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
