package dev.postern.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Two ends that send each other bytes over a bad link, all from one seed: the link drops, doubles, delays and reorders, is cut and comes back; ends
 * are paused and started, are not ready, and are killed and resumed from what they keep. Time is a number that goes up.
 */
final class StreamSimulation {
    private static final int STEP_MILLIS = 10;
    private static final long CHAOS_MILLIS = 4_000;
    /** After the chaos every frame needs at most one timeout of 1 s and its way; there are some dozens. */
    private static final long PATIENCE_MILLIS = 300_000;

    private final Random random;
    private final End agent;
    private final End client;
    private final Link link;
    private final boolean startsOnAnyFrame;
    private long millis;

    StreamSimulation(long seed) {
        random = new Random(seed);
        link = new Link();
        startsOnAnyFrame = random.nextBoolean();
        agent = new End(MessageType.OUTPUT_STREAM_DATA, MessageType.INPUT_STREAM_DATA, seed);
        client = new End(MessageType.INPUT_STREAM_DATA, MessageType.OUTPUT_STREAM_DATA, ~seed);
        agent.peer = client;
        client.peer = agent;
    }

    void run() {
        while (!isDone()) {
            if (millis > CHAOS_MILLIS + PATIENCE_MILLIS)
                throw new AssertionError("not all is delivered after " + millis + " ms");
            if (millis < CHAOS_MILLIS) disturb();
            else calm();
            agent.send();
            client.send();
            link.deliver();
            agent.sendAgain();
            client.sendAgain();
            millis += STEP_MILLIS;
        }
        agent.assertGotEverything();
        client.assertGotEverything();
    }

    private boolean isDone() {
        return agent.isDone() && client.isDone() && link.isEmpty();
    }

    private Instant now() {
        return Samples.START.plusMillis(millis);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private void disturb() {
        if (link.up && chance(0.005)) link.cut();
        else if (!link.up && chance(0.05)) link.restore();
        if (chance(0.004)) agent.out.pause();
        if (chance(0.01)) agent.start();
        if (chance(0.002)) agent.restart();
        if (chance(0.002)) client.restart();
    }

    private void calm() {
        if (!link.up) link.restore();
        link.dropped = 0;
        agent.start();
    }

    /** What is on its way: a frame for an end, at a time. */
    private record Packet(long arrives, long order, End to, Frame frame) implements Comparable<Packet> {
        @Override
        public int compareTo(Packet other) {
            return arrives != other.arrives ? Long.compare(arrives, other.arrives) : Long.compare(order, other.order);
        }
    }

    private final class Link {
        private final PriorityQueue<Packet> packets = new PriorityQueue<>();
        private double dropped = random.nextDouble() * 0.4;
        private final double doubled = random.nextDouble() * 0.3;
        private final int slowest = 1 + random.nextInt(400);
        private boolean up = true;
        private long sent;

        void send(End to, Frame frame) {
            if (!up || chance(dropped)) return;
            packets.add(new Packet(millis + random.nextInt(slowest), sent++, to, frame));
            if (chance(doubled)) packets.add(new Packet(millis + random.nextInt(slowest), sent++, to, frame));
        }

        void deliver() {
            while (!packets.isEmpty() && packets.element().arrives <= millis) {
                var packet = packets.remove();
                packet.to.receive(Frame.decode(packet.frame.wire()));
            }
        }

        void cut() {
            up = false;
            packets.clear();
        }

        /** Stock ends wait for their timeouts, ours send at once: both must do. */
        void restore() {
            up = true;
            if (random.nextBoolean()) agent.reconnect();
            if (random.nextBoolean()) client.reconnect();
        }

        boolean isEmpty() {
            return packets.isEmpty();
        }
    }

    private final class End {
        private final MessageType outgoingType;
        private final MessageType incomingType;
        private final long idSeed;
        private final int buffered = random.nextInt(12);
        private final byte[] script = new byte[random.nextInt(400)];
        private OutgoingStream out;
        private IncomingStream in;
        private int offered;
        private int received;
        private End peer = this;

        End(MessageType outgoingType, MessageType incomingType, long idSeed) {
            this.outgoingType = outgoingType;
            this.incomingType = incomingType;
            this.idSeed = idSeed;
            random.nextBytes(script);
            out = new OutgoingStream(
                    outgoingType,
                    random.nextBoolean(),
                    Samples.ids(idSeed),
                    1 + random.nextInt(20),
                    200 + random.nextInt(4000));
            in = new IncomingStream(incomingType, Samples.ids(idSeed + 1), buffered);
        }

        void send() {
            if (offered == script.length || !out.hasRoom() || !chance(0.3)) return;
            var length = Math.min(1 + random.nextInt(16), script.length - offered);
            var frame = out.offer(PayloadType.OUTPUT, ByteBuffer.wrap(script, offered, length), now());
            offered += length;
            if (!out.paused()) link.send(peer, frame);
        }

        void sendAgain() {
            for (var frame : out.overdue(now())) link.send(peer, frame);
        }

        void receive(Frame frame) {
            if (startsOnAnyFrame) start();
            if (frame.type().equals(MessageType.ACKNOWLEDGE)) {
                out.acknowledge(Acknowledgement.sequenceOf(frame), now());
                return;
            }
            var notReady = millis < CHAOS_MILLIS && chance(0.05);
            if (notReady) return;
            var outcome = in.receive(frame);
            if (outcome instanceof IncomingStream.Received.Delivered(var frames)) frames.forEach(this::take);
            for (var acknowledgement : in.acknowledgements(outcome, now())) link.send(peer, acknowledgement);
        }

        /** Checked byte by byte, so without assertions that build their words first. */
        private void take(Frame frame) {
            for (var payload = frame.payload(); payload.hasRemaining(); received++) {
                if (received == peer.offered) throw new AssertionError("more than the " + received + " bytes offered");
                if (payload.get() != peer.script[received])
                    throw new AssertionError("byte " + received + " is another");
            }
        }

        void start() {
            for (var frame : out.start(now())) link.send(peer, frame);
        }

        void reconnect() {
            for (var frame : out.reconnected(now())) link.send(peer, frame);
        }

        /** Killed and back with what was kept: the counters, and what is not acknowledged. Early frames are gone. */
        void restart() {
            in = IncomingStream.resumed(incomingType, Samples.ids(idSeed + millis), buffered, in.expected());
            out = OutgoingStream.resumed(
                    outgoingType, Samples.ids(idSeed - millis), out.nextSequence(), out.unacknowledged(), now());
        }

        boolean isDone() {
            return offered == script.length && out.isEmpty() && received == peer.script.length;
        }

        void assertGotEverything() {
            assertThat(received).isEqualTo(peer.script.length);
            assertThat(out.bytes()).isZero();
            assertThat(in.expected()).isEqualTo(peer.out.nextSequence());
        }
    }
}
