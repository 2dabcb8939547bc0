package dev.postern.gateway;

import dev.postern.gateway.spi.Happening.Did;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AcknowledgementMemory;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.IncomingStream.Received;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.Publication;
import dev.postern.session.EndCause;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose client dials in: numbers, ids and acknowledgements run end to end, frames pass untouched. The relay spools the output of
 * terminals and commands, remembers acknowledgements, and holds the node back when the client is slow.
 *
 * <p>The client's end is a cursor: on the spool, or for a port session on the frames that did not get out yet. Whoever brings a frame sends it at
 * once when the cursor is at the head and the client's socket is free; else the client's one writer, a virtual thread, catches up.
 *
 * <p>What is under way to an end and not acknowledged goes out again when that end connects anew; input also when it stays unacknowledged, since not
 * every client repeats.
 */
final class CommandLineRelay extends Relay {
    private static final Logger log = LoggerFactory.getLogger(CommandLineRelay.class);

    /** What one socket may hold unsent; the rest stays where it can still be dropped by a cut. */
    private static final long IN_FLIGHT = 256 * 1024;
    /** Unsent frames of a port session beyond this are dropped: they are not acknowledged, so the node sends them again. */
    private static final long MOST_WAITING = 4L * 1024 * 1024;
    /** What is kept of one direction until it is acknowledged: twice what Postern's agent sends ahead. */
    private static final long MOST_UNDER_WAY = 4L * 1024 * 1024;
    /** Twice the longest a stock end waits before it repeats. */
    private static final Duration UNREPEATED = Duration.ofSeconds(2);

    private static final int EARLY_FRAMES = 1_024;
    /** How long the client may take to acknowledge the last output. */
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(5);
    /** How long one look at the client's socket may take. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** What a node may leave unread before the client is held back. */
    private static final long MOST_UNREAD = 1024 * 1024;
    /** smux NOPs keep a forward alive and are no traffic: 01 03 00 00, stream 0 (protocol.md §6.2). */
    private static final long NOP = 0x0103_0000_0000_0000L;

    private final @Nullable Spool spool;
    private final @Nullable SpoolFile acknowledged;
    private final ClientNotes notes;
    private final long window;

    /** Guards the way from the node to the client. */
    private final ReentrantLock output = new ReentrantLock();

    private final Condition more = output.newCondition();
    private final Condition lessUnacknowledged = output.newCondition();
    private final AcknowledgementMemory outputAcks;
    private IncomingStream incoming;
    private @Nullable ClientEnd client;
    /** Spooled sessions: the number of the frame that goes out next, and where its bytes begin. */
    private long cursor;

    private long cursorOffset;
    /** Port sessions: what did not get out yet. */
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

    private long waitingBytes;
    /** Port sessions: what got out. */
    private final UnderWay toClient = new UnderWay(MOST_UNDER_WAY);

    private long highest = -1;
    private boolean paused;
    private boolean clientCame;

    /** Guards the way from the client to the node. */
    private final ReentrantLock input = new ReentrantLock();

    private final AcknowledgementMemory inputAcks = new AcknowledgementMemory(0);
    private final UnderWay toNode = new UnderWay(MOST_UNDER_WAY);

    private CommandLineRelay(
            RelayPlan plan,
            Surroundings around,
            boolean takenUp,
            @Nullable Spool spool,
            @Nullable SpoolFile acknowledged,
            Timeline timeline)
            throws IOException {
        super(plan, around, takenUp, timeline);
        this.spool = spool;
        this.notes = new ClientNotes(plan, spool, timeline, around.clock());
        this.acknowledged = acknowledged;
        this.window = around.settings().window().toBytes();
        this.clientCame = takenUp;
        this.outputAcks = new AcknowledgementMemory(acknowledged == null ? 0 : readAcknowledged(acknowledged));
        this.incoming = incoming();
        rewind();
        around.tapes().begin(plan.id(), new Growing(spool, timeline));
    }

    static CommandLineRelay open(RelayPlan plan, Surroundings around, boolean takenUp) throws IOException {
        var folder = TerminalRelay.folder(plan, around);
        if (plan.kind() == Kind.PORT) return openPort(plan, around, takenUp, folder);
        var spool = Spool.open(folder, around.disk());
        Timeline timeline = null;
        try {
            var acknowledged = around.disk().open(folder.resolve("acknowledged"));
            timeline = Timeline.open(folder, around.disk(), around.clock(), spool::end);
            return new CommandLineRelay(plan, around, takenUp, spool, acknowledged, timeline);
        } catch (IOException e) {
            if (timeline != null) timeline.close();
            spool.close();
            throw e;
        }
    }

