package dev.postern.webapp;

import dev.postern.gateway.Forwards.Forward;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** An app at the end of a session's local socket: takes requests as they come on the wire, and answers what it is told to, byte for byte. */
final class RawApp implements Forward, AutoCloseable {
    /** Says nothing more, until the other end closes. */
    static final String SILENCE = "";

    private final UnixDomainSocketAddress address;
    private final ServerSocketChannel listening;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    /** By the request's head and how many the connection has carried before; what begins with ! is the last of the connection. */
    private volatile BiFunction<String, Integer, String> answers = (_, _) -> ok("hello");

    RawApp(Path directory) throws IOException {
        address = UnixDomainSocketAddress.of(directory.resolve("app"));
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        Thread.ofVirtual().start(this::accept);
    }

    static String ok(String body) {
        return answer("", body);
    }

    /** @param headers each with its line end */
    static String answer(String headers, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + headers + "\r\n" + body;
    }

    void answers(BiFunction<String, Integer, String> answers) {
        this.answers = answers;
    }

    /** What came before each body, in the order it came. */
    List<String> heads() {
        return heads;
    }

    /** Connections whose other end has not closed. */
    int open() {
        return open.get();
    }

    @Override
    public UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public boolean reachesPort() {
        return true;
    }

    private void accept() {
        try {
            while (true) {
                var connection = listening.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(SocketChannel connection) {
        open.incrementAndGet();
        try (connection) {
            var buffer = ByteBuffer.allocate(8_192);
            var received = new StringBuilder();
            for (var before = 0; connection.read(buffer) >= 0; ) {
                received.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                buffer.clear();
                var end = received.indexOf("\r\n\r\n");
                if (end < 0) continue;
                var head = received.substring(0, end);
                received.setLength(0);
                heads.add(head);
                var answer = answers.apply(head, before++);
                var last = answer.startsWith("!");
                connection.write(ByteBuffer.wrap(answer.substring(last ? 1 : 0).getBytes(StandardCharsets.ISO_8859_1)));
                if (last) return;
            }
        } catch (IOException gone) {
            // as good as the end
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
