package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.e2e.Departure.Also;
import dev.postern.e2e.Departure.Answered;
import dev.postern.e2e.Departure.Before;
import dev.postern.e2e.Departure.ByNodeThatIsGone;
import dev.postern.e2e.Departure.Instead;
import dev.postern.e2e.Departure.Otherwise;
import dev.postern.e2e.Departure.Told;
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
import dev.postern.e2e.Transcript.Signed;
import dev.postern.e2e.Transcript.Step;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentTaskAcknowledge;
import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A transcript played to a server that runs, its ends both played here: what an end did is done again, what the relay did is awaited, record by record.
 * Frames that pass must be the sent ones to the byte; what the server makes itself must be of the recorded kind.
 */
final class ReplayedConversation implements AutoCloseable {
    /** As in all transcripts but the one of registering. */
    private static final String RECORDED_NODE = "mi-0d704ee1d452d0551";

    private static final Set<MessageType> PUBLICATION =
            Set.of(MessageType.PAUSE_PUBLICATION, MessageType.START_PUBLICATION);
    private static final int REGISTRATION = 2;
    private static final Set<Integer> CONTROL_CHANNEL = Set.of(5, 6, 7);

    private final Transcript transcript;
    /** None until the transcript itself is played: they speak of its records. */
    private List<Departure> departures = List.of();

    private final List<Departure> ofTranscript;
    private final Server server;
    private final Substitution substitution;
    private final PlayedNode node;

    private final Map<Integer, PlayedSocket> sockets = new HashMap<>();
    private final Map<PlayedSocket, End> ends = new HashMap<>();
    /** The standing one, wherever the recording does not open it. */
    private @Nullable PlayedSocket control;

    private final Map<Integer, Frame> sent = new HashMap<>();
    private final Map<Integer, PlayedSocket> senders = new HashMap<>();
    private final Map<Integer, Frame> made = new HashMap<>();
    private final Set<PlayedSocket> dismissed = new HashSet<>();
    private final Set<String> sessions = new HashSet<>();
    private boolean gap;

    /** What is played to. */
    interface Server {
        SignedCalls calls();

        SignedCalls.Key clientKey();

        /** A node that may register. */
        PlayedNode newNode();

        /** A node whose registration is over, with its key. */
        SignedCalls.Key keyOfNodeThatIsGone() throws IOException, InterruptedException;

        void awaitConnected(String node);

        /** Makes sure that there is such a document. */
        void document(String name, String content, Substitution substitution);

        void terminate(String session);
    }

    ReplayedConversation(Transcript transcript, List<Departure> departures, Server server) {
        this(transcript, departures, server, new Substitution(), server.newNode());
    }

    private ReplayedConversation(
            Transcript transcript,
            List<Departure> departures,
            Server server,
            Substitution substitution,
            PlayedNode node) {
        this.transcript = transcript;
        this.ofTranscript = departures;
        this.server = server;
        this.substitution = substitution;
        this.node = node;
    }

    void play() throws Exception {
        begin();
        departures = ofTranscript;
        for (var step : transcript.steps()) {
            try {
                before(step.n());
                play(step);
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError(
                        transcript.name() + " record " + step.n() + ", " + brief(step) + ": " + e.getMessage(), e);
            }
        }
        for (var socket : dismissed) socket.awaitEnd("after the session's end");
        assertNothingElseCame();
    }

    private static String brief(Step step) {
        return step instanceof Called call ? call.operation() : step.toString();
    }

    /** Registers and connects as the recorded agent did, unless the transcript tells it. */
    private void begin() throws Exception {
        if (transcript.name().startsWith("01-")) return;
        var boot = Transcript.load("01-register-and-boot");
        for (var step : boot.steps()) {
            if (step.n() <= REGISTRATION || CONTROL_CHANNEL.contains(step.n())) play(step);
        }
        substitution.put(RECORDED_NODE, node.id());
        server.awaitConnected(node.id());
    }

    private void before(int n) throws Exception {
        for (var departure : departures) {
            if (departure instanceof Before happened && happened.n() == n) {
                switch (happened.event()) {
                    case STARTED -> start();
                    case TERMINATED -> sessions.forEach(server::terminate);
                }
            }
        }
    }

    /** As the task says that somebody did. */
    private void start() throws Exception {
        var task = transcript.tasks().getFirst();
        var parameters = new ArrayList<String>();
        task.content().parameters().forEach((name, value) -> parameters.add("\"" + name + "\":[" + value + "]"));
        var request = "{\"Target\":\"" + RECORDED_NODE + "\",\"DocumentName\":\""
                + task.content().documentName() + "\",\"Parameters\":{" + String.join(",", parameters) + "}}";
        play(new Called(
                0,
                "AmazonSSM.StartSession",
                Signed.CLIENT,
                request,
                200,
                "{\"SessionId\":\"" + task.taskId()
                        + "\",\"TokenValue\":\"a token\",\"StreamUrl\":\"wss://relay/?\"}"));
    }

