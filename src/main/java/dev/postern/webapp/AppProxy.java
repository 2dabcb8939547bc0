package dev.postern.webapp;

import dev.postern.webapp.OpenApps.Open;
import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to apps, through the local sockets of their sessions. The app is addressed as where it runs; what it says of its own origin in
 * redirects, and the browser in {@code Origin} and {@code Referer}, is translated.
 */
final class AppProxy extends ProxyHandler {
    private static final Logger log = LoggerFactory.getLogger(AppProxy.class);

    private static final String OPEN = AppProxy.class.getName() + ".open";
    private static final String WEBSOCKET = "websocket";
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
        handle(
                request,
                new Response.Wrapper(request, response) {
                    private final HttpFields.Mutable headers =
                            new AppHeaders(open.app().target(), response.getHeaders());

                    @Override
                    public HttpFields.Mutable getHeaders() {
                        return headers;
                    }
                },
                callback);
    }

    private static Open open(Request request) {
        if (request.getAttribute(OPEN) instanceof Open open) return open;
        throw new IllegalStateException("a request for no app");
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
        var target = open(request).app().target();
        return HttpURI.build(request.getHttpURI())
                .scheme(target.scheme().text())
                .authority(target.host().isEmpty() ? "localhost" : target.host(), target.port())
                .asImmutable();
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
        var socket = open(request).forward().address().getPath();
        return super.newProxyToServerRequest(request, uri).transport(new Transport.TCPUnix(socket));
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
        });
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
        super.sendProxyToServerRequest(request, toApp, response, callback);
    }

    // ── what comes back

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
            return;
        }
        response.getHeaders().clear();
        var why = open.forward().reachesPort() ? AppRefusal.NO_ANSWER : AppRefusal.NO_PORT;
        why.send(open.app().target().origin(), request, response, callback);
    }
}
