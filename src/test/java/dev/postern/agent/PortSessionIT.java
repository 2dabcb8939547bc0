package dev.postern.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SmuxSession;
import dev.postern.protocol.SmuxSession.Event;
import dev.postern.protocol.StreamFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Port forwards to an echo server of the test, over the real wire. */
class PortSessionIT {

    private static final int LARGE = 16 * 1024;
    private static final AgentVersion BASIC_CLIENT = new AgentVersion(1, 1, 0, 0);
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static RunningAgent agent;
    private static ServerSocket echo;

    @BeforeAll
    static void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(PortSessionIT::accept);
        agent = new RunningAgent();
    }

    @AfterAll
    static void stop() throws IOException {
        agent.close();
        echo.close();
    }

    @Test
    void carriesOneConnectionAfterTheOtherInBasicMode() {
        int before = CONNECTIONS.get();
        var client = agent.gateway
                .start(Documents.port(echo.getLocalPort(), ""), LARGE)
                .saying(BASIC_CLIENT);
        await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
        client.type("first ");
        client.awaitOutput("first ");
        client.send(PayloadType.FLAG, StreamFlag.DISCONNECT_TO_PORT.toPayload());
        client.type("second");
        assertThat(client.awaitOutput("second")).isEqualTo("first second");
        assertThat(CONNECTIONS.get() - before).isEqualTo(2);
        client.send(PayloadType.FLAG, StreamFlag.TERMINATE_SESSION.toPayload());
        assertThat(agent.gateway.awaitComplete(client).finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
    }

    @Test
    void endsAnSshSessionWithItsConnection() {
        var client = agent.gateway.start(Documents.ssh(echo.getLocalPort()), 0);
        await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
        client.type("SSH-2.0-test\r\n");
        client.awaitOutput("SSH-2.0-test");
        client.type("quit");
        assertThat(agent.gateway.awaitComplete(client).finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
        assertThat(client.output()).isEqualTo("SSH-2.0-test\r\nquit");
    }

    @Test
    void saysThatThePortRefuses() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var client = agent.gateway.start(Documents.ssh(closed), 0);
        var complete = agent.gateway.awaitComplete(client);
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.FAILED);
        assertThat(complete.output()).startsWith("Unable to connect to specified port: localhost:" + closed);
    }

    @Test
    void multiplexesManyConnectionsWithoutMixingTheirBytes() {
        var client = agent.gateway.start(Documents.port(echo.getLocalPort(), "127.0.0.1"), LARGE);
        await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
        var streams = new Streams(client);
        var sent = new HashMap<Integer, byte[]>();
        var random = new Random(42);
        for (int i = 0; i < 5; i++) {
            var bytes = new byte[200_000];
            random.nextBytes(bytes);
            sent.put(streams.open(), bytes);
        }
        for (int at = 0; at < 200_000; at += 20_000)
            for (var stream : sent.keySet()) streams.send(stream, sent.get(stream), at, 20_000);
        await().atMost(TestGateway.PATIENCE).until(() -> {
            client.resend();
            streams.receive();
            return sent.keySet().stream().allMatch(stream -> streams.received(stream).length == 200_000);
        });
        for (var stream : sent.keySet()) assertThat(streams.received(stream)).isEqualTo(sent.get(stream));
        for (var stream : sent.keySet()) streams.close(stream);
        await().atMost(TestGateway.PATIENCE).until(() -> {
            streams.receive();
            return streams.closed.size() == 5;
        });
        client.send(PayloadType.FLAG, StreamFlag.TERMINATE_SESSION.toPayload());
        assertThat(agent.gateway.awaitComplete(client).finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
    }

    /** Nobody repeats anything here: a frame that found no room is held, not dropped. */
    @Test
    void waitsForAPortThatDoesNotReadAndNeedsNoRepetition() throws IOException {
        try (var slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = agent.gateway.start(Documents.port(slow.getLocalPort(), ""), LARGE);
            await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
            var streams = new Streams(client);
            int stream = streams.open();
            var bytes = new byte[12 * 1024 * 1024]; // more than socket buffers and the agent's queue hold
            new Random(7).nextBytes(bytes);
            streams.send(stream, bytes, 0, bytes.length, LARGE);
            streams.close(stream);
            try (var connection = slow.accept()) {
                assertThat(connection.getInputStream().readAllBytes()).isEqualTo(bytes);
            }
            agent.gateway.terminate(client);
            agent.gateway.awaitComplete(client);
        }
    }

    @Test
    void sendsLargePayloadsToClientsThatReadThemAlone() {
        assertThat(largestPayload(AgentVersion.POSTERN_CLIENT)).isGreaterThan(1024);
        assertThat(largestPayload(new AgentVersion(0, 0, 1, 0))).isEqualTo(1024);
    }

    private int largestPayload(AgentVersion version) {
        var client =
                agent.gateway.start(Documents.ssh(echo.getLocalPort()), LARGE).saying(version);
        await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
        client.send(PayloadType.OUTPUT, ByteBuffer.wrap("x".repeat(LARGE).getBytes(UTF_8)));
        client.awaitOutput(seen -> seen.length() == LARGE, "all of it");
        client.type("quit");
        agent.gateway.awaitComplete(client);
        return client.largestPayload();
    }

    @Test
    void losesOnlyTheStreamWhenThePortRefuses() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var client = agent.gateway.start(Documents.port(closed, ""), LARGE);
        await().atMost(TestGateway.PATIENCE).until(client::hasShakenHands);
        var streams = new Streams(client);
        int stream = streams.open();
        await().atMost(TestGateway.PATIENCE).until(() -> {
            streams.receive();
            return streams.closed.contains(stream);
        });
        assertThat(client.flags()).containsExactly(3);
        agent.gateway.terminate(client);
        agent.gateway.awaitComplete(client);
    }

    @Test
    void forwardsToNoMetadataService() {
        for (var host : new String[] {"169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"}) {
            var client = agent.gateway.start(Documents.port(80, host), LARGE);
            var complete = agent.gateway.awaitComplete(client);
            assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.FAILED);
            assertThat(complete.output()).isEqualTo("Forwarding to IP address " + host + " is forbidden.");
        }
    }

    /** The smux client's end. */
    private static final class Streams {
        private final TestClient client;
        private final SmuxSession smux = SmuxSession.client(false, Instant.now());
        private final Map<Integer, ByteArrayOutputStream> received = new HashMap<>();
        private final Set<Integer> closed = new HashSet<>();

        Streams(TestClient client) {
            this.client = client;
        }

        int open() {
            var opening = smux.open();
            client.send(PayloadType.OUTPUT, opening.bytes());
            return opening.stream();
        }

        void send(int stream, byte[] bytes, int offset, int length) {
            send(stream, bytes, offset, length, 1024);
        }

        void send(int stream, byte[] bytes, int offset, int length, int payload) {
            var frames = smux.send(stream, ByteBuffer.wrap(bytes, offset, length));
            while (frames.hasRemaining()) {
                int piece = Math.min(payload, frames.remaining());
                client.send(PayloadType.OUTPUT, frames.slice(frames.position(), piece));
                frames.position(frames.position() + piece);
            }
        }

        void close(int stream) {
            client.send(PayloadType.OUTPUT, smux.close(stream));
        }

        void receive() {
            for (var piece : client.takePieces()) {
                for (var event : smux.receive(piece, Instant.now())) {
                    switch (event) {
                        case Event.Data(int stream, var data) -> {
                            var bytes = new byte[data.remaining()];
                            data.get(bytes);
                            of(stream).writeBytes(bytes);
                        }
                        case Event.Closed(int stream) -> closed.add(stream);
                        case Event.Opened _, Event.Refused _ -> throw new AssertionError("a client's part");
                    }
                }
            }
        }

        byte[] received(int stream) {
            return of(stream).toByteArray();
        }

        private ByteArrayOutputStream of(int stream) {
            return received.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
        }
    }

    private static void accept() {
        try {
            while (true) {
                var socket = echo.accept();
                CONNECTIONS.incrementAndGet();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** Sends back what comes; hangs up after the word quit. */
    private static void echo(Socket socket) {
        try (socket) {
            var buffer = new byte[8192];
            var in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                socket.getOutputStream().write(buffer, 0, length);
                if (new String(buffer, 0, length, UTF_8).endsWith("quit")) return;
            }
        } catch (IOException gone) {
            // so is the client
        }
    }
}