    private void play(Step step) throws Exception {
        switch (step) {
            case Called call -> call(call);
            case Opened opened -> open(opened);
            case Said said -> socket(said.connection(), false).say(substitution.in(said.text()));
            case Pinged pinged -> ping(pinged);
            case Sent frame ->
                find(frame.connection(), frame.control())
                        .ifPresent(socket -> send(frame.n(), socket, substitution.in(frame.frame())));
            case Passed passed -> awaitPassed(passed);
            case Made frame -> {
                made.put(frame.n(), frame.frame());
                if (!isOtherwise(frame.n(), Instead.NOTHING))
                    awaitMade(socket(frame.connection(), frame.control()), frame.frame());
            }
            case Cut cut -> cut(cut);
            case HungUp hungUp -> hangUp(hungUp);
            case Elided _ -> gap = true;
        }
    }

    // ── calls

    private void call(Called call) throws IOException, InterruptedException {
        if (call.isTo("StartSession")) prepareDocument(call);
        node.replaceIn(call.request(), substitution);
        var answer = server.calls()
                .call(
                        key(call),
                        call.operation().startsWith("POST ") ? substitution.in(call.operation()) : call.operation(),
                        substitution.in(call.request()));
        var differently = departures.stream()
                .filter(departure -> departure instanceof Answered answered && answered.covers(call.n()))
                .map(Answered.class::cast)
                .findFirst();
        assertThat(answer.status())
                .as("the status of %s", answer.body())
                .isEqualTo(differently.map(Answered::status).orElse(call.status()));
        if (differently.isEmpty())
            assertThat(Likeness.ofAnswers(call.answer(), answer.body())).isEmpty();
        if (answer.status() >= 300) return;
        substitution.learn(call.answer(), answer.body());
        node.answered(call, answer.body());
        if (call.isTo("StartSession"))
            sessions.add(JsonMapper.shared()
                    .readTree(answer.body())
                    .path("SessionId")
                    .asString());
    }

    private void prepareDocument(Called call) {
        var document = JsonMapper.shared().readTree(call.request()).path("DocumentName");
        if (document.isString())
            transcript
                    .document(document.asString())
                    .ifPresent(content -> server.document(document.asString(), content, substitution));
    }

    private SignedCalls.@Nullable Key key(Called call) throws IOException, InterruptedException {
        if (departures.stream()
                .anyMatch(departure -> departure instanceof ByNodeThatIsGone gone && gone.n() == call.n()))
            return server.keyOfNodeThatIsGone();
        return switch (call.signed()) {
            case CLIENT -> server.clientKey();
            case AGENT -> node.roleKey();
            case NODE_KEY -> node.registeredKey();
            case NOBODY -> null;
        };
    }

    // ── connections

    private void open(Opened opened) throws IOException {
        var socket = PlayedSocket.dial(
                server.calls(), opened.end() == End.AGENT ? node.roleKey() : null, substitution.in(opened.path()));
        sockets.put(opened.connection(), socket);
        ends.put(socket, opened.end());
        if (opened.control()) control = socket;
    }

    private Optional<PlayedSocket> find(int connection, boolean onControl) {
        return Optional.ofNullable(sockets.getOrDefault(connection, onControl ? control : null));
    }

    private PlayedSocket socket(int connection, boolean onControl) {
        return find(connection, onControl)
                .orElseThrow(() -> new AssertionError("the recording does not open connection " + connection));
    }

    /** Whoever did it; but what the relay cut on purpose the end cuts, since a server has no reason to. */
    private void hangUp(HungUp hungUp) throws IOException, InterruptedException {
        var socket = find(hungUp.connection(), hungUp.control());
        if (socket.isEmpty()) return;
        if (dismissed.contains(socket.get())) socket.get().awaitEnd("after the session's end");
        socket.get().close();
    }

    // ── what the ends say

    private void ping(Pinged pinged) throws IOException {
        var socket = find(pinged.connection(), false);
        if (socket.isPresent()) socket.get().ping(pinged.payload());
    }

    /** What is said after the server has hung up nobody heard in the recording, either. */
    private void send(int n, PlayedSocket socket, Frame frame) {
        if (gap && frame.type().isStream() && !sent.containsValue(frame)) return;
        if (gap && frame.type().equals(MessageType.ACKNOWLEDGE)) return;
        sent.put(n, frame);
        senders.put(n, socket);
        if (!socket.send(frame) && !dismissed.contains(socket)) throw new AssertionError("the server has hung up");
    }

