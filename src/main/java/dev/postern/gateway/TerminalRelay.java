package dev.postern.gateway;

import dev.postern.gateway.spi.Happening.Did;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.Frame;
import dev.postern.protocol.IncomingStream;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.Publication;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.protocol.TerminalSize;
import dev.postern.session.EndCause;
import dev.postern.session.SessionState;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose client is a browser: Postern is the client's end of the wire. Output is spooled, then acknowledged, then shown; what is typed
 * is journalled, then sent, and sent again until the node acknowledges it. Both survive a kill.
 *
 * <p>The two directions have a lock each and wait for nothing but a file: a flood of output does not delay a key.
 */
final class TerminalRelay extends Relay {
    private static final Logger log = LoggerFactory.getLogger(TerminalRelay.class);

    /** Early frames kept while one is missing; they are acknowledged when they are spooled. */
    private static final int EARLY_FRAMES = 1_024;
    /** How long the last page may take to draw the last output. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(30);

    private final Spool spool;
    private final NodeInput input;
    /** Null where what is typed is not kept. */
    private final @Nullable InputNotes inputNotes;

    private final long window;

    /** Guards what comes from the node. */
    private final ReentrantLock output = new ReentrantLock();

    private IncomingStream incoming;

    /** Guards whose end {@link #browser} is. */
    private final ReentrantLock attaching = new ReentrantLock();

    /** Guards the decision to pause. */
    private final ReentrantLock pausing = new ReentrantLock();

    private volatile boolean paused;
    private volatile @Nullable BrowserEnd browser;
    private volatile boolean browserCame;

    private TerminalRelay(RelayPlan plan, Surroundings around, boolean takenUp, Spool spool, Timeline timeline)
            throws IOException {
        super(plan, around, takenUp, timeline);
        this.spool = spool;
        this.inputNotes = InputNotes.of(plan, spool, timeline, around.clock());
        var folder = folder(plan, around);
        var encryption = around.dataKeys().of(plan, folder, around.disk());
        this.input = NodeInput.open(plan, around, folder, spool, encryption, this::node, this::diskRefused);
        this.window = around.settings().window().toBytes();
        this.browserCame = takenUp;
        this.incoming = incoming();
        around.tapes().begin(plan.id(), new Growing(spool, timeline));
    }

    static TerminalRelay open(RelayPlan plan, Surroundings around, boolean takenUp) throws IOException {
        var folder = folder(plan, around);
        var spool = Spool.open(folder, around.disk());
        Timeline timeline = null;
        try {
            timeline = Timeline.open(folder, around.disk(), around.clock(), spool::end);
            return new TerminalRelay(plan, around, takenUp, spool, timeline);
        } catch (IOException | SessionKeyUnavailable e) {
            if (timeline != null) timeline.close();
            spool.close();
            throw e;
        }
    }

    static Path folder(RelayPlan plan, Surroundings around) {
        return around.spools().resolve(plan.id().value());
    }

    private IncomingStream incoming() {
        return IncomingStream.resumed(MessageType.OUTPUT_STREAM_DATA, around.ids(), EARLY_FRAMES, spool.nextSequence());
    }

    // ── output: node → spool → acknowledgement → browser

    @Override
    void fromNode(Frame frame, FrameLink link) {
        var type = frame.type();
        if (type.equals(MessageType.OUTPUT_STREAM_DATA)) output(frame, link);
        else if (type.equals(MessageType.ACKNOWLEDGE)) acknowledged(Acknowledgement.sequenceOf(frame));
        else if (!type.equals(MessageType.AGENT_SESSION_STATE))
            log.atDebug().addKeyValue("type", type).log("frame ignored");
    }

    private void output(Frame frame, FrameLink link) {
        var now = around.clock().instant();
        output.lock();
        try {
            switch (incoming.receive(frame)) {
                case IncomingStream.Received.Delivered(var frames) -> {
                    for (var next : frames) {
                        var opened = input.opened(next);
                        spool.append(opened, now);
                        take(opened);
                        show(opened);
                    }
                    // a person waits for what is shown, nobody for these
                    for (var next : frames) acknowledge(next, link, now);
                }
                case IncomingStream.Received.Duplicate _ -> acknowledge(frame, link, now);
                // kept in memory only: acknowledged when it is spooled
                case IncomingStream.Received.Buffered _, IncomingStream.Received.Dropped _ -> {}
            }
        } catch (IOException e) {
            incoming = incoming();
            diskRefused(e);
        } catch (ProtocolViolation broken) {
            misunderstood(broken);
        } finally {
            output.unlock();
        }
        regulate(link, true);
    }

