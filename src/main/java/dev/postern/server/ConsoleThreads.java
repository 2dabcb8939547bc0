package dev.postern.server;

import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * The console's threads: few platform threads, which select and take what has come where they stand, so that a key passes no queue; what blocks for
 * longer goes on virtual threads. After Spring Boot's own customizer, which would have the selectors on virtual threads, too.
 */
@Component
final class ConsoleThreads implements WebServerFactoryCustomizer<JettyServletWebServerFactory>, Ordered {
    private static final int MOST_PLATFORM_THREADS = 32;
    /** Threads that stand by to go on selecting while one of the others takes what it selected. */
    private static final int RESERVED = 4;
    /** Requests under way that wait for something; the next waits for one of them. */
    private static final int MOST_WAITING = 2_000;

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        var threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 4);
        threads.setName("console-io");
        threads.setReservedThreads(RESERVED);
        var blocking = new VirtualThreadPool(MOST_WAITING);
        blocking.setName("console-");
        threads.setVirtualThreadsExecutor(blocking);
        factory.setThreadPool(threads);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
