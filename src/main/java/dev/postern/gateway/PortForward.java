package dev.postern.gateway;

import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.ClientHandshake.Step;
import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.PortMode;
import dev.postern.protocol.SmuxSession;
import dev.postern.protocol.StreamFlag;
import dev.postern.session.SessionId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of a port session, in this process: what the stock plugin is on an engineer's machine, for whoever connects to the local socket.
 *
 * <p>Version 1 of smux has no window: a connection that is not read holds up the others once {@link ForwardedConnection} has its fill.
 */
final class PortForward implements Forwards.Forward, ForwardLink.Payloads {
    private static final Logger log = LoggerFactory.getLogger(PortForward.class);

    /** Both stock ends read and send 1,024 bytes at most. */
    private static final int PAYLOAD = 1_024;

    private final SessionId id;
    private final InstantSource clock;
    private final Runnable ended;
    private final ForwardLink link;
    private final ForwardSocket socket;
    private final ClientHandshake handshake = new ClientHandshake(AgentVersion.POSTERN_CLIENT, null);
    private volatile boolean reachesPort = true;

    /** What is sent: the frames of two streams must not be mixed. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Guards all below. */
    private final ReentrantLock state = new ReentrantLock();

    private final Condition changed = state.newCondition();
    private final Map<Integer, ForwardedConnection> connections = new HashMap<>();
    private @Nullable SmuxSession smux;
    private boolean over;

    PortForward(SessionId id, InstantSource clock, Runnable ended) throws IOException {
        this.id = id;
        this.clock = clock;
        this.ended = ended;
        this.link = new ForwardLink(id, clock, this);
        this.socket = ForwardSocket.open();
    }

    ForwardLink link() {
        return link;
    }

    /** @param inlet where the relay takes this end's frames */
    void begin(Inlet inlet) {
        link.begin(inlet);
        Thread.ofVirtual().name("forward-accept-" + id).start(this::accept);
    }

    @Override
    public UnixDomainSocketAddress address() {
        return socket.address();
    }

    @Override
    public boolean reachesPort() {
        return reachesPort;
    }

    // ── from the node

    @Override
    public void received(Frame frame) throws InterruptedException {
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT -> {
                for (var event : events(frame.payload())) handle(event);
            }
            case PayloadType.FLAG -> {
                if (StreamFlag.parse(frame) == StreamFlag.CONNECT_TO_PORT_ERROR) reachesPort = false;
            }
            default -> shake(frame);
        }
    }

    private void shake(Frame frame) throws InterruptedException {
        switch (handshake.receive(frame, clock.instant())) {
            case Step.Send(var payload) -> link.offer(payload.type(), payload.bytes());
            case Step.Completed completed -> open(completed);
            case Step.NotHandshake() -> {}
        }
    }

    private void open(Step.Completed completed) {
        var mode = PortMode.atClient(completed.properties(), completed.agentVersion());
        if (mode == PortMode.BASIC) {
            log.atWarn()
                    .addKeyValue("session", id)
                    .addKeyValue("agentVersion", completed.agentVersion())
                    .log("forward ended, its document or agent carries one connection only");
            link.end();
            return;
        }
        state.lock();
        try {
            smux = SmuxSession.client(mode == PortMode.MULTIPLEXED_WITH_KEEP_ALIVE, clock.instant());
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private List<SmuxSession.Event> events(ByteBuffer payload) {
        state.lock();
        try {
            return smux == null ? List.of() : smux.receive(payload, clock.instant());
        } finally {
            state.unlock();
        }
    }

    private void handle(SmuxSession.Event event) throws InterruptedException {
        var connection = connection(event.stream());
        if (connection == null) return;
        switch (event) {
            case SmuxSession.Event.Data(int _, var bytes) -> {
                reachesPort = true;
                connection.add(bytes);
            }
            case SmuxSession.Event.Closed _ -> connection.noMore();
            // these come to servers only
            case SmuxSession.Event.Opened _, SmuxSession.Event.Refused _ -> {}
        }
    }

    private @Nullable ForwardedConnection connection(int stream) {
        state.lock();
        try {
            return connections.get(stream);
        } finally {
            state.unlock();
        }
    }

    // ── to the node

    private void accept() {
        try {
            while (!link.isOver()) take(socket.accept());
        } catch (IOException e) {
            if (!link.isOver())
                log.atWarn().addKeyValue("session", id).setCause(e).log("forward ended, its local socket is gone");
            link.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(SocketChannel client) throws InterruptedException, IOException {
        SmuxSession.Opening opening;
        ForwardedConnection connection;
        state.lockInterruptibly();
        try {
            while (!over && (smux == null || !smux.hasRoom())) changed.await();
            if (over || smux == null) {
                client.close();
                return;
            }
            opening = smux.open();
            connection = new ForwardedConnection(this, opening.stream(), client);
            connections.put(opening.stream(), connection);
        } finally {
            state.unlock();
        }
        send(opening.bytes());
        connection.start(id.value());
    }

    /** What a connection brought. */
    void send(int stream, ByteBuffer data) throws InterruptedException {
        ByteBuffer frames;
        state.lockInterruptibly();
        try {
            if (smux == null) return;
            frames = smux.send(stream, data);
        } finally {
            state.unlock();
        }
        send(frames);
    }

    /** A connection brings nothing more. */
    void finish(int stream) throws InterruptedException {
        ByteBuffer fin;
        state.lockInterruptibly();
        try {
            if (smux == null) return;
            fin = smux.close(stream);
        } finally {
            state.unlock();
        }
        send(fin);
    }

    private void send(ByteBuffer bytes) throws InterruptedException {
        sending.lockInterruptibly();
        try {
            while (bytes.hasRemaining()) {
                var length = Math.min(PAYLOAD, bytes.remaining());
                link.offer(PayloadType.OUTPUT, bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
        } finally {
            sending.unlock();
        }
    }

    /** A connection is closed in both directions: there is room for another. */
    void forget(int stream) {
        state.lock();
        try {
            connections.remove(stream);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    // ── time and end

    /** Ten times a second. */
    void tick(Instant now) {
        link.tick(now);
        Optional<ByteBuffer> nop;
        boolean silent;
        state.lock();
        try {
            if (smux == null) return;
            silent = smux.isSilent(now);
            nop = smux.keepAlive(now);
        } finally {
            state.unlock();
        }
        if (silent) {
            log.atWarn().addKeyValue("session", id).log("forward ended, its node is silent");
            link.end();
        }
        // whoever has the clock does not wait for room
        nop.ifPresent(bytes -> Thread.ofVirtual().start(() -> keepAlive(bytes)));
    }

    private void keepAlive(ByteBuffer nop) {
        try {
            send(nop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void over() {
        List<ForwardedConnection> open;
        state.lock();
        try {
            over = true;
            open = List.copyOf(connections.values());
            connections.clear();
            changed.signalAll();
        } finally {
            state.unlock();
        }
        open.forEach(ForwardedConnection::close);
        socket.close();
        ended.run();
    }
}