    /** Its bytes are only counted. */
    private static CommandLineRelay openPort(RelayPlan plan, Surroundings around, boolean takenUp, Path folder)
            throws IOException {
        var timeline = Timeline.open(folder, around.disk(), around.clock(), () -> 0);
        return new CommandLineRelay(plan, around, takenUp, null, null, timeline);
    }

    private static long readAcknowledged(SpoolFile file) throws IOException {
        var number = ByteBuffer.allocate(Long.BYTES);
        file.read(number, 0);
        return number.hasRemaining() ? 0 : number.getLong(0);
    }

    private IncomingStream incoming() {
        var next = spool == null ? 0 : spool.nextSequence();
        return IncomingStream.resumed(MessageType.OUTPUT_STREAM_DATA, around.ids(), EARLY_FRAMES, next);
    }

    // ── node → client

    @Override
    void fromNode(Frame frame, FrameLink link) {
        var type = frame.type();
        if (type.equals(MessageType.OUTPUT_STREAM_DATA)) output(frame, link);
        else if (type.equals(MessageType.ACKNOWLEDGE)) inputAcknowledged(frame);
        else if (!type.equals(MessageType.AGENT_SESSION_STATE))
            log.atDebug().addKeyValue("type", type).log("frame ignored");
    }

    private void output(Frame frame, FrameLink link) {
        var now = around.clock().instant();
        output.lock();
        try {
            // the acknowledgement was there before the node looked for it; the stock plugin never repeats one
            var known = outputAcks.answer(frame, around.ids(), now);
            if (known.isPresent()) {
                link.send(known.get());
            } else if (spool == null) {
                forwardUnspooled(frame);
            } else {
                forwardSpooled(frame, spool, now);
            }
            regulate(link, true);
        } catch (IOException e) {
            incoming = incoming();
            diskRefused(e);
        } finally {
            output.unlock();
        }
    }

    private void forwardSpooled(Frame frame, Spool spool, Instant now) throws IOException {
        switch (incoming.receive(frame)) {
            case Received.Delivered(var frames) -> {
                for (var next : frames) {
                    spool.append(next, now);
                    count(next);
                    if (next.payloadType() == PayloadType.EXIT_CODE) exitCode(next.payloadText());
                    if (next.sequence() == cursor && isClientFree()) sendSpooled(next, spool.end());
                }
                if (cursor < spool.nextSequence()) more.signalAll();
            }
            // sent before and not acknowledged: it may not have arrived
            case Received.Duplicate _ -> {
                if (frame.sequence() < cursor && isClientFree() && client != null) client.link.send(frame);
            }
            case Received.Buffered _, Received.Dropped _ -> {}
        }
    }

    private void sendSpooled(Frame frame, long end) {
        if (client == null) return;
        client.link.send(frame);
        cursor = frame.sequence() + 1;
        cursorOffset = end;
    }

    private void forwardUnspooled(Frame frame) {
        if (frame.sequence() > highest) {
            highest = frame.sequence();
            count(frame);
        }
        if (waiting.isEmpty() && isClientFree() && client != null) {
            sendUnspooled(client, frame);
        } else if (waitingBytes + frame.length() <= MOST_WAITING) {
            waiting.add(frame);
            waitingBytes += frame.length();
            more.signalAll();
        }
    }

    private void sendUnspooled(ClientEnd end, Frame frame) {
        toClient.add(frame, around.clock().instant());
        end.link.send(frame);
    }

    private boolean isClientFree() {
        return client != null && client.link.unsent() < IN_FLIGHT;
    }

    private void count(Frame frame) {
        around.traffic().fromNode(frame.payloadLength());
        if (!isPayload(frame)) return;
        notes.fromNode(frame.payloadLength());
        active();
    }

    private boolean isPayload(Frame frame) {
        if (!Spool.isTerminal(frame.payloadType())) return false;
        return plan.kind() != Kind.PORT
                || frame.payloadLength() != Long.BYTES
                || frame.payload().getLong() != NOP;
    }

