package dev.postern.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that leads every CONNECT, wherever to, to one port of this machine: how a client with an address of its own comes to Postern. */
final class Detour implements AutoCloseable {
    private final ServerSocket entrance;
    private final int exit;
    private final List<String> wanted = new CopyOnWriteArrayList<>();

    Detour(int exit) throws IOException {
        this.exit = exit;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Where its clients wanted to go, {@code host:port}. */
    List<String> wanted() {
        return List.copyOf(wanted);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var here = entrance.accept();
                Thread.ofVirtual().start(() -> lead(here));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void lead(Socket here) {
        try (here;
                var there = new Socket(InetAddress.getLoopbackAddress(), exit)) {
            wanted.add(head(here.getInputStream()).split(" ", 3)[1]);
            here.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var back = Thread.ofVirtual().start(() -> pass(there, here));
            pass(here, there);
            back.join();
        } catch (IOException _) {
            // whoever asked finds out
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("not a request");
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
