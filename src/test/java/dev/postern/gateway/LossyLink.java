package dev.postern.gateway;

import dev.postern.protocol.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A connection whose frames are under way until the test delivers them; what is under way when it breaks is lost. */
final class LossyLink implements FrameLink {
    private final ArrayDeque<Frame> toNode = new ArrayDeque<>();
    private final ArrayDeque<Frame> toGateway = new ArrayDeque<>();
    private @Nullable Inlet inlet;
    private boolean open = true;

    void leadsTo(Inlet inlet) {
        this.inlet = inlet;
    }

    /** What the node sends. */
    synchronized void bring(Frame frame) {
        if (open) toGateway.add(frame);
    }

    @Override
    public synchronized void send(Frame frame) {
        if (open) toNode.add(frame);
    }

    /** Some of what is under way to the gateway arrives. */
    void deliverToGateway(Random random) {
        for (var left = random.nextInt(1 + toGateway.size()); left > 0; left--) {
            var to = inlet;
            if (!open || to == null) return;
            to.received(toGateway.remove());
        }
    }

    /** Some of what is under way to the node, taken off the wire. */
    synchronized List<Frame> deliverToNode(Random random) {
        var arrived = new ArrayList<Frame>();
        for (var left = random.nextInt(1 + toNode.size()); left > 0; left--) arrived.add(toNode.remove());
        return arrived;
    }

    /** Breaks without the gateway hearing of it. */
    synchronized void vanish() {
        open = false;
        toNode.clear();
        toGateway.clear();
    }

    @Override
    public void abort() {
        var to = inlet;
        var was = open;
        vanish();
        if (was && to != null) to.closed();
    }

    synchronized boolean isOpen() {
        return open;
    }

    @Override
    public long unsent() {
        return 0;
    }

    @Override
    public boolean awaitUnsentBelow(long bytes, Duration most) {
        return open;
    }

    @Override
    public void ping() {
        var to = inlet;
        if (open && to != null) to.heard();
    }

    @Override
    public void close(int code, String reason) {
        abort();
    }
}
