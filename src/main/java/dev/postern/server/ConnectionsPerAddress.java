package dev.postern.server;

import dev.postern.identity.Network;
import dev.postern.trail.Bursts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many open connections from one address to one listener; the next is closed before a byte of it is read, and those that are open go on.
 * A bean of the listener's connector. Beside it stands Jetty's limit for all addresses together: this one keeps a single address from
 * taking all of those.
 */
final class ConnectionsPerAddress implements SelectorManager.AcceptListener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionsPerAddress.class);

    private final String listener;
    private final int most;
    private final Counter refused;
    private final Bursts bursts;
    private final Map<SelectableChannel, Network> open = new ConcurrentHashMap<>();
    private final Map<Network, Integer> counts = new ConcurrentHashMap<>();

    ConnectionsPerAddress(String listener, int most, MeterRegistry meters, InstantSource clock) {
        this.listener = listener;
        this.most = most;
        this.refused = meters.counter("postern.connections.refused", "listener", listener);
        this.bursts = new Bursts(clock);
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        // closed by its peer already: there is nothing to count, and registering it fails
        if (!(channel instanceof SocketChannel socket) || socket.socket().getInetAddress() == null) return;
        var network = Network.of(socket.socket().getInetAddress());
        if (counts.merge(network, 1, Integer::sum) <= most) {
            open.put(channel, network);
            return;
        }
        leave(network);
        refused.increment();
        bursts.next(network.value())
                .ifPresent(leftOut -> log.atWarn()
                        .addKeyValue("address", network)
                        .addKeyValue("listener", listener)
                        .addKeyValue("most", most)
                        .addKeyValue("alsoLeftOut", leftOut)
                        .log("connection refused, its address has as many as one may"));
        IO.close(channel); // Jetty notices when it comes to register it, and tells onAcceptFailed
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable why) {
        closed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        closed(channel);
    }

    int of(Network network) {
        return counts.getOrDefault(network, 0);
    }

    private void closed(SelectableChannel channel) {
        Network network = open.remove(channel);
        if (network != null) leave(network);
    }

    private void leave(Network network) {
        counts.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
    }
}
