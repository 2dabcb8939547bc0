package dev.postern.gateway.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sockets that have not said yet who they are. They have a few seconds for it. */
final class Openings {
    private final Map<ChannelSocket, Instant> begun = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Duration patience;

    Openings(InstantSource clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    void begun(ChannelSocket socket) {
        begun.put(socket, clock.instant());
    }

    void done(ChannelSocket socket) {
        begun.remove(socket);
    }

    void tick(Instant now) {
        begun.forEach((socket, since) -> {
            if (!now.isBefore(since.plus(patience)) && begun.remove(socket, since)) socket.overdue(now);
        });
    }
}
