package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.e2e.Departure.Instead;
import dev.postern.e2e.Transcript.Called;
import dev.postern.e2e.Transcript.Cut;
import dev.postern.e2e.Transcript.Elided;
import dev.postern.e2e.Transcript.End;
import dev.postern.e2e.Transcript.HungUp;
import dev.postern.e2e.Transcript.Made;
import dev.postern.e2e.Transcript.Opened;
import dev.postern.e2e.Transcript.Passed;
import dev.postern.e2e.Transcript.Pinged;
import dev.postern.e2e.Transcript.Said;
import dev.postern.e2e.Transcript.Sent;
import dev.postern.e2e.Transcript.Step;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentTaskAcknowledge;
import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A transcript played to a server that runs, both ends of it from here: what an end did is done again, what the relay did is awaited, record by
 * record. Frames that pass must be those that were sent, to the byte; what the server makes itself must be of the recorded kind.
 */
final class ReplayedConversation implements AutoCloseable {
    /** As in all transcripts but the one of registering. */
    private static final String RECORDED_NODE = "mi-0d704ee1d452d0551";

    private static final String BOOT = "01-register-and-boot";
    /** Of that transcript: the registration, the role token, and then the control channel. */
    private static final Set<Integer> BEFORE_A_SESSION = Set.of(1, 2, 5, 6, 7);

    private static final Set<MessageType> PUBLICATION =
            Set.of(MessageType.PAUSE_PUBLICATION, MessageType.START_PUBLICATION);

    private final Transcript transcript;
    private final RunningServer server;
    private final Substitution substitution = new Substitution();
    private final PlayedNode node;
    private final PlayedCalls calls;
    private final PlayedSockets sockets;
    private Departures departures = Departures.NONE;

    private final Map<Integer, SentFrame> sent = new HashMap<>();
    private final Map<Integer, Frame> made = new HashMap<>();
    /** Frames are missing from here on: what streams on is not played, as its other half may be among them. */
    private boolean gap;

    private int skipped;

    private record SentFrame(Frame frame, PlayedSocket by) {}

    ReplayedConversation(Transcript transcript, RunningServer server) {
        this.transcript = transcript;
        this.server = server;
        this.node = server.newNode();
        this.calls = new PlayedCalls(server, node, substitution);
        this.sockets = new PlayedSockets(server.calls());
    }

    void play(List<Departure> departing) throws Exception {
        if (!transcript.name().equals(BOOT)) boot();
        departures = new Departures(Stream.concat(departing.stream(), ReplayedTranscripts.EVERYWHERE.stream())
                .toList());
        for (var step : transcript.steps()) {
            try {
                before(step.n());
                play(step);
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError(
                        transcript.name() + " record " + step.n() + ", " + brief(step) + ": " + e.getMessage(), e);
            }
        }
        assertThat(skipped).as("%s: records not played", transcript.name()).isEqualTo(departures.skipped());
        sockets.awaitEnds();
        assertNothingElseCame();
    }

    private static String brief(Step step) {
        return step instanceof Called call ? call.operation() : step.toString();
    }

    /** Registers and connects as the recorded agent did. */
    private void boot() throws Exception {
        for (var step : Transcript.load(BOOT).steps()) {
            if (BEFORE_A_SESSION.contains(step.n())) play(step);
        }
        substitution.put(RECORDED_NODE, node.id());
        server.awaitConnected(node.id());
    }

    private void before(int n) throws Exception {
        for (var event : departures.before(n)) {
            switch (event) {
                case STARTED -> calls.start(transcript, RECORDED_NODE);
                case TERMINATED -> calls.sessions().forEach(server::terminate);
            }
        }
    }

    private void play(Step step) throws Exception {
        switch (step) {
            case Called call -> calls.play(transcript, call, departures);
            case Opened opened -> {
                var key = opened.end() == End.AGENT ? node.roleKey() : null;
                sockets.open(opened, key, substitution.in(opened.path()));
            }
            case Said said -> sockets.get(said.connection(), false).say(substitution.in(said.text()));
            case Pinged pinged -> ping(pinged);
            case Sent frame -> {
                var socket = sockets.find(frame.connection(), frame.control());
                if (socket.isPresent()) send(frame.n(), socket.get(), substitution.in(frame.frame()));
                else skipped++;
            }
            case Passed passed -> awaitPassed(passed);
            case Made frame -> {
                made.put(frame.n(), frame.frame());
                if (!departures.at(frame.n(), Instead.NOTHING))
                    awaitMade(sockets.get(frame.connection(), frame.control()), frame.frame());
            }
            case Cut cut -> cut(cut);
            case HungUp hungUp -> {
                if (!sockets.hangUp(hungUp)) skipped++;
            }
            case Elided _ -> gap = true;
        }
    }

