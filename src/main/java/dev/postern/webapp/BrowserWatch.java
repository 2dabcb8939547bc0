package dev.postern.webapp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a browser goes away while it waits for an app's answer, and closes its connection, which fails the request. HTTP/1.1 tells who reads,
 * and between the end of a request and the end of its answer nobody else does: so it reads now and then, a byte at most, and gives back what it finds.
 * HTTP/2 tells by itself.
 *
 * <p>Completes the request: from then on the connection is read by its owner again.
 */
final class BrowserWatch implements Callback {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Request request;
    private final Callback callback;
    private final ByteBuffer early = BufferUtil.allocate(1);
    private boolean begun;
    private boolean over;

    BrowserWatch(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    /** The request has been read to its end. Once is enough, however often it is sent. */
    void begin() {
        synchronized (this) {
            if (begun) return;
            begun = true;
        }
        if (request.getConnectionMetaData().getHttpVersion().getVersion() <= HttpVersion.HTTP_1_1.getVersion()) later();
    }

    private void later() {
        request.getComponents().getScheduler().schedule(this::look, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        int read;
        synchronized (this) {
            if (over) return;
            read = read();
            // the next request already: who sends that is there, and its other bytes wait for the connection's owner
            if (read != 0) over = true;
        }
        if (read == 0) later();
        // a half-closed connection counts as closed, as other proxies have it
        if (read < 0) connection().close();
    }

    private int read() {
        try {
            return connection().getEndPoint().fill(early);
        } catch (IOException e) {
            return -1;
        }
    }

    private Connection connection() {
        return request.getConnectionMetaData().getConnection();
    }

    private void end() {
        synchronized (this) {
            over = true;
        }
        if (early.hasRemaining() && connection() instanceof Connection.UpgradeTo owner) owner.onUpgradeTo(early);
    }

    @Override
    public void succeeded() {
        end();
        callback.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        end();
        callback.failed(failure);
    }

    @Override
    public InvocationType getInvocationType() {
        return callback.getInvocationType();
    }
}
