package dev.postern.e2e;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** A web app as somebody runs it on a node: pages, cookies, redirects, large bodies, a WebSocket. It knows nothing of Postern. */
final class SampleApp implements AutoCloseable {
    static final int LARGE = 32 * 1024 * 1024;

    private static final String PAGE = """
            <!doctype html><title>Sample</title><h1>Sample app</h1>
            <a href="/redirect">Elsewhere</a> <output id="echo"></output>
            <script src="/script.js"></script>
            """;
    private static final String SCRIPT = """
            const socket = new WebSocket(`ws://${location.host}/echo`);
            socket.onopen = () => socket.send("hello from the page");
            socket.onmessage = event => document.getElementById("echo").textContent = event.data;
            """;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    SampleApp() throws Exception {
        connector.setHost("127.0.0.1");
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setUriCompliance(UriCompliance.UNSAFE); // it means what it is asked for
        server.addConnector(connector);
        var sockets = WebSocketUpgradeHandler.from(server, container -> {
            container.setIdleTimeout(Duration.ZERO);
            container.addMapping(
                    "/echo", (request, _, _) -> new Echo(request.getHeaders().get(HttpHeader.ORIGIN)));
        });
        sockets.setHandler(new Pages());
        server.setHandler(sockets);
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    URI origin() {
        return URI.create("http://localhost:" + port());
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** Says what it is told, and what origin the browser gave. */
    public static final class Echo implements Session.Listener.AutoDemanding {
        private final String origin;
        private @Nullable Session session;

        Echo(String origin) {
            this.origin = origin;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String message) {
            Objects.requireNonNull(session)
                    .sendText(message + " at " + origin, org.eclipse.jetty.websocket.api.Callback.NOOP);
        }
    }

    private final class Pages extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var headers = response.getHeaders();
            if (request.getHttpURI().getPath().startsWith("/target/")) {
                text(response, "text/plain", request.getHttpURI().getPathQuery(), callback);
                return true;
            }
            switch (Request.getPathInContext(request)) {
                case "/" -> {
                    headers.add(HttpHeader.SET_COOKIE, "app=sugar; Path=/; Domain=localhost; HttpOnly");
                    text(response, "text/html", PAGE, callback);
                }
                case "/script.js" -> text(response, "text/javascript", SCRIPT, callback);
                case "/redirect" -> {
                    response.setStatus(302);
                    headers.put(HttpHeader.LOCATION, origin() + "/there?a=b");
                    callback.succeeded();
                }
                case "/there" -> text(response, "text/html", "<h1>There</h1>", callback);
                case "/headers" ->
                    text(response, "text/plain", request.getHeaders().asString(), callback);
                case "/large" -> {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
                    response.write(true, ByteBuffer.wrap(large()), callback);
                }
                case "/digest" -> text(response, "text/plain", digest(Content.Source.asByteBuffer(request)), callback);
                default -> Response.writeError(request, response, callback, 404);
            }
            return true;
        }
    }

    private static void text(Response response, String type, String text, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + ";charset=utf-8");
        Content.Sink.write(response, true, text, callback);
    }

    static byte[] large() {
        var bytes = new byte[LARGE];
        for (var i = 0; i < LARGE; i++) bytes[i] = (byte) (i * 31 + i / 997);
        return bytes;
    }

    static String digest(ByteBuffer bytes) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digest(String text) throws Exception {
        return digest(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
