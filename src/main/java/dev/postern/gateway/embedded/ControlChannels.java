package dev.postern.gateway.embedded;

import dev.postern.gateway.FrameLink;
import dev.postern.gateway.GatewaySettings;
import dev.postern.gateway.Inlet;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.protocol.InteractiveShell;
import dev.postern.protocol.SessionTask;
import dev.postern.session.SessionId;
import dev.postern.session.spi.Fleet;
import dev.postern.session.spi.NodeBackend;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The nodes that are connected: one open control channel each, the newest. */
@Component
class ControlChannels implements NodeBackend {
    private static final Logger log = LoggerFactory.getLogger(ControlChannels.class);

    private final Map<NodeId, Channel> open = new ConcurrentHashMap<>();
    private final Nodes nodes;
    private final GatewaySettings settings;
    private final InstantSource clock;

    /** An open control channel with what is known of its health; compared by identity. */
    private static final class Channel {
        final FrameLink link;
        volatile long heardMillis;
        long pingedMillis;

        Channel(FrameLink link, long now) {
            this.link = link;
            this.heardMillis = now;
            this.pingedMillis = now;
        }
    }

    ControlChannels(Nodes nodes, GatewaySettings settings, InstantSource clock, MeterRegistry meters) {
        this.nodes = nodes;
        this.settings = settings;
        this.clock = clock;
        Gauge.builder("postern.control.channels", open, Map::size)
                .description("Nodes with an open control channel")
                .register(meters);
    }

    /** The newest control channel wins. */
    Inlet opened(NodeId node, FrameLink link, String agentVersion, Consumer<Frame> frames) {
        var channel = new Channel(link, clock.millis());
        var older = open.put(node, channel);
        if (older != null) older.link.close(FrameLink.NORMAL, "replaced by a newer connection");
        nodes.connected(node, agentVersion);
        log.atInfo()
                .addKeyValue("node", node)
                .addKeyValue("agentVersion", agentVersion)
                .log("node connected");
        return new Inlet() {
            @Override
            public void received(Frame frame) {
                heard();
                frames.accept(frame);
            }

            @Override
            public void heard() {
                channel.heardMillis = clock.millis();
            }

            @Override
            public void closed() {
                if (!open.remove(node, channel)) return;
                nodes.disconnected(node);
                log.atInfo().addKeyValue("node", node).log("node disconnected");
            }
        };
    }

    /** Once a second: pings what is due, drops what has been silent for too long. */
    void tick() {
        var now = clock.millis();
        open.forEach((node, channel) -> {
            if (now - channel.heardMillis > settings.silence().toMillis()) {
                log.atWarn().addKeyValue("node", node).log("node silent, control channel dropped");
                channel.link.abort();
            } else if (now - channel.pingedMillis >= settings.ping().toMillis()) {
                channel.pingedMillis = now;
                channel.link.ping();
            }
        });
    }

    /** The server stops: agents come back when it is there again. */
    void sendAway() {
        open.values().forEach(channel -> channel.link.close(FrameLink.RESTART, "Postern restarts: come back"));
    }

    @EventListener
    void on(NodeChanged change) {
        if (change.what() != NodeChanged.What.DEREGISTERED) return;
        var channel = open.remove(change.id());
        if (channel != null) channel.link.close(FrameLink.POLICY, "the node was deregistered");
    }

    @Override
    public boolean isConnected(NodeId node) {
        return open.containsKey(node);
    }

    @Override
    public Fleet fleet(NodeId node) {
        return Fleet.OWN;
    }

    @Override
    public boolean open(NodeId node, SessionTask task) {
        return send(node, new InteractiveShell(task).toFrame(UUID.randomUUID(), clock.instant()));
    }

    @Override
    public void cancel(NodeId node, SessionId session, String reason) {
        var id = UUID.randomUUID();
        var now = clock.instant();
        send(
                node,
                ChannelClosed.of(id, node.value(), session.value(), reason, now).toFrame(id, now));
    }

    /** False when the node is not connected (any more). */
    boolean send(NodeId node, Frame frame) {
        var channel = open.get(node);
        if (channel == null) return false;
        channel.link.send(frame);
        return true;
    }
}
