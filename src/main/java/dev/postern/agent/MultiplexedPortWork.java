package dev.postern.agent;

import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SmuxSession;
import dev.postern.protocol.StreamFlag;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port session that carries many TCP connections: one dial for each stream the client opens. A port that refuses costs that stream alone.
 *
 * <p>The state of the streams has one lock; what is sent has another, since the frames of two streams must not be mixed.
 */
final class MultiplexedPortWork implements SessionWork {

    /** What a half-closed connection may stay silent before it is closed. */
    private static final Duration LINGER = Duration.ofSeconds(60);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int SMUX_HEADER = 8;
    private static final Logger log = LoggerFactory.getLogger(MultiplexedPortWork.class);

    private final String sessionId;
    private final PortTarget target;
    private final int maxPayload;
    private final InstantSource clock;

    private final ReentrantLock state = new ReentrantLock();
    private final ReentrantLock sending = new ReentrantLock();
    private final SmuxSession smux;
    private final Map<Integer, Connection> connections = new HashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("port-stream-", 0).factory());
    private volatile @Nullable String failure;
    private volatile @Nullable DataChannel channel;

    MultiplexedPortWork(String sessionId, PortTarget target, boolean keepsAlive, int maxPayload, InstantSource clock) {
        this.sessionId = sessionId;
        this.target = target;
        this.maxPayload = maxPayload;
        this.clock = clock;
        this.smux = SmuxSession.server(keepsAlive, clock.instant());
    }

    @Override
    public TaskOutcome run(DataChannel with) throws InterruptedException {
        channel = with;
        with.roomMade(); // what came before there was a channel to answer on
        try {
            while (!over.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) keepAlive(with);
            var failed = failure;
            return failed == null ? TaskOutcome.ended() : TaskOutcome.failed(failed);
        } catch (DataChannel.Gone _) {
            return TaskOutcome.ended();
        } finally {
            cancel();
            threads.shutdownNow();
            threads.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One connection that isn't read holds up all the others: version 1 of smux has no window. */
    @Override
    public boolean isReadyFor(Frame frame) {
        if (channel == null) return false;
        state.lock();
        try {
            return connections.values().stream().allMatch(connection -> connection.input.hasRoom());
        } finally {
            state.unlock();
        }
    }

    @Override
    public void received(Frame frame) {
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT -> receivedBytes(frame.payload());
            case PayloadType.FLAG -> {
                if (StreamFlag.parse(frame) == StreamFlag.TERMINATE_SESSION) over.countDown();
            }
            default -> {}
        }
    }

    @Override
    public void cancel() {
        over.countDown();
        List<Connection> open;
        state.lock();
        try {
            open = List.copyOf(connections.values());
            connections.clear();
        } finally {
            state.unlock();
        }
        for (var connection : open) connection.close(); // which may make room, and that takes the channel's lock
    }

    private void roomMade() {
        var to = channel;
        if (to != null) to.roomMade();
    }

    private void receivedBytes(ByteBuffer bytes) {
        state.lock();
        try {
            for (var event : smux.receive(bytes, clock.instant())) handle(event);
        } catch (ProtocolViolation broken) {
            failure = "The multiplexed stream is broken: " + broken.getMessage();
            over.countDown();
        } finally {
            state.unlock();
        }
    }

    private void handle(SmuxSession.Event event) {
        switch (event) {
            case SmuxSession.Event.Opened(int stream) -> {
                var connection = new Connection(stream);
                connections.put(stream, connection);
                threads.execute(connection::run);
            }
            case SmuxSession.Event.Data(int stream, var data) -> {
                var connection = connections.get(stream);
                if (connection != null && data.hasRemaining()) connection.input.add(data);
            }
            case SmuxSession.Event.Closed(int stream) -> {
                var connection = connections.get(stream);
                if (connection != null) connection.input.add(ByteBuffer.allocate(0));
            }
            case SmuxSession.Event.Refused refused -> threads.execute(() -> trySend(refused.answer()));
        }
    }

    private void keepAlive(DataChannel with) throws InterruptedException, DataChannel.Gone {
        Optional<ByteBuffer> nop;
        state.lock();
        try {
            if (smux.isSilent(clock.instant())) {
                failure = "The client has been silent for too long.";
                over.countDown();
                return;
            }
            nop = smux.keepAlive(clock.instant());
        } finally {
            state.unlock();
        }
        if (nop.isPresent()) send(with, nop.get());
    }

    private void trySend(ByteBuffer bytes) {
        var to = channel;
        try {
            if (to != null) send(to, bytes);
        } catch (InterruptedException | DataChannel.Gone _) {
            over.countDown();
        }
    }

    private void send(DataChannel to, ByteBuffer bytes) throws InterruptedException, DataChannel.Gone {
        sending.lockInterruptibly();
        try {
            while (bytes.hasRemaining()) {
                int length = Math.min(maxPayload, bytes.remaining());
                to.send(PayloadType.OUTPUT, bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
        } finally {
            sending.unlock();
        }
    }

    /** One stream and its connection. */
    private final class Connection {
        private final int stream;
        private final InputQueue input = new InputQueue(MultiplexedPortWork.this::roomMade);
        private final ReentrantLock closing = new ReentrantLock();
        private @Nullable Socket socket;
        private boolean closed;

        Connection(int stream) {
            this.stream = stream;
        }

        void run() {
            var to = channel;
            try (var dialled = target.dial()) {
                if (to == null || !opened(dialled)) return;
                var writer = Thread.ofVirtual()
                        .name("port-write-" + sessionId + "-" + stream)
                        .start(() -> write(dialled));
                try {
                    read(dialled, to);
                } finally {
                    finish(to);
                    input.add(ByteBuffer.allocate(0)); // nothing after this is written
                    writer.join(LINGER);
                }
            } catch (IOException failed) {
                log.atDebug()
                        .addKeyValue("session", sessionId)
                        .addKeyValue("cause", failed.getMessage())
                        .log("port refused");
                refuse(to);
            } catch (InterruptedException | DataChannel.Gone _) {
                over.countDown();
            } finally {
                input.finish();
                state.lock();
                try {
                    connections.remove(stream, this);
                } finally {
                    state.unlock();
                }
            }
        }

        private boolean opened(Socket dialled) {
            closing.lock();
            try {
                socket = dialled;
                return !closed;
            } finally {
                closing.unlock();
            }
        }

        private void read(Socket from, DataChannel to) throws InterruptedException, DataChannel.Gone {
            var buffer = new byte[maxPayload - SMUX_HEADER];
            try {
                var in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    ByteBuffer frames;
                    state.lock();
                    try {
                        frames = smux.send(stream, ByteBuffer.wrap(buffer, 0, length));
                    } finally {
                        state.unlock();
                    }
                    send(to, frames);
                }
            } catch (IOException _) {
                // reset or silent for too long: the stream ends all the same
            }
        }

        private void write(Socket to) {
            try {
                var out = to.getOutputStream();
                for (var piece = input.take(); piece != null; piece = input.take()) {
                    if (piece.length == 0) {
                        to.shutdownOutput();
                        to.setSoTimeout((int) LINGER.toMillis());
                        return;
                    }
                    out.write(piece);
                }
            } catch (IOException | InterruptedException _) {
                close();
            } finally {
                input.finish();
            }
        }

        private void finish(DataChannel to) throws InterruptedException, DataChannel.Gone {
            ByteBuffer fin;
            state.lock();
            try {
                fin = smux.close(stream);
            } finally {
                state.unlock();
            }
            send(to, fin);
        }

        private void refuse(@Nullable DataChannel to) {
            try {
                if (to == null) return;
                to.send(PayloadType.FLAG, StreamFlag.CONNECT_TO_PORT_ERROR.toPayload());
                finish(to);
            } catch (InterruptedException | DataChannel.Gone _) {
                over.countDown();
            }
        }

        void close() {
            input.finish();
            closing.lock();
            try {
                closed = true;
                if (socket != null) socket.close();
            } catch (IOException _) {
                // closed is what it should be
            } finally {
                closing.unlock();
            }
        }
    }
}
