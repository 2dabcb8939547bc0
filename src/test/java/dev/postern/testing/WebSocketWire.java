package dev.postern.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of HTTP/1.1 and RFC 6455 on one blocking socket, as little as it takes: what is measured is the server, not a client
 * library's threads. One thread reads, any may write.
 */
public final class WebSocketWire implements AutoCloseable {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;
    private static final int CONNECT_MILLIS = 10_000;
    /** The server pings every 25 s: longer silence is a failure, and the run ends with it. */
    private static final int SILENCE_MILLIS = 60_000;

    private static final int BUFFER = 128 * 1024;
    /** Any will do between two processes of one machine. */
    private static final byte[] MASK = {0x5a, 0x13, 0x6c, 0x27};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String host;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicInteger pongs = new AtomicInteger();

    /** @param payload good until the next call */
    public record Message(int type, byte[] payload, int length) {
        public String text() {
            return new String(payload, 0, length, StandardCharsets.UTF_8);
        }
    }

    private byte[] buffer = new byte[BUFFER];

    private WebSocketWire(Socket socket, String host, int bufferSize) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), bufferSize));
        this.out = socket.getOutputStream();
    }

    /** Plain for http, TLS for https. */
    public static WebSocketWire dial(URI server, @Nullable SSLContext tls, int bufferSize) throws IOException {
        var plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(SILENCE_MILLIS);
        plain.connect(new InetSocketAddress("127.0.0.1", server.getPort()), CONNECT_MILLIS);
        var socket = tls == null
                ? plain
                : tls.getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true);
        var wire = new WebSocketWire(socket, server.getHost() + ":" + server.getPort(), bufferSize);
        wire.buffer = new byte[bufferSize];
        return wire;
    }

    public String host() {
        return host;
    }

    /** One call on the connection that will be the WebSocket; its body. */
    public String post(String path, Map<String, String> headers, byte[] body, int expectedStatus) throws IOException {
        var head = head("POST", path, headers) + "Content-Length: " + body.length + "\r\n\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        out.write(request.toByteArray());
        out.flush();
        var length = 0;
        expect(expectedStatus, path);
        for (var line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15))
                length = Integer.parseInt(line.substring(15).strip());
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    public void upgrade(String path, Map<String, String> headers) throws IOException {
        var request = head("GET", path, headers)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        expect(101, path);
        while (!line().isEmpty()) {
            // nothing in the headers matters here
        }
    }

    private String head(String method, String path, Map<String, String> headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private void expect(int status, String path) throws IOException {
        var line = line();
        if (!line.startsWith("HTTP/1.1 " + status)) throw new IOException(path + " answered " + line);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("the server hung up");
            if (next != '\r') line.append((char) next);
        }
        return line.toString();
    }

    public void send(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        send(TEXT, bytes, bytes.length);
    }

    public void send(byte[] bytes) throws IOException {
        send(BINARY, bytes, bytes.length);
    }

    /** The pong is found by whoever reads. */
    public void ping(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        send(PING, bytes, bytes.length);
    }

    /** How many pings of this side the server has answered, as far as has been read. */
    public int pongs() {
        return pongs.get();
    }

    private void send(int type, byte[] payload, int length) throws IOException {
        if (length > 0xffff) throw new IllegalArgumentException("a message of " + length + " bytes");
        var at = length < 126 ? 2 : 4;
        var frame = new byte[at + MASK.length + length];
        frame[0] = (byte) (FINAL | type);
        if (length < 126) {
            frame[1] = (byte) (MASKED | length);
        } else {
            frame[1] = (byte) (MASKED | 126);
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        }
        System.arraycopy(MASK, 0, frame, at, MASK.length);
        at += MASK.length;
        for (var i = 0; i < length; i++) frame[at + i] = (byte) (payload[i] ^ MASK[i & 3]);
        writing.lock();
        try {
            out.write(frame);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /** The next text or binary message; null when the server has closed. Pings are answered on the way. */
    public @Nullable Message read() throws IOException {
        var length = 0;
        var type = 0;
        while (true) {
            var first = in.read();
            if (first < 0) return null;
            var opcode = first & 0x0f;
            long size = in.read() & 0x7f;
            if (size == 126) size = in.readUnsignedShort();
            else if (size == 127) size = in.readLong();
            if (opcode >= CLOSE) {
                var payload = in.readNBytes((int) size);
                if (opcode == PING) send(PONG, payload, payload.length);
                if (opcode == PONG) pongs.incrementAndGet();
                if (opcode == CLOSE) return null;
                continue;
            }
            if (opcode != 0) type = opcode;
            if (length + size > buffer.length) buffer = java.util.Arrays.copyOf(buffer, (int) (length + size));
            in.readFully(buffer, length, (int) size);
            length += (int) size;
            if ((first & FINAL) != 0) return new Message(type, buffer, length);
        }
    }

    /** Without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
