package dev.postern.webapp;

import dev.postern.webapp.OpenApps.Open;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to apps, through the local sockets of their sessions. The app is addressed as where it runs; what it says of its own origin in
 * redirects, and the browser in {@code Origin} and {@code Referer}, is translated.
 */
final class AppProxy extends ProxyHandler {
    private static final Logger log = LoggerFactory.getLogger(AppProxy.class);

    private static final String OPEN = AppProxy.class.getName() + ".open";
    private static final String WATCH = AppProxy.class.getName() + ".watch";
    /** Why the browser's request failed, if it did. */
    private static final String FAILED = AppProxy.class.getName() + ".failed";
    /** That it was sent a second time. */
    private static final String AGAIN = AppProxy.class.getName() + ".again";

    private static final String WEBSOCKET = "websocket";
    /** Methods that change nothing. */
    private static final Set<String> ASKED_TWICE = Set.of("GET", "HEAD", "OPTIONS");

    /** Of one app: browsers open six to an origin. */
    private static final int MOST_CONNECTIONS = 64;

    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(2);
    private static final Duration CONNECT = Duration.ofSeconds(20);

    AppProxy() {
        setViaHost("postern");
    }

    /** The caller has let it in. */
    void pass(Open open, Request request, Response response, Callback callback) {
        request.setAttribute(OPEN, open);
        // long polls and event streams rest as long as they like; a session's own limit ends them
        request.addIdleTimeoutListener(_ -> false);
        var watch = new BrowserWatch(request, callback);
        request.setAttribute(WATCH, watch);
        handle(request, new Translated(open.app().target(), request, response), watch);
    }

    private static final class Translated extends Response.Wrapper {
        private final AppHeaders headers;

        Translated(AppTarget target, Request request, Response response) {
            super(request, response);
            headers = new AppHeaders(target, response.getHeaders());
        }

        @Override
        public AppHeaders getHeaders() {
            return headers;
        }
    }

    private static Open open(Request request) {
        return attribute(OPEN, Open.class, request);
    }

    private static <T> T attribute(String name, Class<T> type, Request request) {
        var value = request.getAttribute(name);
        if (type.isInstance(value)) return type.cast(value);
        throw new IllegalStateException("a request that did not come by pass");
    }

