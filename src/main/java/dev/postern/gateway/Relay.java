package dev.postern.gateway;

import dev.postern.gateway.DataChannels.Completion;
import dev.postern.gateway.spi.Happening.Is;
import dev.postern.protocol.Frame;
import dev.postern.protocol.Publication;
import dev.postern.session.EndCause;
import dev.postern.session.SessionState;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.TokenHash;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live session: its two ends, who of them is there, and when it is over. What flows between them is the business of the two kinds of relay.
 *
 * <p>A session ends once, by whoever sets the cause first; the cause is reported before the ends are told.
 */
abstract sealed class Relay permits TerminalRelay, CommandLineRelay {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** How long an end may take to let go when it is cut. */
    static final Duration CUT = Duration.ofMillis(500);
    /** How long what the node sent before it said that it is done may take to arrive: it comes on another socket. */
    private static final Duration LAST_FRAMES = Duration.ofMillis(500);
    /** Between two words on how many sessions are before one that waits: it may change fifty times a second, and nobody reads that. */
    private static final Duration PLACES = Duration.ofSeconds(1);
    /** How long a session may wait for a disk that takes nothing. */
    static final Duration DISK_PATIENCE = Duration.ofSeconds(10);

    /** How long the node must be missing for it to be noted: it also goes at each end. */
    private static final Duration AWAY = Duration.ofSeconds(1);

    final RelayPlan plan;
    final Surroundings around;
    final Timeline timeline;

    private final AtomicReference<@Nullable EndCause> cause = new AtomicReference<>();
    /** Set when the session was cut or left to the next server: from then on nothing is forwarded. */
    private volatile boolean cut;

    /** Guards who is there. */
    private final ReentrantLock ends = new ReentrantLock();

    private final Condition nodeLeft = ends.newCondition();
    /** When the task went to the node, from when the two ends have their first pairing time; null while the session waits its turn. */
    private volatile @Nullable Instant begun;
    /** How many sessions are before it while it waits. */
    private volatile int before;

    private @Nullable NodeEnd node;
    private @Nullable Object client;
    private @Nullable Instant nodeMissing;
    private @Nullable Instant clientMissing;
    private boolean nodeCame;
    private boolean met;
    private @Nullable TokenHash clientToken;
    private @Nullable TokenHash nodeToken;

    /** Keeps what viewers are told of the node in order. */
    private final ReentrantLock telling = new ReentrantLock();

    /** Guards whether the node was last noted as away, so that notes come in order. */
    private final ReentrantLock noting = new ReentrantLock();

    private boolean notedAway;

    /** Guards what was last reported, so that reports come in order. */
    private final ReentrantLock reporting = new ReentrantLock();

    private Presence reported;

    private volatile long lastPayloadMillis;
    private volatile @Nullable Instant diskRefusedSince;
    private volatile @Nullable Integer exitCode;
    private Instant nextPing;
    private Instant nextPlace;

    private enum Presence {
        NOT_MET,
        BOTH,
        NODE_MISSING,
        CLIENT_MISSING,
        UNKNOWN
    }

    /** @param takenUp it was live before a restart: its ends have the grace period, not the first pairing time */
    Relay(RelayPlan plan, Surroundings around, boolean takenUp, Timeline timeline) {
        this.plan = plan;
        this.around = around;
        this.timeline = timeline;
        var now = around.clock().instant();
        this.begun = takenUp ? now : null;
        this.nodeCame = takenUp;
        this.met = takenUp;
        this.reported = takenUp ? Presence.UNKNOWN : Presence.NOT_MET;
        this.clientToken = plan.clientToken();
        this.nodeMissing = now;
        this.clientMissing = now;
        this.lastPayloadMillis = now.toEpochMilli();
        this.nextPing = now.plus(around.settings().ping());
        this.nextPlace = now;
        if (takenUp) around.reports().execute(this::report);
    }

    // ── what the kinds of relay do

    /** A frame from the node, in the order of its socket. */
    abstract void fromNode(Frame frame, FrameLink link);

    /**
     * A new link to the node stands: send again what was under way.
     *
     * @param again not the first one: the node may still be paused, by us or by the server we are the restart of
     */
    abstract void nodeArrived(FrameLink link, boolean again);

