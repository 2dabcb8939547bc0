package dev.postern.server;

import dev.postern.api.ApiHandlers;
import dev.postern.gateway.embedded.Channels;
import dev.postern.inventory.ApiAddress;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The API's listener: a Jetty of its own with TLS, which serves nothing else. It opens before the console's, so that agents come back
 * fast, and closes after it. Blocking handlers run on virtual threads; the few platform threads only select and accept.
 */
@Component
final class ApiServer implements SmartLifecycle, ApiAddress {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

    /** Spring Boot opens the console's web server at DEFAULT_PHASE - 2048. */
    static final int PHASE = DEFAULT_PHASE - 8192;

    private static final int LARGEST_HEADERS = 16 * 1024;
    /** Operations' bodies; AWS takes less for each of them. */
    private static final long LARGEST_BODY = 1024 * 1024;
    /** An idle agent costs some 20 KB: this is where a 512 MB heap would end. */
    private static final int MOST_CONNECTIONS = 20_000;
    /** A selector each for two cores, acceptor, and some for Jetty's own short tasks. */
    private static final int MOST_PLATFORM_THREADS = 16;
    /** Threads that stand by to go on selecting while one of the others takes what it selected. */
    private static final int RESERVED = 4;
    /** One per request under way and per WebSocket with a message under way. */
    private static final int MOST_VIRTUAL_THREADS = MOST_CONNECTIONS;
    /** Between requests of a kept connection; WebSockets have their own. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final ApiListenerSettings settings;
    private final ApiCertificate certificate;
    private final Server server;
    private final ServerConnector connector;

    ApiServer(
            ApiListenerSettings settings,
            ApiCertificate certificate,
            ApiHandlers handlers,
            Channels channels,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.certificate = certificate;
        this.server = new Server(threads());
        this.connector = connector();
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        connector.addBean(new ConnectionsPerAddress("api", settings.connectionsPerAddress(), meters, clock));
        server.setErrorHandler(new ApiErrors());
        server.setStopTimeout(LONGEST_STOP.toMillis());
        server.setHandler(limited(handlers.handler(channels.handler(server))));
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (IOException taken) {
            throw new StartRefused(
                    "The API cannot listen on " + settings.address().getHostAddress() + ":" + settings.port() + ": "
                            + taken.getMessage(),
                    "Free the port, or choose another: --postern.api.port=PORT (0 takes any free one).",
                    taken);
        } catch (Exception broken) { // Jetty's start throws Exception
            throw new IllegalStateException("the API's listener did not start", broken);
        }
        log.atInfo().addKeyValue("url", url()).log("API listens");
    }

    @Override
    public void stop() {
        try {
            server.stop();
        } catch (Exception broken) { // Jetty's stop throws Exception; the process ends all the same
            log.atWarn().setCause(broken).log("the API's listener did not stop cleanly");
        }
    }

    @Override
    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public URI url() {
        URI wanted = settings.publicUrl();
        if (wanted != null) {
            return URI.create(wanted.toString().replaceAll("/+$", ""));
        }
        InetAddress address = settings.address();
        return address.isAnyLocalAddress()
                ? at(ApiCertificate.thisMachine().orElse("localhost"))
                : at(literal(address));
    }

    @Override
    public URI localUrl() {
        InetAddress address = settings.address();
        return at(address.isAnyLocalAddress() ? "127.0.0.1" : literal(address));
    }

    @Override
    public boolean certifies(String host) {
        return certificate.isOurs(host);
    }

    @Override
    public Optional<Path> caFile() {
        return certificate.caFile();
    }

    private URI at(String host) {
        int port = connector.getLocalPort();
        if (port <= 0) {
            throw new IllegalStateException("the API does not listen yet");
        }
        return URI.create("https://" + host + ":" + port);
    }

    /** The address as a URL writes it. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    private static QueuedThreadPool threads() {
        var blocking = new VirtualThreadPool(MOST_VIRTUAL_THREADS);
        blocking.setName("api-");
        var threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 4);
        threads.setName("api-io");
        threads.setReservedThreads(RESERVED);
        threads.setVirtualThreadsExecutor(blocking);
        return threads;
    }

    private ServerConnector connector() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        // a cache per connection, 100 KB of it for as long as the connection's WebSocket lives: agents call too seldom
        // to gain by it
        http.setHeaderCacheSize(0);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setResponseHeaderSize(LARGEST_HEADERS);
        // the Host header is no secret and no credential: what URLs are built from is checked where they are built
        http.addCustomizer(new SecureRequestCustomizer(false));
        var plain = new HttpConnectionFactory(http);
        var made = new ServerConnector(
                server, 1, 2, new SslConnectionFactory(certificate.tls(), plain.getProtocol()), plain);
        made.setHost(settings.address().getHostAddress());
        made.setPort(settings.port());
        made.setIdleTimeout(IDLE.toMillis());
        return made;
    }

    private static Handler limited(Handler handler) {
        var limited = new SizeLimitHandler(LARGEST_BODY, -1);
        limited.setHandler(handler);
        return limited;
    }
}
