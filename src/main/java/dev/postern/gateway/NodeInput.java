package dev.postern.gateway;

import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OutgoingStream;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.TerminalSize;
import dev.postern.session.spi.RelayPlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a browser session sends to its node: journalled, then numbered and sent, and sent again until the node acknowledges it. While a handshake is
 * to come, what is typed is held, so that the answers get the first numbers.
 *
 * <p>Safe for use by several threads; waits for nothing but a file.
 */
final class NodeInput implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(NodeInput.class);

    /** Both stock ends read and send 1,024 bytes at most. */
    private static final int PAYLOAD = 1_024;
    /** So many acknowledged frames are noted at once, or fewer ten times a second. */
    private static final int MOST_TAKEN = 64;

    private final RelayPlan plan;
    private final Surroundings around;
    private final Supplier<@Nullable FrameLink> node;
    private final Consumer<IOException> diskRefused;
    private final InputJournal journal;
    private final HeldInput held;

    /** Guards all below, and the two above. */
    private final ReentrantLock lock = new ReentrantLock();

    private final BrowserHandshake handshake;
    private OutgoingStream outgoing;
    /** Frames the node acknowledged, not yet noted in the journal. */
    private final List<Long> taken = new ArrayList<>();

    private @Nullable TerminalSize size;
    /** What is typed goes to the node, and is not held. */
    private boolean flows;

    private NodeInput(
            RelayPlan plan,
            Surroundings around,
            Supplier<@Nullable FrameLink> node,
            Consumer<IOException> diskRefused,
            BrowserHandshake handshake,
            InputJournal journal,
            HeldInput held) {
        this.plan = plan;
        this.around = around;
        this.node = node;
        this.diskRefused = diskRefused;
        this.handshake = handshake;
        this.journal = journal;
        this.held = held;
        this.outgoing = outgoing();
    }

    /**
     * As it was left, or empty.
     *
     * @param spool where the node's part of the handshake is
     * @param encryption null for a session in the clear
     * @param node the present link, null while there is none
     * @param diskRefused told when something could not be written; it was not taken
     */
    static NodeInput open(
            RelayPlan plan,
            Surroundings around,
            Path folder,
            Spool spool,
            ClientHandshake.@Nullable Encryption encryption,
            Supplier<@Nullable FrameLink> node,
            Consumer<IOException> diskRefused)
            throws IOException {
        var journal = InputJournal.open(folder, around.disk(), encryption == null ? 0 : SessionCipher.OVERHEAD_BYTES);
        try {
            var now = around.clock().instant();
            var handshake = BrowserHandshake.of(plan.kind(), encryption, spool, journal.nextSequence(), now);
            var held = HeldInput.open(folder, around.disk());
            var input = new NodeInput(plan, around, node, diskRefused, handshake, journal, held);
            input.goOn();
            return input;
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private OutgoingStream outgoing() {
        return OutgoingStream.resumed(
                MessageType.INPUT_STREAM_DATA,
                around.ids(),
                journal.nextSequence(),
                journal.unacknowledged(),
                around.clock().instant());
    }

    // ── what is typed

    /**
     * Takes what it has not received before.
     *
     * @throws Attachment.InputRefused when bytes are missing before these, or there is no room
     */
    void type(String client, ByteBuffer bytes, long offset) {
        lock.lock();
        try {
            var received = typed(client).received();
            if (offset > received) {
                throw new Attachment.InputRefused("typed bytes " + received + " to " + offset + " are missing");
            }
            var fresh = after(received, bytes, offset);
            if (flows) send(client, fresh, received);
            else hold(client, fresh, received);
        } finally {
            lock.unlock();
        }
    }

    /** How far this tab's typing came: on its way to the node, or held until it may go. */
    InputJournal.Typed typed(String client) {
        lock.lock();
        try {
            var sent = journal.typed(client);
            return new InputJournal.Typed(Math.max(sent.received(), held.received(client)), sent.accepted());
        } finally {
            lock.unlock();
        }
    }

    /** What of these bytes lies beyond the ones received. */
    private static ByteBuffer after(long received, ByteBuffer bytes, long offset) {
        var known = Math.clamp(received - offset, 0, bytes.remaining());
        return bytes.slice(bytes.position() + known, bytes.remaining() - known);
    }

    private void send(String client, ByteBuffer fresh, long offset) {
        var at = offset;
        while (fresh.hasRemaining()) {
            var length = Math.min(PAYLOAD, fresh.remaining());
            at += length;
            offer(PayloadType.OUTPUT, fresh.slice(fresh.position(), length), client, at);
            fresh.position(fresh.position() + length);
        }
    }

    private void offer(int payloadType, ByteBuffer payload, @Nullable String client, long typedTo) {
        if (!outgoing.hasRoom()) throw new Attachment.InputRefused("too much waits for the node");
        try {
            var sealed = handshake.sealed(payloadType, payload);
            var frame = outgoing.offer(payloadType, sealed, around.clock().instant());
            journal.offered(frame, client, typedTo);
            var link = node.get();
            if (link != null) link.send(frame);
            around.traffic().toNode(frame.payloadLength());
        } catch (IOException e) {
            outgoing = outgoing();
            throw refusedByDisk(e);
        }
    }

    private void hold(String client, ByteBuffer fresh, long offset) {
        if (!held.hasRoom(fresh.remaining()))
            throw new Attachment.InputRefused("the node takes nothing yet, and more waits than may be kept");
        try {
            held.hold(client, offset, fresh);
        } catch (IOException e) {
            throw refusedByDisk(e);
        }
    }

    private Attachment.InputRefused refusedByDisk(IOException why) {
        diskRefused.accept(why);
        return new Attachment.InputRefused("what was typed cannot be kept");
    }

    /** Returns whether it is another size than before, and taken. */
    boolean resize(TerminalSize wanted) {
        lock.lock();
        try {
            if (wanted.equals(size)) return false;
            if (flows) offer(PayloadType.SIZE, wanted.toPayload(), null, 0);
            size = wanted;
            return true;
        } catch (Attachment.InputRefused e) {
            log.atWarn()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("why", e.getMessage())
                    .log("size not sent");
            return false;
        } finally {
            lock.unlock();
        }
    }

    // ── the handshake before it

    /**
     * A frame from the node as it may be spooled and shown.
     *
     * @throws ProtocolViolation as {@link BrowserHandshake#opened}
     */
    Frame opened(Frame frame) {
        return handshake.opened(frame);
    }

    /** A frame from the node, spooled already: by one thread at a time. */
    void spooled(Frame frame) {
        if (!handshake.concerns(frame)) return; // changes below only, so this look needs no lock
        lock.lock();
        try {
            handshake.receive(frame, around.clock().instant());
            goOn();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the answers that wait to be given, and once the handshake is over, lets go what was held. What is refused now, the next beat tries again. */
    private void goOn() {
        try {
            for (var answer = handshake.answer(); answer != null; answer = handshake.answer()) {
                offer(answer.type(), answer.bytes(), null, 0);
                handshake.answered();
            }
            if (flows || !handshake.isOver()) return;
            if (size != null) offer(PayloadType.SIZE, size.toPayload(), null, 0);
            for (var piece : held.pieces()) {
                var sent = journal.typed(piece.client()).received();
                send(piece.client(), after(sent, piece.bytes(), piece.from()), Math.max(piece.from(), sent));
            }
            held.erase();
            flows = true;
        } catch (Attachment.InputRefused e) {
            log.atDebug()
                    .addKeyValue("session", plan.id())
                    .addKeyValue("why", e.getMessage())
                    .log("handshake waits");
        } catch (IOException e) {
            diskRefused.accept(e);
        }
    }

    // ── the node

    /** Returns whether more is accepted now: of some keys at a time, since an echo is not kept waiting for the note of it. */
    boolean acknowledged(long sequence) {
        lock.lock();
        try {
            if (outgoing.acknowledge(sequence, around.clock().instant()).isEmpty()) return false;
            taken.add(sequence);
            return taken.size() >= MOST_TAKEN && noteTaken();
        } finally {
            lock.unlock();
        }
    }

    /** A kill before it costs nothing: what is sent again the node drops. */
    private boolean noteTaken() {
        if (taken.isEmpty()) return false;
        try {
            for (var sequence : taken) journal.acknowledged(sequence);
        } catch (IOException e) {
            diskRefused.accept(e);
        }
        taken.clear();
        return true;
    }

    /** A new link stands: all that was under way goes again. */
    void arrived(FrameLink link) {
        lock.lock();
        try {
            outgoing.reconnected(around.clock().instant()).forEach(link::send);
        } finally {
            lock.unlock();
        }
    }

    /** Ten times a second. Returns whether more is accepted now. */
    boolean beat(@Nullable FrameLink link, Instant now) {
        lock.lock();
        try {
            goOn();
            if (link != null) outgoing.overdue(now).forEach(link::send);
            return noteTaken();
        } finally {
            lock.unlock();
        }
    }

    // ── the files

    void force() throws IOException {
        journal.force();
        lock.lock();
        try {
            held.force();
        } finally {
            lock.unlock();
        }
    }

    /** The session is over: nobody asks for what was typed again. */
    void erase() throws IOException {
        lock.lock();
        try {
            held.erase();
            journal.erase();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try (journal;
                held) {
            noteTaken();
        } finally {
            lock.unlock();
        }
    }
}
