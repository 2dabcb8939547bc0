package dev.postern.bench;

import dev.postern.testing.PortForward;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;

/**
 * How fast one connection through a forwarded port carries bytes, each way, beside a connection that goes there directly. Source and sink are
 * threads of this process, as is the client.
 */
final class Forward implements AutoCloseable {
    private static final int ROUNDS = 3;
    /** Whole rounds, until both processes run compiled code. */
    private static final int WARM_UPS = 3;

    /** What a client may send in a frame; the stock plugin sends 1,024. */
    private static final int PAYLOAD = Integer.getInteger("bench.payload", 16 * 1024);

    private static final int PIECE = 64 * 1024;
    private static final int PIECES = 4096;
    private static final long BYTES = (long) PIECE * PIECES;
    private static final int FROM_NODE = 'd';
    private static final int TO_NODE = 'u';
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    private final ServerSocket there = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final byte[] piece = new byte[PIECE];

    /** One direction: megabytes a second of each round, processor seconds for each gigabyte, bytes that did not arrive as sent. */
    record Result(List<Double> bare, List<Double> postern, double server, double agent, long bytes, long wrong) {}

    record Both(Result fromNode, Result toNode) {}

    Forward() throws IOException {
        new Random(5).nextBytes(piece);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    Both measure(Postern postern, Postern.Node node) throws IOException, InterruptedException {
        return new Both(measure(postern, node, FROM_NODE), measure(postern, node, TO_NODE));
    }

    private Result measure(Postern postern, Postern.Node node, int direction) throws IOException, InterruptedException {
        var api = postern.signing();
        var bare = new ArrayList<Double>();
        var with = new ArrayList<Double>();
        var wrong = 0L;
        var server = Duration.ZERO;
        var agent = Duration.ZERO;
        try (var ssm = api.ssm();
                var forward = PortForward.open(ssm, api.tls(), request(node), PAYLOAD)) {
            for (var round = -WARM_UPS; round < ROUNDS; round++) {
                var direct = rate(there.getLocalPort(), direction);
                var serverBefore = postern.server().cpu();
                var agentBefore = node.agent().cpu();
                var rate = rate(forward.port(), direction);
                if (round < 0) continue;
                bare.add(direct.megabytes());
                with.add(rate.megabytes());
                wrong += rate.wrong();
                server = server.plus(postern.server().cpu().minus(serverBefore));
                agent = agent.plus(node.agent().cpu().minus(agentBefore));
            }
        }
        return new Result(bare, with, perGigabyte(server), perGigabyte(agent), ROUNDS * BYTES, wrong);
    }

    private StartSessionRequest request(Postern.Node node) {
        return StartSessionRequest.builder()
                .target(node.id())
                .documentName("AWS-StartPortForwardingSession")
                .parameters(Map.of("portNumber", List.of(String.valueOf(there.getLocalPort()))))
                .build();
    }

    private static double perGigabyte(Duration cpu) {
        return cpu.toMillis() / 1e3 / (ROUNDS * BYTES / GIGA);
    }

    private record Rate(double megabytes, long wrong) {}

    /** From the first byte asked for to the other side's checksum. */
    private Rate rate(int port, int direction) throws IOException {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.setTcpNoDelay(true);
            var begun = System.nanoTime();
            connection.getOutputStream().write(direction);
            long sum = direction == FROM_NODE ? receive(connection) : send(connection);
            long theirs = new DataInputStream(connection.getInputStream()).readLong();
            return new Rate(BYTES / MEGA / ((System.nanoTime() - begun) / GIGA), sum == theirs ? 0 : BYTES);
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = there.accept();
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            long sum = connection.getInputStream().read() == FROM_NODE ? send(connection) : receive(connection);
            var number = ByteBuffer.allocate(Long.BYTES).putLong(0, sum);
            connection.getOutputStream().write(number.array());
            var _ = connection.getInputStream().read(); // until the other side has it
        } catch (IOException _) {
            // the other side misses the checksum
        }
    }

    private long send(Socket to) throws IOException {
        var sum = new CRC32C();
        for (var i = 0; i < PIECES; i++) {
            sum.update(piece);
            to.getOutputStream().write(piece);
        }
        return sum.getValue();
    }

    private static long receive(Socket from) throws IOException {
        var sum = new CRC32C();
        var buffer = new byte[PIECE];
        for (var left = BYTES; left > 0; ) {
            int length = from.getInputStream().read(buffer, 0, (int) Math.min(PIECE, left));
            if (length < 0) throw new IOException(left + " bytes are missing");
            sum.update(buffer, 0, length);
            left -= length;
        }
        return sum.getValue();
    }

    @Override
    public void close() throws IOException {
        there.close();
    }
}
