package dev.postern.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The client's side of RFC 6455 over TLS, with blocking reads and writes: a keystroke passes no selector and no pool on its way. No extensions, no
 * subprotocols; through an HTTP proxy where Java is told of one.
 *
 * <p>One thread reads, one at a time writes. {@link #abort} frees both.
 */
final class WebSocketConnection {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_REFUSAL = 4 * 1024;
    private static final int LARGEST_HEADER = 14;
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** A message, whole. */
    record Message(int opcode, ByteBuffer payload) {}

    private final Socket raw;
    private final InputStream in;
    private final OutputStream out;
    private final int maxMessage;

    /** Only against proxies that mistake bytes for requests: under TLS nobody sees them. */
    private final SplittableRandom masks = new SplittableRandom(new SecureRandom().nextLong());

    private byte[] outgoing = new byte[4096];

    /** What has come of a message in pieces, and its kind; 0 between messages. */
    private byte[] fragments = new byte[0];

    private int fragmented;

    private WebSocketConnection(Socket raw, InputStream in, OutputStream out, int maxMessage) {
        this.raw = raw;
        this.in = in;
        this.out = out;
        this.maxMessage = maxMessage;
    }

    /**
     * Connects, and upgrades with a GET of the address.
     *
     * @param uri an https address
     * @param maxMessage the largest message read; a larger one ends the connection
     * @throws CallRefused if the server answers anything but an upgrade
     */
    static WebSocketConnection open(SSLContext tls, URI uri, List<Header> headers, Duration patience, int maxMessage)
            throws IOException {
        var raw = connected(uri, patience);
        try {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout((int) patience.toMillis());
            var socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, name(uri), port(uri), true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
            var out = socket.getOutputStream();
            upgrade(uri, headers, in, out);
            raw.setSoTimeout(0);
            return new WebSocketConnection(raw, in, out, maxMessage);
        } catch (IOException | RuntimeException failed) {
            raw.close();
            throw failed;
        }
    }

    /** Waits for the next message; fragments are put together, pings and the like come between them. */
    Message read() throws IOException {
        while (true) {
            int first = need();
            int opcode = first & 0x0F;
            if ((first & 0x70) != 0) throw new IOException("a frame with reserved bits: no extension was agreed on");
            var payload = payload(length(need()));
            boolean last = (first & 0x80) != 0;
            if (opcode >= CLOSE) {
                if (!last || payload.length > MAX_CONTROL_PAYLOAD)
                    throw new IOException("a control frame in pieces, or too long");
                return new Message(opcode, ByteBuffer.wrap(payload));
            }
            if (opcode == CONTINUATION) {
                if (fragmented == 0) throw new IOException("a continuation of nothing");
                payload = joined(fragments, payload);
                opcode = fragmented;
            } else if (fragmented != 0) throw new IOException("a message within a message");
            if (last) {
                fragments = new byte[0];
                fragmented = 0;
                return new Message(opcode, ByteBuffer.wrap(payload));
            }
            fragments = payload;
            fragmented = opcode;
        }
    }

    /** Writes one frame, masked as a client must. */
    void write(int opcode, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        if (outgoing.length < length + LARGEST_HEADER) outgoing = new byte[length + LARGEST_HEADER];
        var frame = ByteBuffer.wrap(outgoing);
        frame.put((byte) (0x80 | opcode));
        if (length <= MAX_CONTROL_PAYLOAD) frame.put((byte) (0x80 | length));
        else if (length <= 0xFFFF) frame.put((byte) (0x80 | 126)).putShort((short) length);
        else frame.put((byte) (0x80 | 127)).putLong(length);
        int mask = masks.nextInt();
        frame.putInt(mask);
        int start = frame.position();
        frame.put(payload.duplicate());
        mask(frame, start, mask);
        out.write(outgoing, 0, start + length);
    }

    /** Ends the connection without a word; whoever reads or writes fails. From any thread. */
    void abort() {
        try {
            raw.close(); // not the TLS socket, which would want to say good-bye behind a write that is stuck
        } catch (IOException _) {
            // closed is what it should be
        }
    }

    private static void mask(ByteBuffer frame, int start, int mask) {
        frame.order(ByteOrder.BIG_ENDIAN);
        int end = frame.position();
        long wide = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) frame.putLong(at, frame.getLong(at) ^ wide);
        for (; at < end; at++) frame.put(at, (byte) (frame.get(at) ^ (mask >>> (24 - 8 * ((at - start) & 3)))));
    }

    private int length(int second) throws IOException {
        if ((second & 0x80) != 0) throw new IOException("a masked frame from the server");
        long length = second & 0x7F;
        if (length >= 126) {
            int bytes = length == 126 ? Short.BYTES : Long.BYTES;
            length = 0;
            for (int i = 0; i < bytes; i++) length = (length << 8) | need();
        }
        if (length < 0 || length > maxMessage) throw new IOException("a frame of more than " + maxMessage + " bytes");
        return (int) length;
    }

    private byte[] payload(int length) throws IOException {
        var payload = in.readNBytes(length);
        if (payload.length < length) throw new EOFException("the connection ended within a frame");
        return payload;
    }

    private byte[] joined(byte[] first, byte[] second) throws IOException {
        if (first.length + second.length > maxMessage)
            throw new IOException("a message of more than " + maxMessage + " bytes");
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private int need() throws IOException {
        int value = in.read();
        if (value < 0) throw new EOFException("the server hung up");
        return value;
    }

    /** The host without the brackets an IPv6 address has in an address. */
    private static String name(URI uri) {
        var host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? 443 : uri.getPort();
    }

    private static Socket connected(URI uri, Duration patience) throws IOException {
        var proxy = Optional.ofNullable(ProxySelector.getDefault()).stream()
                .flatMap(selector -> selector.select(uri).stream())
                .filter(each -> each.type() == Proxy.Type.HTTP && each.address() instanceof InetSocketAddress)
                .map(each -> (InetSocketAddress) each.address())
                .findFirst();
        var raw = new Socket();
        try {
            if (proxy.isEmpty()) {
                raw.connect(new InetSocketAddress(name(uri), port(uri)), (int) patience.toMillis());
                return raw;
            }
            raw.connect(
                    new InetSocketAddress(
                            proxy.get().getHostString(), proxy.get().getPort()),
                    (int) patience.toMillis());
            raw.setSoTimeout((int) patience.toMillis());
            var target = uri.getHost() + ":" + port(uri);
            raw.getOutputStream()
                    .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n").getBytes(ISO_8859_1));
            var answer = head(raw.getInputStream());
            if (status(answer) != 200)
                throw new CallRefused(status(answer), "", "the proxy does not connect to " + target);
            return raw;
        } catch (IOException failed) {
            raw.close();
            throw failed;
        }
    }

    private static void upgrade(URI uri, List<Header> headers, InputStream in, OutputStream out) throws IOException {
        var nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        var key = Base64.getEncoder().encodeToString(nonce);
        var query = uri.getRawQuery();
        var request = new StringBuilder()
                .append("GET ")
                .append(uri.getRawPath())
                .append(query == null ? "" : "?" + query)
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(host(uri))
                .append("\r\n")
                .append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: ")
                .append(key)
                .append("\r\n");
        for (var header : headers)
            request.append(header.name()).append(": ").append(header.value()).append("\r\n");
        out.write(request.append("\r\n").toString().getBytes(ISO_8859_1));
        out.flush();

        var answer = head(in);
        if (status(answer) != 101) throw refused(answer, in);
        if (!accept(key).equals(header(answer, "sec-websocket-accept")))
            throw new IOException("the upgrade's answer is not to this request");
    }

    private static String host(URI uri) {
        return SignableRequest.to("GET", uri, List.of(), new byte[0])
                .headers()
                .getFirst()
                .value();
    }

    /** The lines up to the empty one. */
    private static List<String> head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.length() < 4 || text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) throw new EOFException("the server hung up");
            if (text.length() >= MAX_HEAD)
                throw new IOException("an answer with a head of more than " + MAX_HEAD + " bytes");
            text.append((char) next);
        }
        return text.toString().lines().toList();
    }

    private static int status(List<String> head) throws IOException {
        var words = head.getFirst().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}"))
            throw new IOException("not an answer in HTTP/1.1: " + head.getFirst());
        return Integer.parseInt(words[1]);
    }

    private static String header(List<String> head, String name) {
        return head.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static CallRefused refused(List<String> head, InputStream in) throws IOException {
        var announced = header(head, "content-length");
        int length = announced.matches("\\d{1,6}") ? Math.min(Integer.parseInt(announced), MAX_REFUSAL) : 0;
        return Endpoint.refused(status(head), new String(in.readNBytes(length), UTF_8));
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
    }
}