    /** Nothing that follows could be believed: the session ends. */
    private void misunderstood(ProtocolViolation broken) {
        log.atWarn()
                .addKeyValue("session", plan.id())
                .addKeyValue("node", plan.node())
                .addKeyValue("violation", broken.getMessage())
                .log("session broken off");
        var why = new EndCause.Failed(
                "The node's end of the session is not as it should be: " + broken.getMessage() + ".");
        around.reports().execute(() -> end(why));
    }

    /** What was spooled just now: at once where the page keeps up, else by its writer. */
    private void show(Frame spooled) {
        var end = browser;
        if (end == null) return;
        var terminal = Spool.isTerminal(spooled.payloadType());
        if (!terminal || !end.bringAtOnce(spooled.payload(), spool.end() - spooled.payloadLength())) end.appended();
    }

    private void acknowledge(Frame frame, FrameLink link, Instant now) {
        link.send(incoming.acknowledge(frame, now));
    }

    private void take(Frame frame) {
        around.traffic().fromNode(frame.payloadLength());
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT, PayloadType.STDERR -> active();
            case PayloadType.EXIT_CODE -> exitCode(frame.payloadText());
            default ->
                log.atDebug().addKeyValue("payloadType", frame.payloadType()).log("no output");
        }
        input.spooled(frame);
    }

    // ── back-pressure

    /**
     * Pauses the node when the page is a window behind or gone, starts it again below half a window. The node un-pauses itself on anything it
     * receives, our acknowledgements too (protocol.md §3.7), so what still arrives is answered with another pause.
     */
    private void regulate(@Nullable FrameLink link, boolean justAcknowledged) {
        if (plan.kind() == Kind.COMMAND || link == null) return;
        if (!paused && browser != null && backlog() <= window) return;
        pausing.lock();
        try {
            var was = paused;
            // before looking again: a report of the page that comes from here on finds it paused and waits for the
            // lock,
            // one that came earlier is in the backlog. Otherwise the last report could pass by, and none would follow
            if (!was && backlog() > window) paused = true;
            paused = paused && backlog() >= window / 2;
            if (paused && (!was || justAcknowledged)) {
                link.send(Publication.pause(around.ids().get(), around.clock().instant()));
            } else if (!paused && was) {
                link.send(Publication.start(around.ids().get(), around.clock().instant()));
            }
        } finally {
            pausing.unlock();
        }
    }

    /** Output nobody has drawn yet. Without a page all of it: but before the first page, what fits a window may come. */
    private long backlog() {
        var end = browser;
        if (end != null) return spool.end() - end.parsed();
        return browserCame ? Long.MAX_VALUE : spool.end();
    }

    // ── input: browser → journal → node

    private void type(String client, ByteBuffer bytes, long offset) {
        if (inputNotes == null) input.type(client, bytes, offset);
        else typeAndNote(inputNotes, client, bytes, offset);
        active();
    }

    /** What cannot be noted is not taken, and what was taken before a refusal is noted. */
    private void typeAndNote(InputNotes notes, String client, ByteBuffer bytes, long offset) {
        if (!notes.takes()) throw notNoted();
        var shownFrom = spool.end();
        var before = input.typed(client).received();
        try {
            input.type(client, bytes.duplicate(), offset);
        } finally {
            var fresh = (int) (input.typed(client).received() - before);
            if (fresh > 0) notes.typed(bytes.slice((int) (bytes.position() + before - offset), fresh), shownFrom);
        }
    }

    private Attachment.InputRefused notNoted() {
        if (timeline.isFull()) return new Attachment.InputRefused("as much was typed as the recording may hold");
        diskRefused(new IOException("the timeline takes no more"));
        return new Attachment.InputRefused("what was typed cannot be recorded");
    }

    private void resize(int cols, int rows) {
        if (plan.kind() == Kind.COMMAND) return; // it has no terminal
        var size = new TerminalSize(cols, rows);
        if (input.resize(size)) timeline.resized(size);
    }

    private void acknowledged(long sequence) {
        if (input.acknowledged(sequence)) tellAccepted();
    }

    private void tellAccepted() {
        var end = browser;
        if (end != null) end.accepted(input.typed(end.client()).accepted());
    }

    @Override
    void nodeArrived(FrameLink link, boolean again) {
        input.arrived(link);
        // the node keeps a pause over its links; as if we had paused it, so that it is started again unless it must
        // rest
        pausing.lock();
        try {
            paused |= again;
        } finally {
            pausing.unlock();
        }
        regulate(link, false);
    }

    @Override
    void beat(Instant now) {
        var link = node();
        if (input.beat(link, now)) tellAccepted();
        if (inputNotes != null) inputNotes.look();
    }

    // ── the browser

    Attachment attach(Viewer viewer, AttachRequest request) {
        BrowserEnd end;
        BrowserEnd older;
        attaching.lock();
        try {
            var from = Replay.from(
                    spool, request.resumeFrom(), around.settings().replay().toBytes());
            older = browser;
            // a line that broke and came back goes on where it was; whoever else comes looks at the past first
            var goesOn = request.resumeFrom() >= 0
                    && from.exact()
                    && (older == null || older.client().equals(request.client()));
            var shownBefore = browserCame && !goesOn ? spool.end() : from.offset();
            end = new BrowserEnd(
                    viewer,
                    spool,
                    window,
                    request.client(),
                    from.offset(),
                    shownBefore,
                    from.exact(),
                    input.typed(request.client()));
            browser = end;
            browserCame = true;
        } catch (IOException e) {
            throw new IllegalStateException("the spool of " + plan.id() + " cannot be read", e);
        } finally {
            attaching.unlock();
        }
        // what was acknowledged since we asked
        end.accepted(input.typed(end.client()).accepted());
        if (older != null) older.replace();
        timeline.person(request.who(), Did.ATTACHED);
        tellLeg();
        clientArrived(end);
        resize(request.cols(), request.rows());
        end.start(plan.id().value());
        regulate(node(), false);
        return new Held(end, request.who());
    }

    private final class Held implements Attachment {
        private final BrowserEnd end;
        private final String who;
        private final AtomicBoolean left = new AtomicBoolean();

        Held(BrowserEnd end, String who) {
            this.end = end;
            this.who = who;
        }

        @Override
        public long received() {
            return end.received();
        }

        @Override
        public void typed(ByteBuffer bytes, long offsetOfFirstByte) {
            if (isHeld()) type(end.client(), bytes, offsetOfFirstByte);
        }

        @Override
        public void size(int cols, int rows) {
            if (isHeld()) resize(cols, rows);
        }

        @Override
        public void parsed(long outputOffset) {
            end.parsed(outputOffset);
            if (isHeld()) regulate(node(), false);
        }

        @Override
        public void close() {
            end.leave();
            if (!left.getAndSet(true) && !isEnding()) timeline.person(who, Did.LEFT);
            if (browser == end) {
                browser = null;
                clientLeft(end);
                regulate(node(), false);
            }
        }

        private boolean isHeld() {
            return browser == end && !isEnding() && !end.isOver();
        }
    }

    @Override
    void legIs(NodeLeg leg) {
        var end = browser;
        if (end != null) end.node(leg);
    }

    // ── the end

    @Override
    void dismissClient(EndCause cause, boolean inFull) {
        var end = browser;
        if (end == null) return;
        end.end(new SessionState.Ended(around.clock().instant(), cause), inFull);
        end.awaitFinished(LAST_OUTPUT);
    }

    @Override
    void sendClientAway(int code, String reason) {
        // the browser's socket is closed by its own server
        var end = browser;
        if (end != null) end.leave();
    }

    @Override
    void pingClient(Instant now) {
        // the terminal module pings its sockets
    }

    @Override
    boolean diskTakes() {
        output.lock();
        try {
            return spool.takes();
        } finally {
            output.unlock();
        }
    }

    @Override
    void force() throws IOException {
        spool.force();
        timeline.force();
        input.force();
    }

    @Override
    void close() {
        output.lock();
        try (spool;
                timeline;
                input) {
            if (inputNotes != null) inputNotes.lookAtLast();
            if (isEnding()) {
                input.erase();
                DataKeys.forget(folder(plan, around));
            }
            log.atDebug()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("bytes", spool.end())
                    .log("spool closed");
        } catch (IOException e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("spool not closed");
        } finally {
            output.unlock();
            around.tapes().end(plan.id());
        }
    }
}