    static boolean isWebSocket(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, WEBSOCKET);
    }

    /** What the browser calls this origin. */
    static String ownOrigin(Request request) {
        return (request.isSecure() ? "https" : "http") + "://"
                + request.getHeaders().get(HttpHeader.HOST);
    }

    @Override
    protected HttpClient newHttpClient() {
        var connector = new ClientConnector();
        var threads = new QueuedThreadPool();
        threads.setName("webapp");
        threads.setDaemon(true);
        connector.setExecutor(threads);
        connector.setSslContextFactory(anyCertificate());
        var client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        client.setConnectTimeout(CONNECT.toMillis());
        client.setDestinationIdleTimeout(IDLE_CONNECTION.toMillis());
        client.setIdleTimeout(0);
        client.setUserAgentField(null); // the browser's own goes through
        return client;
    }

    /** An app's certificate names its node, if anything, and never localhost. The session has found the node already, and its bytes are the agent's. */
    private static SslContextFactory.Client anyCertificate() {
        var tls = new SslContextFactory.Client(true) {
            @Override
            protected void checkTrustAll() {
                // on purpose: no warning at each start
            }

            @Override
            protected void checkEndPointIdentificationAlgorithm() {
                // on purpose, too
            }
        };
        tls.setEndpointIdentificationAlgorithm(null);
        return tls;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getHttpClient().getProtocolHandlers().put(new UpgradeProtocolHandler());
    }

    // ── the request

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return request.getHttpURI(); // its path and query go on as they are
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
        var open = open(request);
        return new AppRequest(getHttpClient(), open.app().target(), uri)
                .method(request.getMethod())
                .transport(new Transport.TCPUnix(open.forward().address().getPath()));
    }

    @Override
    protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request toApp) {
        super.copyRequestHeaders(request, toApp);
        var target = open(request).app().target();
        toApp.headers(headers -> {
            headers.put(HttpHeader.HOST, target.authority());
            AppHeaders.toApp(target, ownOrigin(request), headers);
            if (isWebSocket(request)) {
                headers.put(HttpHeader.CONNECTION, "Upgrade");
                headers.put(HttpHeader.UPGRADE, WEBSOCKET);
            }
            if (isSecond(request)) headers.put(HttpHeader.CONNECTION, "close");
        });
        // connections are kept apart by tag, and what closes after each answer leaves none to be found
        if (isSecond(request)) toApp.tag(AGAIN);
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toApp) {
        addViaHeader(request, toApp);
        toApp.headers(headers -> headers.put(
                        HttpHeader.X_FORWARDED_HOST, request.getHeaders().get(HttpHeader.HOST))
                .put(HttpHeader.X_FORWARDED_PROTO, request.isSecure() ? "https" : "http")
                .put(HttpHeader.X_FORWARDED_FOR, Request.getRemoteAddr(request)));
    }

    @Override
    protected void sendProxyToServerRequest(
            Request request, org.eclipse.jetty.client.Request toApp, Response response, Callback callback) {
        if (isWebSocket(request)) {
            HttpUpgrader.Factory upgrader = _ -> new WebSocketSplice(request, response, callback);
            toApp.attribute(HttpUpgrader.Factory.class.getName(), upgrader);
        }
        request.addFailureListener(failure -> {
            request.setAttribute(FAILED, failure);
            var _ = toApp.abort(failure); // its end is told to the listener of the response
        });
        if (toApp.getBody() == null)
            attribute(WATCH, BrowserWatch.class, request).begin();
        super.sendProxyToServerRequest(request, toApp, response, callback);
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request toApp) {
        return new ProxyRequestContent(request) {
            @Override
            public Content.@Nullable Chunk read() {
                var chunk = super.read();
                if (Content.Chunk.isFailure(chunk, true)) request.setAttribute(FAILED, chunk.getFailure());
                else if (chunk != null && chunk.isLast())
                    attribute(WATCH, BrowserWatch.class, request).begin();
                return chunk;
            }
        };
    }

    // ── what comes back

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toApp, Response response, Callback callback) {
        return new ProxyResponseListener(request, toApp, response, callback) {
            @Override
            public void onHeaders(org.eclipse.jetty.client.Response fromApp) {
                super.onHeaders(fromApp);
                if (response.getHeaders() instanceof AppHeaders headers) headers.complete();
            }
        };
    }

    @Override
    protected HttpField filterServerToProxyResponseField(HttpField field) {
        return field; // the response's own headers translate
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toApp,
            org.eclipse.jetty.client.Response fromApp,
            Response response,
            Callback callback,
            Throwable failure) {
        var open = open(request);
        log.atDebug()
                .addKeyValue("session", open.app().session())
                .addKeyValue("target", open.app().target().origin())
                .addKeyValue("why", String.valueOf(failure))
                .log("web app did not answer");
        if (response.isCommitted()) {
            callback.failed(failure);
        } else if (request.getAttribute(FAILED) instanceof Throwable browsers) {
            // nothing is wrong with the app: the browser went away, or sent what is no HTTP
            callback.failed(browsers);
        } else if (mayBeSentAgain(request, toApp, fromApp, failure)
                && open.forward().reachesPort()) {
            request.setAttribute(AGAIN, true);
            handle(request, response, callback);
        } else {
            response.getHeaders().clear();
            refusal(open).send(open.app().target().origin(), request, response, callback);
        }
    }

    private static AppRefusal refusal(Open open) {
        if (open.forward().reachesPort()) return AppRefusal.NO_ANSWER;
        return open.app().target().host().isEmpty() ? AppRefusal.NO_PORT : AppRefusal.NO_HOST;
    }

    /**
     * The connection ended before an answer began, as one does that the app closes just when it is used again; and what was asked may be asked twice
     * (RFC 9110, 9.2.2).
     */
    private static boolean mayBeSentAgain(
            Request request,
            org.eclipse.jetty.client.Request toApp,
            org.eclipse.jetty.client.@Nullable Response fromApp,
            Throwable failure) {
        return failure instanceof IOException
                && (fromApp == null || fromApp.getStatus() == 0)
                && ASKED_TWICE.contains(toApp.getMethod())
                && toApp.getBody() == null
                && !isWebSocket(request)
                && !isSecond(request);
    }

    private static boolean isSecond(Request request) {
        return request.getAttribute(AGAIN) != null;
    }
}