    /** The client's writer: sends what did not go out at once, as fast as the socket takes it. */
    private void write(ClientEnd end) {
        try {
            while (catchUp(end)) end.link.awaitUnsentBelow(IN_FLIGHT / 2, LOOK);
        } catch (IOException e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("spool not readable");
            end.link.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until the socket is full, sleeps while there is nothing. False when this client is no longer the one. */
    private boolean catchUp(ClientEnd end) throws IOException, InterruptedException {
        output.lock();
        try {
            while (client == end && isCaughtUp()) {
                regulate(node(), false);
                // it is paused for what the client has not taken: only its taking it can start the node again
                if (paused && end.link.unsent() >= IN_FLIGHT / 2) return !wasCut();
                more.await();
            }
            while (client == end && !isCaughtUp() && isClientFree()) sendNext();
            regulate(node(), false);
            return client == end && !wasCut();
        } finally {
            output.unlock();
        }
    }

    private boolean isCaughtUp() {
        return spool == null ? waiting.isEmpty() : cursor >= spool.nextSequence();
    }

    private void sendNext() throws IOException {
        if (spool == null) {
            var frame = waiting.remove();
            waitingBytes -= frame.length();
            if (client != null) sendUnspooled(client, frame);
            return;
        }
        var entry = spool.read(cursor);
        if (outputAcks.remembers(cursor)) {
            cursor++;
            cursorOffset = entry.end();
        } else {
            sendSpooled(spool.frame(cursor), entry.end());
        }
    }

    /** To the first frame the client did not acknowledge. */
    private void rewind() throws IOException {
        if (spool == null) {
            for (var frame : toClient.takeAll().reversed()) {
                waiting.addFirst(frame);
                waitingBytes += frame.length();
            }
            return;
        }
        cursor = Math.min(outputAcks.upTo(), spool.nextSequence());
        cursorOffset = cursor == 0 ? 0 : spool.read(cursor - 1).end();
    }

    /** As for browsers, with what the client's socket has not taken. Never for commands: a pause fails them. */
    private void regulate(@Nullable FrameLink link, boolean justReceived) {
        if (plan.kind() == Kind.COMMAND || link == null) return;
        var unsent = unsent();
        var wanted = paused ? unsent >= window / 2 : unsent > window;
        if (wanted && (!paused || justReceived))
            link.send(Publication.pause(around.ids().get(), around.clock().instant()));
        else if (!wanted && paused)
            link.send(Publication.start(around.ids().get(), around.clock().instant()));
        paused = wanted;
    }

    private long unsent() {
        var kept = spool == null ? waitingBytes : spool.end() - cursorOffset;
        if (client != null) return kept + client.link.unsent();
        return clientCame ? Long.MAX_VALUE : kept;
    }

    private void inputAcknowledged(Frame frame) {
        var sequence = Acknowledgement.sequenceOf(frame);
        input.lock();
        try {
            inputAcks.remember(sequence);
            toNode.acknowledged(sequence);
        } finally {
            input.unlock();
        }
        sendToClient(frame);
    }

    private void sendToClient(Frame frame) {
        var end = client();
        if (end != null) end.link.send(frame);
    }

    private @Nullable ClientEnd client() {
        output.lock();
        try {
            return client;
        } finally {
            output.unlock();
        }
    }

    // ── client → node

    /** The client's link with what is known of it. */
    private final class ClientEnd implements Inlet {
        private final FrameLink link;
        private volatile long heardMillis = around.clock().millis();

        ClientEnd(FrameLink link) {
            this.link = link;
        }

        @Override
        public void received(Frame frame) {
            heard();
            if (!isEnding() || !wasCut()) fromClient(frame);
        }

        @Override
        public void heard() {
            heardMillis = around.clock().millis();
        }

        @Override
        public void closed() {
            output.lock();
            try {
                if (client != this) return;
                client = null;
                more.signalAll();
                lessUnacknowledged.signalAll();
                regulate(node(), false);
            } finally {
                output.unlock();
            }
            if (!isEnding()) timeline.person(plan.owner(), Did.LEFT);
            clientLeft(this);
        }
    }

    Inlet openClientEnd(FrameLink link) throws IOException {
        var end = new ClientEnd(link);
        ClientEnd older;
        output.lock();
        try {
            older = client;
            client = end;
            clientCame = true;
            rewind();
            more.signalAll();
            // it was paused while nobody was there; a client that has everything gives no other occasion to start it
            regulate(node(), false);
        } finally {
            output.unlock();
        }
        if (older != null) {
            timeline.person(plan.owner(), Did.LEFT);
            older.link.close(FrameLink.NORMAL, "replaced by a newer connection");
        }
        timeline.person(plan.owner(), Did.ATTACHED);
        Thread.ofVirtual().name("client-" + plan.id()).start(() -> write(end));
        clientArrived(end);
        return end;
    }

    private void fromClient(Frame frame) {
        var type = frame.type();
        if (type.equals(MessageType.INPUT_STREAM_DATA)) input(frame);
        else if (type.equals(MessageType.ACKNOWLEDGE)) outputAcknowledged(frame);
        else
            log.atDebug()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("type", type)
                    .log("frame ignored");
    }

    private void input(Frame frame) {
        // it was not acknowledged: the client sends it again
        if (!notes.takesInput()) {
            notNoted();
            return;
        }
        Optional<Frame> known;
        input.lock();
        try {
            known = inputAcks.answer(frame, around.ids(), around.clock().instant());
            if (known.isEmpty()) {
                toNode.add(frame, around.clock().instant());
                notes.fromClient(frame, isPayload(frame));
            }
        } finally {
            input.unlock();
        }
        if (known.isPresent()) {
            sendToClient(known.get());
            return;
        }
        if (isPayload(frame)) active();
        var link = node();
        // without a node it waits for one
        if (link == null) return;
        around.traffic().toNode(frame.payloadLength());
        link.send(frame);
        holdBack(link);
    }

    private void notNoted() {
        if (timeline.isFull())
            log.atDebug().addKeyValue("session", plan.id()).log("input refused: the timeline is full");
        else diskRefused(new IOException("the timeline takes no more"));
    }

    /** Not reading is how a client is held back. */
    private static void holdBack(FrameLink link) {
        if (link.unsent() < MOST_UNREAD) return;
        try {
            link.awaitUnsentBelow(MOST_UNREAD / 2, LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void outputAcknowledged(Frame frame) {
        var sequence = Acknowledgement.sequenceOf(frame);
        output.lock();
        try {
            // bertrandmartel/aws-ssm-session acknowledges acknowledgements, too, as if they were output with their
            // number
            if (sequence >= nextOutput()) return;
            var before = outputAcks.upTo();
            outputAcks.remember(sequence);
            toClient.acknowledged(sequence);
            if (outputAcks.upTo() != before) remember(outputAcks.upTo());
            lessUnacknowledged.signalAll();
        } catch (IOException e) {
            diskRefused(e);
        } finally {
            output.unlock();
        }
        var link = node();
        if (link != null) link.send(frame);
    }

    private long nextOutput() {
        return spool == null ? highest + 1 : spool.nextSequence();
    }

    /** Before it is forwarded: after a restart the plugin would not acknowledge again what the node then sends again. */
    private void remember(long upTo) throws IOException {
        if (acknowledged != null)
            acknowledged.write(ByteBuffer.allocate(Long.BYTES).putLong(0, upTo), 0);
    }

    // ── presence, time, end

    @Override
    void nodeArrived(FrameLink link, boolean again) {
        output.lock();
        try {
            // the node keeps a pause over its links; as if we had paused it, so that it is started again unless it must
            // rest
            if (again) paused = true;
            regulate(link, false);
        } finally {
            output.unlock();
        }
        input.lock();
        try {
            for (var frame : toNode.all()) link.send(frame);
        } finally {
            input.unlock();
        }
    }

    @Override
    void legIs(NodeLeg leg) {
        // a command-line client is not told: the node's acknowledgements stop, and come again
    }

    @Override
    void beat(Instant now) {
        notes.beat(now);
        var link = node();
        if (link == null) return;
        input.lock();
        try {
            toNode.overdue(UNREPEATED, now).ifPresent(link::send);
        } finally {
            input.unlock();
        }
    }

    @Override
    void pingClient(Instant now) {
        var end = client();
        if (end == null) return;
        if (now.toEpochMilli() - end.heardMillis > around.settings().silence().toMillis()) {
            log.atWarn().addKeyValue("session", plan.id()).log("client silent, connection dropped");
            end.link.abort();
        } else {
            end.link.ping();
        }
    }

    @Override
    void dismissClient(EndCause cause, boolean inFull) {
        var end = client();
        if (end == null) return;
        if (inFull) awaitAcknowledgements(end);
        end.link.send(Farewell.closed(
                plan, Farewell.words(cause), around.ids().get(), around.clock().instant()));
        letGo(end.link, FrameLink.NORMAL, "session ended");
    }

    private void awaitAcknowledgements(ClientEnd end) {
        output.lock();
        try {
            var left = LAST_ACKNOWLEDGEMENTS.toNanos();
            var last = nextOutput();
            while (client == end && outputAcks.upTo() < last && left > 0) left = lessUnacknowledged.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            output.unlock();
        }
    }

    @Override
    void sendClientAway(int code, String reason) {
        var end = client();
        if (end != null) end.link.close(code, reason);
    }

    @Override
    boolean diskTakes() {
        output.lock();
        try {
            return spool == null || spool.takes();
        } finally {
            output.unlock();
        }
    }

    @Override
    void force() throws IOException {
        if (spool != null) spool.force();
        timeline.force();
    }

    @Override
    void close() {
        output.lock();
        try (spool;
                acknowledged;
                timeline) {
            client = null;
            more.signalAll();
            notes.noteLast();
        } catch (IOException e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("spool not closed");
        } finally {
            output.unlock();
            around.tapes().end(plan.id());
        }
    }
}
