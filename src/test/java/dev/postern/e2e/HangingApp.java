package dev.postern.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A web app that greets, and answers {@code /hang} never: it only notices when whoever asked has gone. */
final class HangingApp implements AutoCloseable {
    private static final String GREETING =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    HangingApp() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var connection = listening.accept();
                    Thread.ofVirtual().start(() -> serve(connection));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    CountDownLatch begun() {
        return begun;
    }

    CountDownLatch ended() {
        return ended;
    }

    private void serve(Socket connection) {
        var hangs = false;
        try (connection) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                var read = connection.getInputStream().read();
                if (read < 0) return;
                head.append((char) read);
            }
            hangs = head.indexOf("GET /hang ") == 0;
            if (!hangs) {
                connection.getOutputStream().write(GREETING.getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            begun.countDown();
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // as good as the end
        } finally {
            if (hangs) ended.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