    // ── what the ends say

    private void ping(Pinged pinged) throws IOException {
        var socket = sockets.find(pinged.connection(), pinged.control());
        if (socket.isPresent()) socket.get().ping(pinged.payload());
        else skipped++;
    }

    /** What is said after the server has hung up nobody heard in the recording, either. */
    private void send(int n, PlayedSocket socket, Frame frame) {
        var streams = frame.type().isStream() || frame.type().equals(MessageType.ACKNOWLEDGE);
        if (gap && streams && !isSent(frame)) {
            skipped++;
            return;
        }
        sent.put(n, new SentFrame(frame, socket));
        if (!socket.send(frame) && !sockets.isDismissed(socket)) throw new AssertionError("the server has hung up");
    }

    private boolean isSent(Frame frame) {
        return sent.values().stream().anyMatch(before -> before.frame().equals(frame));
    }

    /** Of the server's the type is known; the agent's last word is made anew; of what streams nothing can be made. */
    private void cut(Cut cut) throws InterruptedException {
        if (cut.ofServer()) {
            sockets.claim(sockets.get(cut.connection(), cut.control()), cut.type());
        } else if (cut.type().equals(MessageType.AGENT_TASK_COMPLETE)) {
            var session = calls.sessions().iterator().next();
            var complete =
                    AgentTaskComplete.of(session, AgentTaskComplete.FAILED, node.id(), "Handshake timed out.", 1, null);
            send(
                    cut.n(),
                    sockets.get(cut.connection(), cut.control()),
                    complete.toFrame(UUID.randomUUID(), Instant.now()));
        } else {
            skipped++;
        }
    }

    // ── what the server says

    private void awaitPassed(Passed passed) throws InterruptedException {
        if (departures.at(passed.n(), Instead.NOTHING)) return;
        var passing = sent.get(passed.of());
        var self = made.get(passed.of());
        if (passing != null && departures.at(passed.n(), Instead.ACKNOWLEDGED)) {
            var sequence = passing.frame().sequence();
            passing.by()
                    .claim(
                            "the server's own acknowledgement of " + passing.frame(),
                            frame -> frame.type().equals(MessageType.ACKNOWLEDGE)
                                    && Acknowledgement.sequenceOf(frame) == sequence
                                    && !isSent(frame));
        } else if (passing != null) {
            var frame = passing.frame();
            sockets.get(passed.connection(), passed.control()).claim("the same bytes of " + frame, frame::equals);
        } else if (self != null) {
            awaitMade(sockets.get(passed.connection(), passed.control()), self);
        } else {
            assertThat(gap).as("record %d was sent", passed.of()).isTrue();
            skipped++;
        }
    }

    private void awaitMade(PlayedSocket socket, Frame recorded) throws InterruptedException {
        var expected = substitution.in(recorded);
        var found = sockets.claim(socket, expected.type());
        assertThat(found.payloadType()).isEqualTo(expected.payloadType());
        assertThat(found.sequence()).isEqualTo(expected.sequence());
        assertThat(found.headerLength()).isEqualTo(expected.headerLength());
        assertThat(found.digestMatches()).isTrue();
        // what is in those nobody reads (protocol.md §3.4)
        if (PUBLICATION.contains(found.type())) return;
        assertThat(Likeness.ofMessages(expected.payloadText(), found.payloadText()))
                .filteredOn(difference -> !departures.told(difference.where()))
                .isEmpty();
        if (found.type().equals(MessageType.AGENT_TASK_ACKNOWLEDGE))
            assertThat(AgentTaskAcknowledge.parse(found).messageId())
                    .isEqualTo(AgentTaskAcknowledge.parse(expected).messageId());
    }

    /** Repeats after silence and the control of publication may come at any time. */
    private void assertNothingElseCame() {
        var more = new HashMap<String, Integer>();
        sockets.ends().forEach((socket, end) -> {
            for (var frame : socket.leftOver()) {
                if (PUBLICATION.contains(frame.type())) continue;
                // that it was passed on stood in the gap
                if (gap && isSent(frame)) continue;
                assertThat(more.merge(end + " " + frame.type().name(), 1, Integer::sum))
                        .as("%s: the %s was also told %s", transcript.name(), end, frame)
                        .isLessThanOrEqualTo(departures.also(end, frame.type()));
            }
            socket.awaitPongs();
        });
    }

    @Override
    public void close() throws IOException {
        calls.sessions().forEach(server::terminate);
        sockets.close();
    }
}
