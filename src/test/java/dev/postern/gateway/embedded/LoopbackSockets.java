package dev.postern.gateway.embedded;

import dev.postern.commands.spi.JobDelivery;
import dev.postern.commands.spi.JobLedger;
import dev.postern.gateway.DataChannels;
import dev.postern.gateway.GatewaySettings;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.session.spi.NodeBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The channels on a real server on loopback. Whoever sends the header {@value #SIGNED_BY} counts as having signed. */
public final class LoopbackSockets {
    public static final String SIGNED_BY = "X-Signed-By";

    private final Nodes nodes;
    private final GatewaySettings settings;
    private final JobReports jobs;
    private final ControlChannels control;
    private final InstantSource clock;
    private @Nullable Server server;
    private @Nullable Channels channels;

    public LoopbackSockets(Nodes nodes, GatewaySettings settings, JobLedger jobs, InstantSource clock) {
        this.nodes = nodes;
        this.jobs = new JobReports(jobs, clock);
        this.settings = settings;
        this.clock = clock;
        this.control = new ControlChannels(nodes, settings, clock, new SimpleMeterRegistry());
    }

    public NodeBackend backend() {
        return control;
    }

    public JobDelivery delivery() {
        return new JobChannels(control, clock);
    }

    public URI start(DataChannels data) throws Exception {
        channels = new Channels(data, control, jobs, nodes, settings, clock);
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new Handler.Wrapper(channels.handler(server)) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                var signer = request.getHeaders().get(SIGNED_BY);
                if (signer != null) request.setAttribute(Channels.NODE, new NodeId(signer));
                return super.handle(request, response, callback);
            }
        });
        server.start();
        var port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** One beat of the channels' clock. */
    public void tick() {
        Objects.requireNonNull(channels).tick();
    }

    public void close() throws Exception {
        if (channels != null) channels.drain();
        if (server != null) server.stop();
    }
}
