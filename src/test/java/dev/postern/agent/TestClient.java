package dev.postern.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentSessionState;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.Publication;
import dev.postern.protocol.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** The client's end of a session, as the server would pass it on: acknowledges output, types, resizes, pauses, cuts. */
final class TestClient {

    private final String id;
    private final OutgoingStream input = new OutgoingStream(MessageType.INPUT_STREAM_DATA, false, UUID::randomUUID);
    private final IncomingStream output =
            new IncomingStream(MessageType.OUTPUT_STREAM_DATA, UUID::randomUUID, IncomingStream.DEFAULT_FRAMES);
    private ClientHandshake handshake = new ClientHandshake(AgentVersion.POSTERN_CLIENT, null);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> exitCodes = new ArrayList<>();
    private final List<AgentSessionState.State> states = new ArrayList<>();
    private final List<Integer> flags = new ArrayList<>();
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private @Nullable Session session;
    private boolean shaken;
    private boolean acknowledges = true;
    private boolean over;
    private int connections;
    private int largestPayload;
    private final Deque<Integer> cuts = new ArrayDeque<>();

    TestClient(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** A client of another version, to be told before its handshake. */
    synchronized TestClient saying(AgentVersion version) {
        handshake = new ClientHandshake(version, null);
        return this;
    }

    synchronized void connected(Session by) {
        session = by;
        connections++;
        for (var frame : input.reconnected(Instant.now())) send(by, frame);
    }

    synchronized void disconnected(Session by) {
        if (by.equals(session)) session = null;
    }

    synchronized void received(Session by, Frame frame) {
        if (frame.type().equals(MessageType.AGENT_SESSION_STATE))
            states.add(AgentSessionState.parse(frame).state());
        if (frame.type().equals(MessageType.ACKNOWLEDGE)) {
            var _ = input.acknowledge(Acknowledgement.sequenceOf(frame), Instant.now());
        }
        if (!frame.type().equals(MessageType.OUTPUT_STREAM_DATA)) return;
        assertThat(frame.digestMatches()).isTrue();
        var received = output.receive(frame);
        if (received instanceof Received.Delivered(var frames)) frames.forEach(this::delivered);
        if (!cuts.isEmpty() && out.size() >= cuts.element()) {
            cuts.remove();
            cut(); // the acknowledgement is lost, too
        } else if (acknowledges) {
            for (var acknowledgement : output.acknowledgements(received, Instant.now())) send(by, acknowledgement);
        }
    }

    private void delivered(Frame frame) {
        largestPayload = Math.max(largestPayload, frame.payloadLength());
        var payload = frame.payload();
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT -> {
                out.writeBytes(bytes);
                pieces.add(ByteBuffer.wrap(bytes));
            }
            case PayloadType.STDERR -> err.writeBytes(bytes);
            case PayloadType.EXIT_CODE -> exitCodes.add(new String(bytes, UTF_8));
            case PayloadType.FLAG -> flags.add(ByteBuffer.wrap(bytes).getInt());
            default -> shake(frame);
        }
    }

    private void shake(Frame frame) {
        switch (handshake.receive(frame, Instant.now())) {
            case ClientHandshake.Step.Send(var payload) -> send(payload.type(), payload.bytes());
            case ClientHandshake.Step.Completed _ -> shaken = true;
            case ClientHandshake.Step.NotHandshake _ -> {}
        }
    }

    synchronized void send(int payloadType, ByteBuffer payload) {
        var frame = input.offer(payloadType, payload, Instant.now());
        if (session != null) send(session, frame);
    }

    /** Sends again what was not acknowledged, as a client's timer would. */
    synchronized void resend() {
        if (session == null) return;
        for (var frame : input.overdue(Instant.now())) send(session, frame);
    }

    void type(String text) {
        send(PayloadType.OUTPUT, ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    void resize(int cols, int rows) {
        send(PayloadType.SIZE, new TerminalSize(cols, rows).toPayload());
    }

    synchronized void sendUnnumbered(Frame frame) {
        if (session != null) send(session, frame);
    }

    synchronized void acknowledges(boolean does) {
        acknowledges = does;
    }

    void pause() {
        sendUnnumbered(Publication.pause(UUID.randomUUID(), Instant.now()));
    }

    void start() {
        sendUnnumbered(Publication.start(UUID.randomUUID(), Instant.now()));
    }

    /** Tears the socket when so many bytes of output have come, as often as there are numbers. */
    synchronized TestClient cutAfter(List<Integer> bytes) {
        cuts.addAll(bytes);
        return this;
    }

    /** Tears the socket without a word. */
    synchronized void cut() {
        if (session != null) session.disconnect();
        session = null;
    }

    /** From now on the server answers that the session is over. */
    synchronized void end() {
        over = true;
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized boolean isConnected() {
        return session != null;
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int largestPayload() {
        return largestPayload;
    }

    synchronized boolean hasShakenHands() {
        return shaken;
    }

    synchronized List<AgentSessionState.State> states() {
        return List.copyOf(states);
    }

    synchronized List<Integer> flags() {
        return List.copyOf(flags);
    }

    synchronized List<String> exitCodes() {
        return List.copyOf(exitCodes);
    }

    synchronized String output() {
        return out.toString(UTF_8);
    }

    synchronized byte[] outputBytes() {
        return out.toByteArray();
    }

    synchronized int outputLength() {
        return out.size();
    }

    /** What has come since the last call, as it came. */
    synchronized List<ByteBuffer> takePieces() {
        var taken = List.copyOf(pieces);
        pieces.clear();
        return taken;
    }

    synchronized String errors() {
        return err.toString(UTF_8);
    }

    String awaitOutput(String text) {
        return awaitOutput((Predicate<String>) seen -> seen.contains(text), text);
    }

    String awaitOutput(Predicate<String> wanted, String what) {
        await(what + " in the output of " + id).atMost(TestGateway.PATIENCE).until(() -> {
            resend();
            return wanted.test(output());
        });
        return output();
    }

    private static void send(Session by, Frame frame) {
        by.sendBinary(frame.wire(), Callback.NOOP);
    }
}
