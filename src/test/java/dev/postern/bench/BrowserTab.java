package dev.postern.bench;

import dev.postern.testing.WebSocketWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One terminal page as the server sees it: ticket, socket, first message, then bytes both ways, and a report every 64 KiB of how far it has
 * drawn, as {@code frontend/terminal} does. Drawing takes no time here.
 */
final class BrowserTab implements AutoCloseable {
    /** As flow.ts. */
    private static final int REPORT_EVERY = 64 * 1024;

    private static final int SOCKET_BUFFER = 256 * 1024;
    private static final Pattern OPENED = Pattern.compile("\"type\":\"opened\",\"offset\":(\\d+)");

    private final WebSocketWire wire;
    private long offset;
    private long reported;
    private boolean ended;
    private boolean closed;
    private String farewell = "";

    private BrowserTab(WebSocketWire wire) {
        this.wire = wire;
    }

    static BrowserTab open(Console console, String session) throws IOException, InterruptedException {
        var path = "/terminal/" + session;
        var ticket = console.ticket(path + "/ticket");
        var wire = WebSocketWire.dial(console.url(), null, SOCKET_BUFFER);
        wire.upgrade(path + "/socket", Map.of("Origin", "http://" + wire.host(), "Cookie", console.cookie()));
        wire.send("{\"type\":\"open\",\"ticket\":\"" + ticket + "\",\"client\":\"bench-" + System.nanoTime()
                + "\",\"resume\":0,\"cols\":120,\"rows\":40}");
        var tab = new BrowserTab(wire);
        var first = wire.read();
        var opened = OPENED.matcher(first == null ? "" : first.text());
        if (!opened.find()) throw new IOException("not opened but " + (first == null ? "closed" : first.text()));
        tab.offset = Long.parseLong(opened.group(1));
        tab.reported = tab.offset;
        return tab;
    }

    void type(byte[] keys) throws IOException {
        wire.send(keys);
    }

    void type(String keys) throws IOException {
        type(keys.getBytes(StandardCharsets.UTF_8));
    }

    /** The next piece of output; null when the session has ended. */
    WebSocketWire.@Nullable Message output() throws IOException {
        while (!ended) {
            var message = wire.read();
            if (message == null
                    || (message.type() == WebSocketWire.TEXT && message.text().contains("\"ended\""))) {
                ended = true;
                farewell = message == null ? "closed" : message.text();
            } else if (message.type() == WebSocketWire.BINARY) {
                offset += message.length();
                if (offset - reported >= REPORT_EVERY) report();
                return message;
            }
        }
        return null;
    }

    /** To the server and back, as the page does for its latency figure; the node has no part in it. Nothing else may be under way. */
    void pulse() throws IOException {
        wire.send("{\"type\":\"ping\",\"t\":1}");
        for (var message = wire.read(); message != null; message = wire.read()) {
            if (message.type() == WebSocketWire.TEXT && message.text().contains("\"pong\"")) return;
        }
        throw new IOException("closed before the pong");
    }

    /** The session's last words. */
    String farewell() {
        return farewell;
    }

    /** As a page does that has been quiet for a moment. */
    void report() throws IOException {
        if (offset == reported) return;
        reported = offset;
        wire.send("{\"type\":\"parsed\",\"offset\":" + offset + "}");
    }

    /** Reads until the output ends with these words. */
    void await(String words) throws IOException {
        var tail = "";
        while (!tail.endsWith(words)) {
            var message = output();
            if (message == null) throw new IOException("ended before «" + words + "», after «" + tail + "»");
            tail += new String(message.payload(), 0, message.length(), StandardCharsets.ISO_8859_1);
            if (tail.length() > 4096) tail = tail.substring(tail.length() - 2048);
        }
        report();
    }

    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        try {
            if (!ended) wire.send("{\"type\":\"end\"}");
        } finally {
            wire.close();
        }
    }
}