    /** Ten times a second. */
    abstract void beat(Instant now);

    /** Tells the client, after everything it was sent when {@code inFull}, and lets it go. Returns when that is done. */
    abstract void dismissClient(EndCause cause, boolean inFull);

    /** Whether the recording can be written again. */
    abstract boolean diskTakes();

    /** To the disk itself. */
    abstract void force() throws IOException;

    /** Lets go of its files. */
    abstract void close();

    /** The server stops: the client is told to come back. */
    abstract void sendClientAway(int code, String reason);

    // ── its turn

    /** The node is given the task now: the clocks run from here. False when the session is over. */
    boolean begin() {
        active();
        begun = around.clock().instant();
        tellLeg();
        return !isEnding();
    }

    /** @param before how many sessions are before this one */
    void waits(int before) {
        this.before = before;
    }

    // ── the node's end

    /** The node's link with what is known of it. */
    final class NodeEnd implements Inlet {
        private final FrameLink link;
        private volatile long heardMillis = around.clock().millis();

        NodeEnd(FrameLink link) {
            this.link = link;
        }

        @Override
        public void received(Frame frame) {
            heard();
            if (!cut) fromNode(frame, link);
        }

        @Override
        public void heard() {
            heardMillis = around.clock().millis();
        }

        @Override
        public void closed() {
            ends.lock();
            try {
                if (node != this) return;
                node = null;
                nodeMissing = around.clock().instant();
                nodeLeft.signalAll();
            } finally {
                ends.unlock();
            }
            presenceChanged();
        }
    }

    /** The token that opens the node's end, once; an older one is void. */
    void expectNode(TokenHash token) {
        ends.lock();
        try {
            nodeToken = token;
        } finally {
            ends.unlock();
        }
    }

    /** Null when the token is not the one expected, or the session is over. */
    @Nullable Inlet openNodeEnd(String token, FrameLink link) {
        var end = new NodeEnd(link);
        NodeEnd older;
        boolean again;
        ends.lock();
        try {
            if (nodeToken == null || !nodeToken.matches(token) || isEnding()) return null;
            nodeToken = null;
            older = node;
            node = end;
            nodeMissing = null;
            again = nodeCame;
            nodeCame = true;
        } finally {
            ends.unlock();
        }
        if (older != null) older.link.close(FrameLink.NORMAL, "replaced by a newer connection");
        nodeArrived(link, again);
        presenceChanged();
        if (!again) around.reports().execute(() -> around.ledger().nodeCame(plan.id()));
        return end;
    }

    /** The link to the node, null while it is away. */
    @Nullable FrameLink node() {
        ends.lock();
        try {
            return node == null ? null : node.link;
        } finally {
            ends.unlock();
        }
    }

    // ── the client's end

    void expectClient(TokenHash token) {
        ends.lock();
        try {
            clientToken = token;
        } finally {
            ends.unlock();
        }
    }

    boolean opensClientEnd(String token) {
        ends.lock();
        try {
            return clientToken != null && clientToken.matches(token);
        } finally {
            ends.unlock();
        }
    }

    void clientArrived(Object end) {
        ends.lock();
        try {
            client = end;
            clientMissing = null;
        } finally {
            ends.unlock();
        }
        presenceChanged();
    }

    /** Does nothing when another client came meanwhile. */
    @SuppressWarnings("ReferenceEquality") // this very connection, not one like it
    void clientLeft(Object end) {
        ends.lock();
        try {
            if (client != end) return;
            client = null;
            clientMissing = around.clock().instant();
        } finally {
            ends.unlock();
        }
        presenceChanged();
    }

    // ── who is there

    private void presenceChanged() {
        ends.lock();
        try {
            if (node != null && client != null) met = true;
        } finally {
            ends.unlock();
        }
        noteNode(around.clock().instant());
        tellLeg();
        around.reports().execute(this::report);
    }

    /** Once both ends have met. */
    private void noteNode(Instant now) {
        noting.lock();
        try {
            var away = isAway(now);
            if (away == notedAway || isEnding() || cut) return;
            notedAway = away;
            timeline.state(away ? Is.NODE_AWAY : Is.NODE_BACK);
        } finally {
            noting.unlock();
        }
    }

