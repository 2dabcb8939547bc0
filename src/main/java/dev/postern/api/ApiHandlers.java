package dev.postern.api;

import java.time.InstantSource;
import org.eclipse.jetty.server.Handler;
import org.springframework.stereotype.Component;

/**
 * The whole API as one Jetty handler, for whoever owns the listener. Requests it hands on to the channels are authenticated and carry
 * who signed them as attributes.
 */
@Component
public final class ApiHandlers {
    /** Request attribute: the {@link dev.postern.identity.Caller} whose access key signed. */
    public static final String CALLER = "dev.postern.caller";

    /** Request attribute: the {@link dev.postern.inventory.NodeId} whose role token signed. */
    public static final String NODE = "dev.postern.node";

    private final Operations operations;
    private final Signatures signatures;
    private final Throttle throttle;
    private final Refusals refusals;
    private final StreamAddress streams;
    private final RecordingDownloads recordings;
    private final InstantSource clock;

    ApiHandlers(
            Operations operations,
            Signatures signatures,
            Throttle throttle,
            Refusals refusals,
            StreamAddress streams,
            RecordingDownloads recordings,
            InstantSource clock) {
        this.operations = operations;
        this.signatures = signatures;
        this.throttle = throttle;
        this.refusals = refusals;
        this.streams = streams;
        this.recordings = recordings;
        this.clock = clock;
    }

    /**
     * Blocks its thread while it reads and works, so give the server virtual threads.
     *
     * @param channels gets {@code GET} and {@code POST} of {@code /v1/control-channel/{id}} and {@code /v1/data-channel/{id}}, with
     *     {@link #NODE} set, and unsigned WebSocket requests of data channels with neither attribute; it starts and stops with this one
     */
    public Handler handler(Handler channels) {
        return new ApiHandler(channels, operations, signatures, throttle, refusals, streams, recordings, clock);
    }
}
