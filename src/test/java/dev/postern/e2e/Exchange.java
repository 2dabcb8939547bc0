package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A server on the node's side that a test moves bytes to and from at once, both ways with a checksum at the end: a caller says how much each way and from
 * which seed, and then each side sends its own and checks the other's.
 */
final class Exchange implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int PIECE = 24 * 1024;
    private static final int HEAD_BYTES = 2 * Integer.BYTES + Long.BYTES;

    private final ServerSocket entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

    Exchange() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var connection = entrance.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            var in = new DataInputStream(connection.getInputStream());
            int there = in.readInt();
            int back = in.readInt();
            long seed = in.readLong();
            var sending = Thread.ofVirtual().start(() -> {
                try {
                    send(connection.getOutputStream(), seed + 1, back, new AtomicLong());
                } catch (IOException _) {
                    // the caller misses it
                }
            });
            var amiss = receive(in, seed, there, new AtomicLong());
            if (!amiss.isEmpty()) return; // the caller misses the last byte
            sending.join();
            connection.getOutputStream().write(1);
        } catch (IOException _) {
            // so is the caller
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes under way through so many connections. */
    static final class Running {
        private final List<CompletableFuture<Void>> connections = new ArrayList<>();
        private final AtomicLong moved = new AtomicLong();

        /** Waits until so many bytes have come back. */
        void awaitMoved(long bytes) {
            await("bytes")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> moved.get() >= bytes || isOver());
            assertThat(isOver()).as("still in the middle of it").isFalse();
        }

        private boolean isOver() {
            return connections.stream().allMatch(CompletableFuture::isDone);
        }

        /** Waits for the rest; every byte has arrived as it was sent, on both sides. */
        void finish() {
            CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** So many connections to the port at once, so many bytes each way on each. */
    void through(int port, int connections, int bytes) {
        begin(port, connections, bytes, bytes).finish();
    }

    Running begin(int port, int connections, int there, int back) {
        var running = new Running();
        for (int i = 0; i < connections; i++) {
            long seed = 1000L * i;
            var done = new CompletableFuture<Void>();
            running.connections.add(done);
            Thread.ofVirtual().start(() -> {
                try {
                    call(port, seed, there, back, running.moved);
                    done.complete(null);
                } catch (IOException | RuntimeException | AssertionError failed) {
                    done.completeExceptionally(failed);
                }
            });
        }
        return running;
    }

    private static void call(int port, long seed, int there, int back, AtomicLong moved) throws IOException {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> {
                try {
                    var out = connection.getOutputStream();
                    out.write(head(there, back, seed));
                    send(out, seed, there, new AtomicLong());
                } catch (IOException _) {
                    // found out below
                }
            });
            var in = connection.getInputStream();
            assertThat(receive(in, seed + 1, back, moved)).as("what is amiss").isEmpty();
            assertThat(in.read()).as("the other side agrees").isEqualTo(1);
        }
    }

    private static byte[] head(int there, int back, long seed) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .putInt(there)
                .putInt(back)
                .putLong(seed)
                .array();
    }

    /** One connection that first only receives, and sends when it is told to. */
    static final class Held implements AutoCloseable {
        private static final long SEED = 7;

        private final Socket connection;
        private final int there;
        private final int back;

        Held(int port, int back, int there) throws IOException {
            this.connection = new Socket(InetAddress.getLoopbackAddress(), port);
            this.there = there;
            this.back = back;
            connection.getOutputStream().write(head(there, back, SEED));
        }

        void receive() throws IOException {
            assertThat(Exchange.receive(connection.getInputStream(), SEED + 1, back, new AtomicLong()))
                    .as("what is amiss")
                    .isEmpty();
        }

        void send() throws IOException {
            Exchange.send(connection.getOutputStream(), SEED, there, new AtomicLong());
            assertThat(connection.getInputStream().read())
                    .as("the other side agrees")
                    .isEqualTo(1);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private static void send(OutputStream out, long seed, int bytes, AtomicLong moved) throws IOException {
        var random = new Random(seed);
        var piece = new byte[PIECE];
        var sum = new CRC32C();
        for (int left = bytes; left > 0; left -= PIECE) {
            random.nextBytes(piece);
            int length = Math.min(PIECE, left);
            sum.update(piece, 0, length);
            out.write(piece, 0, length);
            moved.addAndGet(length);
        }
        new DataOutputStream(out).writeLong(sum.getValue());
    }

    /** What is amiss with what came; empty for nothing. */
    private static String receive(InputStream from, long seed, int bytes, AtomicLong moved) throws IOException {
        var random = new Random(seed);
        var expected = new byte[PIECE];
        var piece = new byte[PIECE];
        var sum = new CRC32C();
        for (int left = bytes; left > 0; left -= PIECE) {
            random.nextBytes(expected);
            int length = Math.min(PIECE, left);
            int came = from.readNBytes(piece, 0, length);
            int differs = Arrays.mismatch(expected, 0, came, piece, 0, came);
            if (differs >= 0) return "other bytes than were sent from " + (bytes - left + differs) + " on";
            if (came < length) return "an end after " + (bytes - left + came) + " of " + bytes + " bytes";
            sum.update(piece, 0, length);
            moved.addAndGet(length);
        }
        return new DataInputStream(from).readLong() == sum.getValue() ? "" : "another checksum than what came has";
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