    private boolean isAway(Instant now) {
        ends.lock();
        try {
            return met && nodeMissing != null && (notedAway || !now.isBefore(nodeMissing.plus(AWAY)));
        } finally {
            ends.unlock();
        }
    }

    /** Tells whoever looks how it stands with the node. */
    final void tellLeg() {
        telling.lock();
        try {
            legIs(leg());
        } finally {
            telling.unlock();
        }
    }

    private NodeLeg leg() {
        ends.lock();
        try {
            if (node != null) return new NodeLeg.There();
            if (nodeCame) return new NodeLeg.Away();
            return begun == null ? new NodeLeg.Waits(before) : new NodeLeg.Starts();
        } finally {
            ends.unlock();
        }
    }

    /** It stands so with the node, now or still. Calls come in order. */
    abstract void legIs(NodeLeg leg);

    private void report() {
        reporting.lock();
        try {
            var now = presence();
            if (now == reported || isEnding() || cut) return;
            reported = now;
            switch (now) {
                case BOTH -> around.ledger().connected(plan.id());
                case NODE_MISSING -> around.ledger().disconnected(plan.id(), SessionState.End.NODE);
                case CLIENT_MISSING -> around.ledger().disconnected(plan.id(), SessionState.End.CLIENT);
                case NOT_MET, UNKNOWN -> {}
            }
        } catch (RuntimeException e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("state not written");
        } finally {
            reporting.unlock();
        }
    }

    private Presence presence() {
        ends.lock();
        try {
            if (!met) return Presence.NOT_MET;
            if (node == null) return Presence.NODE_MISSING;
            return client == null ? Presence.CLIENT_MISSING : Presence.BOTH;
        } finally {
            ends.unlock();
        }
    }

    // ── time

    /** Called ten times a second, by one thread. */
    final void tick(Instant now) {
        if (isEnding()) return;
        var due = dueEnd(now);
        if (due != null) {
            around.reports().execute(() -> end(due));
            return;
        }
        keepAlive(now);
        if (begun == null && !now.isBefore(nextPlace)) {
            nextPlace = now.plus(PLACES);
            tellLeg();
        }
        retryDisk(now);
        noteNode(now);
        beat(now);
    }

    private @Nullable EndCause dueEnd(Instant now) {
        var maximum = plan.maximum();
        if (maximum != null && !now.isBefore(plan.requestedAt().plus(maximum)))
            return new EndCause.MaximumDuration(maximum);
        var since = begun;
        if (since == null) return null;
        if (now.toEpochMilli() - lastPayloadMillis >= plan.idle().toMillis()) return new EndCause.Idle(plan.idle());
        var refused = diskRefusedSince;
        if (refused != null && !now.isBefore(refused.plus(DISK_PATIENCE))) {
            return new EndCause.Failed(
                    "The session was ended because it could not be recorded: the server's disk takes no more.");
        }
        ends.lock();
        try {
            if (!met) return now.isBefore(since.plus(around.settings().firstPairing())) ? null : notMet();
            var grace = around.settings().grace();
            if (nodeMissing != null && !now.isBefore(nodeMissing.plus(grace))) return new EndCause.NodeLost();
            if (clientMissing != null && !now.isBefore(clientMissing.plus(grace))) return new EndCause.ClientLost();
            return null;
        } finally {
            ends.unlock();
        }
    }

    private EndCause notMet() {
        var limit = around.settings().firstPairing().toSeconds() + " s";
        return nodeMissing != null
                ? new EndCause.Failed("The node did not answer within " + limit + ".")
                : new EndCause.Failed("No client connected within " + limit + ".");
    }

    private void keepAlive(Instant now) {
        var end = nodeEnd();
        if (end != null
                && now.toEpochMilli() - end.heardMillis
                        > around.settings().silence().toMillis()) {
            log.atWarn()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("node", plan.node())
                    .log("node silent, connection dropped");
            end.link.abort();
        }
        if (now.isBefore(nextPing)) return;
        nextPing = now.plus(around.settings().ping());
        if (end != null) end.link.ping();
        pingClient(now);
    }

    abstract void pingClient(Instant now);

    private @Nullable NodeEnd nodeEnd() {
        ends.lock();
        try {
            return node;
        } finally {
            ends.unlock();
        }
    }

