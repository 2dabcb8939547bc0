package dev.postern.gateway;

import dev.postern.gateway.embedded.LoopbackSockets;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The other side of one WebSocket: an agent or a client, by hand. */
final class Peer implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile int closeCode;
    private volatile String closeReason = "";
    private @Nullable WebSocket socket;

    /** @param signer null for a client, which does not sign */
    static Peer dial(URI server, String path, @Nullable String signer) {
        var peer = new Peer();
        var builder = HTTP.newWebSocketBuilder();
        if (signer != null) builder.header(LoopbackSockets.SIGNED_BY, signer);
        peer.socket = builder.buildAsync(URI.create(server.toString().replace("http", "ws") + path), peer)
                .join();
        return peer;
    }

    static HttpResponse<String> post(URI server, String path, @Nullable String signer)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server + path))
                .POST(HttpRequest.BodyPublishers.ofString("{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"r\"}"));
        if (signer != null) request.header(LoopbackSockets.SIGNED_BY, signer);
        // a connection of its own: a kept one may be closing just then, since these answers come before the body is
        // read
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    static String token(HttpResponse<String> created) {
        var body = created.body();
        return body.substring(body.indexOf("<TokenValue>") + 12, body.indexOf("</TokenValue>"));
    }

    Peer say(String text) {
        socket().sendText(text, true).join();
        return this;
    }

    Peer send(Frame frame) {
        return sendRaw(frame.wire());
    }

    Peer sendRaw(ByteBuffer bytes) {
        socket().sendBinary(bytes, true).join();
        return this;
    }

    void hangUp() {
        socket().abort();
    }

    private WebSocket socket() {
        if (socket == null) throw new IllegalStateException("not dialled");
        return socket;
    }

    List<Frame> frames(MessageType type) {
        return frames.stream().filter(frame -> frame.type().equals(type)).toList();
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        try {
            Channels.newChannel(partial).write(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (last) {
            frames.add(Frame.decode(ByteBuffer.wrap(partial.toByteArray())));
            partial.reset();
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeReason = reason;
        closeCode = code;
        return null;
    }
}