    /** Of the server's the type is known; the agent's last word is made anew; streams cannot go on with what is missing. */
    private void cut(Cut cut) throws InterruptedException {
        if (cut.ofServer()) awaitKind(socket(cut.connection(), cut.control()), cut.type());
        else if (cut.type().equals(MessageType.AGENT_TASK_COMPLETE))
            completeAnew(socket(cut.connection(), cut.control()));
    }

    private void completeAnew(PlayedSocket socket) {
        var complete = AgentTaskComplete.of(
                sessions.iterator().next(), AgentTaskComplete.FAILED, node.id(), "Handshake timed out.", 1, null);
        assertThat(socket.send(complete.toFrame(UUID.randomUUID(), Instant.now())))
                .isTrue();
    }

    // ── what the server says

    private void awaitPassed(Passed passed) throws InterruptedException {
        if (isOtherwise(passed.n(), Instead.NOTHING)) return;
        var frame = sent.get(passed.of());
        if (isOtherwise(passed.n(), Instead.ACKNOWLEDGED) && frame != null) {
            senders.get(passed.of())
                    .claim(
                            "the server's own acknowledgement of " + frame,
                            found -> found.type().equals(MessageType.ACKNOWLEDGE)
                                    && !sent.containsValue(found)
                                    && Acknowledgement.sequenceOf(found) == frame.sequence());
        } else if (frame != null) {
            socket(passed.connection(), passed.control()).claim("the same bytes of " + frame, frame::equals);
        } else if (made.containsKey(passed.of())) {
            awaitMade(socket(passed.connection(), passed.control()), made.get(passed.of()));
        } else if (!gap) {
            throw new AssertionError("record " + passed.of() + " was not sent");
        }
    }

    private void awaitMade(PlayedSocket socket, Frame frame) throws InterruptedException {
        var expected = substitution.in(frame);
        var found = awaitKind(socket, expected.type());
        assertThat(found.payloadType()).isEqualTo(expected.payloadType());
        assertThat(found.sequence()).isEqualTo(expected.sequence());
        assertThat(found.headerLength()).isEqualTo(expected.headerLength());
        assertThat(found.digestMatches()).isTrue();
        if (PUBLICATION.contains(found.type())) return; // nobody reads what is in it (protocol.md §3.4)
        assertThat(Likeness.ofMessages(expected.payloadText(), found.payloadText()))
                .filteredOn(difference -> !isToldOtherwise(difference.where()))
                .isEmpty();
        if (found.type().equals(MessageType.AGENT_TASK_ACKNOWLEDGE))
            assertThat(found.payloadText()).contains(messageId(expected));
    }

    private static String messageId(Frame acknowledgement) {
        return AgentTaskAcknowledge.parse(acknowledgement).messageId().toString();
    }

    private Frame awaitKind(PlayedSocket socket, MessageType type) throws InterruptedException {
        var found = socket.claim(
                "a frame of type " + type.name(), frame -> frame.type().equals(type));
        if (type.equals(MessageType.CHANNEL_CLOSED) && ends.get(socket) == End.PLUGIN) dismissed.add(socket);
        return found;
    }

    private boolean isToldOtherwise(String path) {
        return Stream.concat(departures.stream(), ReplayedTranscripts.EVERYWHERE.stream())
                .anyMatch(departure -> departure instanceof Told told && path.startsWith(told.path()));
    }

    private boolean isOtherwise(int n, Instead instead) {
        return departures.stream()
                .anyMatch(departure -> departure instanceof Otherwise otherwise
                        && otherwise.covers(n)
                        && otherwise.instead() == instead);
    }

    /** Repeats after silence and the control of publication may come at any time. */
    private void assertNothingElseCame() {
        var allowed = new HashMap<String, Integer>();
        for (var departure : departures) {
            if (departure instanceof Also also)
                allowed.merge(also.end() + " " + also.type().name(), also.times(), Integer::sum);
        }
        ends.forEach((socket, end) -> {
            for (var frame : socket.leftOver()) {
                if (PUBLICATION.contains(frame.type())) continue;
                // that it was passed on stood in the gap
                if (gap && sent.containsValue(frame)) continue;
                var kind = end + " " + frame.type().name();
                assertThat(allowed.merge(kind, -1, Integer::sum))
                        .as("%s: the %s was also told %s", transcript.name(), end, frame)
                        .isNotNegative();
            }
            if (!socket.isOver()) assertThat(socket.isAnswered()).as("pongs").isTrue();
        });
    }

    @Override
    public void close() throws IOException {
        sessions.forEach(server::terminate);
        for (var socket : ends.keySet()) socket.close();
    }
}