    /** Terminal payload passed: the session is not idle. */
    void active() {
        lastPayloadMillis = around.clock().millis();
    }

    // ── a disk that is full

    /** Called where a frame could not be spooled. It was not acknowledged, so it comes again. */
    void diskRefused(IOException why) {
        if (diskRefusedSince != null) return;
        diskRefusedSince = around.clock().instant();
        log.atError().addKeyValue("session", plan.id()).setCause(why).log("session paused: it cannot be recorded");
        timeline.state(Is.PAUSED);
        var link = node();
        if (link != null)
            link.send(Publication.pause(around.ids().get(), around.clock().instant()));
    }

    private void retryDisk(Instant now) {
        if (diskRefusedSince == null || !diskTakes() || !timeline.takes()) return;
        diskRefusedSince = null;
        timeline.state(Is.GOES_ON);
        log.atInfo().addKeyValue("session", plan.id()).log("session goes on: it can be recorded again");
        var link = node();
        if (link != null) link.send(Publication.start(around.ids().get(), now));
    }

    // ── the end

    boolean isEnding() {
        return cause.get() != null;
    }

    boolean wasCut() {
        return cut;
    }

    /** Text of a frame of type 12: {@code EXIT_CODE: 3}. */
    void exitCode(String text) {
        var number = text.startsWith("EXIT_CODE:")
                ? text.substring("EXIT_CODE:".length()).strip()
                : "";
        if (number.matches("-?[0-9]{1,9}")) exitCode = Integer.valueOf(number);
    }

    /** The node says that it is done; what it sent before is still delivered. */
    void completed(Completion completion, Runnable written) {
        around.reports().execute(() -> {
            awaitLastFrames();
            end(cause(completion, exitCode), true);
            written.run();
        });
    }

    /** @param exitCode what the session's frames said of it; null if nothing */
    static EndCause cause(Completion completion, @Nullable Integer exitCode) {
        return switch (completion) {
            case Completion.Succeeded(var status) -> {
                var known = status != null ? status : exitCode;
                yield known == null ? new EndCause.Finished() : new EndCause.Exited(known);
            }
            case Completion.Failed(var output) -> new EndCause.Failed(output);
            case Completion.Stopped() -> new EndCause.NodeStopped();
        };
    }

    private void awaitLastFrames() {
        ends.lock();
        try {
            var left = LAST_FRAMES.toNanos();
            while (node != null && left > 0) left = nodeLeft.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ends.unlock();
        }
    }

    /** Cuts the session. False when it was ending already. */
    boolean end(EndCause why) {
        return end(why, false);
    }

    private boolean end(EndCause why, boolean inFull) {
        if (!cause.compareAndSet(null, why)) return false;
        cut = !inFull;
        try {
            around.ledger().ended(plan.id(), why);
        } catch (RuntimeException e) {
            // a session nobody can account for must not go on either
            around.untold().accept(plan.id(), why);
            log.atError()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("cause", why)
                    .setCause(e)
                    .log("end not written");
        }
        around.over().accept(this);
        dismissNode(why, inFull);
        around.reports().execute(() -> {
            try {
                dismissClient(why, inFull);
            } finally {
                close();
            }
        });
        return true;
    }

    private void dismissNode(EndCause why, boolean inFull) {
        var link = node();
        var words = Farewell.words(why);
        if (link == null) {
            if (!inFull && begun != null) around.backend().cancel(plan.node(), plan.id(), words);
            return;
        }
        if (!inFull)
            link.send(Farewell.closed(
                    plan, words, around.ids().get(), around.clock().instant()));
        letGo(link, FrameLink.NORMAL, "session ended");
    }

    /** Waits until the last words are out, but not for long. */
    static void letGo(FrameLink link, int code, String reason) {
        try {
            if (link.awaitUnsentBelow(1, CUT)) link.close(code, reason);
            else link.abort();
        } catch (InterruptedException e) {
            link.abort();
            Thread.currentThread().interrupt();
        }
    }

    /** The server stops and the session does not: both ends are told to come back. */
    final void suspend() {
        cut = true;
        var link = node();
        if (link != null) link.close(FrameLink.RESTART, "Postern restarts: come back");
        sendClientAway(FrameLink.RESTART, "Postern restarts: come back");
        close();
    }
}
