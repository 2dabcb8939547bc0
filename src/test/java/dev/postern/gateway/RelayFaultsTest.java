package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentHandshake;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.StreamPayload;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can break breaks at random: the node's connection with frames under way, the browser's, the page itself, the server by kill. In
 * the end each output byte was shown once and in order, and each typed byte came to the node once. A failing seed is named; run it alone with
 * {@link #oneSeed}.
 */
class RelayFaultsTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 250;

    @TempDir
    Path home;

    @Test
    void losesAndDoublesNothing() {
        for (var seed = 1; seed <= SEEDS; seed++) new Run(seed, Kind.TERMINAL).play();
    }

    /** The node asks first, and loses what else it gets before the answer, as the stock agent does. */
    @Test
    void losesAndDoublesNothingAroundAHandshake() {
        for (var seed = 1; seed <= SEEDS; seed++) new Run(seed, Kind.KEYED_TERMINAL).play();
    }

    @ParameterizedTest
    @EnumSource(names = {"TERMINAL", "KEYED_TERMINAL"})
    void oneSeed(Kind kind) {
        new Run(1, kind).play();
    }

    private final class Run {
        private final long seed;
        private final Random random;
        private final TestGateway test;
        private final RelayPlan plan;
        private final TypingPage page = new TypingPage();

        // the node's end
        private final OutgoingStream outgoing =
                new OutgoingStream(MessageType.OUTPUT_STREAM_DATA, true, UUID::randomUUID);
        private final IncomingStream incoming =
                new IncomingStream(MessageType.INPUT_STREAM_DATA, UUID::randomUUID, 100);
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final AgentHandshake handshake = new AgentHandshake(
                new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, "Standard_Stream", null, null, false));
        private boolean asked;
        private boolean listens;
        private @Nullable LossyLink link;

        Run(long seed, Kind kind) {
            this.seed = seed;
            this.random = new Random(seed);
            this.test = new TestGateway(home.resolve("seed-" + seed + "-" + System.nanoTime()));
            this.plan = test.open(Client.BROWSER, kind);
            this.listens = !kind.shakesHands();
        }

        void play() {
            page.connect(test);
            dial();
            for (var step = 0; step < STEPS; step++) step();
            settle();
            assertThat(heard.toByteArray()).as("typed, seed %s", seed).isEqualTo(page.typed.toByteArray());
            var all = said.toByteArray();
            var expected = Arrays.copyOfRange(all, (int) page.shownFrom(), all.length);
            assertThat(page.shown()).as("shown, seed %s", seed).isEqualTo(expected);
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> say();
                case 4, 5, 6 -> page.type(bytes(1 + random.nextInt(5)));
                case 7, 8, 9, 10 -> deliver();
                case 11, 12, 13 -> pass(Duration.ofMillis(100 + random.nextInt(900)));
                case 14 -> {
                    if (link != null) link.abort();
                    dial();
                }
                case 15 -> {
                    // the gateway has not noticed yet, and the node is back already
                    if (link != null) link.vanish();
                    dial();
                }
                case 16 -> page.disconnect(random.nextBoolean());
                case 17 -> page.connect(test);
                case 18 -> {
                    if (random.nextInt(4) == 0) page.reload();
                    page.connect(test);
                }
                default -> {
                    if (random.nextInt(3) == 0) kill();
                }
            }
        }

        private void kill() {
            if (link != null) link.vanish();
            page.disconnect(false);
            test.killAndRestart(plan);
            dial();
            page.connect(test);
        }

        private void dial() {
            var granted = (DataChannels.Ticket.Granted) test.gateway.create(NODE, SESSION);
            var next = new LossyLink();
            next.leadsTo(
                    test.gateway.nodeEnd(NODE, SESSION, granted.token(), next).orElseThrow());
            link = next;
            outgoing.reconnected(test.clock.instant()).forEach(next::bring);
        }

        private void say() {
            if (!listens) {
                if (!asked) send(handshake.begin(test.clock.instant()));
                asked = true;
                return;
            }
            if (!outgoing.hasRoom()) return;
            var text = bytes(1 + random.nextInt(40));
            said.writeBytes(text);
            send(new StreamPayload(PayloadType.OUTPUT, ByteBuffer.wrap(text)));
        }

        private void send(StreamPayload payload) {
            var frame = outgoing.offer(payload.type(), payload.bytes(), test.clock.instant());
            if (link != null && !outgoing.paused()) link.bring(frame);
        }

        private void deliver() {
            var over = link;
            if (over == null) return;
            over.deliverToGateway(random);
            for (var frame : over.deliverToNode(random)) received(frame, over);
        }

        /** As the stock agent does: anything but a pause un-pauses. */
        private void received(Frame frame, LossyLink over) {
            var now = test.clock.instant();
            if (frame.type().equals(MessageType.PAUSE_PUBLICATION)) {
                outgoing.pause();
                return;
            }
            outgoing.start(now).forEach(over::bring);
            if (frame.type().equals(MessageType.ACKNOWLEDGE)) {
                outgoing.acknowledge(Acknowledgement.sequenceOf(frame), now);
            } else if (frame.type().equals(MessageType.INPUT_STREAM_DATA)) {
                var received = incoming.receive(frame);
                if (received instanceof IncomingStream.Received.Delivered(var frames)) {
                    for (var next : frames) {
                        if (!listens) answered(next);
                        else if (next.payloadType() == PayloadType.OUTPUT) heard.writeBytes(copy(next.payload()));
                    }
                }
                incoming.acknowledgements(received, now).forEach(over::bring);
            }
        }

        private void answered(Frame frame) {
            if (handshake.receive(frame, test.clock.instant()) instanceof AgentHandshake.Step.Completed completed) {
                listens = true;
                send(completed.payload());
            }
        }

        private void pass(Duration time) {
            test.clock.forward(time);
            test.gateway.tick();
            if (link != null) outgoing.overdue(test.clock.instant()).forEach(link::bring);
        }

        /** Nothing breaks any more. */
        private void settle() {
            if (!page.isConnected()) page.connect(test);
            if (link == null || !link.isOpen()) dial();
            if (!asked) say();
            await().pollInterval(Duration.ofMillis(1)).alias("seed " + seed).until(() -> {
                deliver();
                pass(Duration.ofMillis(100));
                return heard.size() >= page.typed.size()
                        && outgoing.isEmpty()
                        && page.shownFrom() + page.shown().length >= said.size();
            });
        }

        private byte[] bytes(int length) {
            var bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private static byte[] copy(ByteBuffer payload) {
            var bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return bytes;
        }
    }
}
