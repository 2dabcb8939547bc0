package dev.postern.gateway;

import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.ClientHandshake.Step;
import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.StreamPayload;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's half of the handshake in a browser session, where Postern is the client. Until it is over the node takes nothing else (protocol.md
 * §3.5), so the answers have the first numbers and what is typed comes after them.
 *
 * <p>What the node asked is in the spool and what was answered in the journal: a killed server goes on in the middle of it. Not safe for several
 * threads at once.
 */
final class BrowserHandshake {
    private static final Logger log = LoggerFactory.getLogger(BrowserHandshake.class);

    /** What we are to the node; above the version below which it would keep idle forwards alive itself (protocol.md §4.5). */
    private static final AgentVersion CLIENT_VERSION = AgentVersion.parse("1.2.650.0");

    private final ClientHandshake handshake;
    /** What it is to end in; then neither end takes anything in the clear. */
    private final boolean encrypts;

    /** Looked at by whoever reads from the node, changed by the same. */
    private volatile @Nullable SessionCipher cipher;

    private final Queue<StreamPayload> unanswered = new ArrayDeque<>();
    private boolean asked;
    private boolean over;

    private BrowserHandshake(boolean over, ClientHandshake.@Nullable Encryption encryption) {
        this.over = over;
        this.encrypts = encryption != null;
        this.handshake = new ClientHandshake(CLIENT_VERSION, encryption);
    }

    /**
     * As far as it came.
     *
     * @param encryption null for a session in the clear
     * @param sent how many frames have gone to the node: answers, as long as it is not over
     */
    static BrowserHandshake of(
            Kind kind, ClientHandshake.@Nullable Encryption encryption, Spool spool, long sent, Instant now)
            throws IOException {
        var handshake = new BrowserHandshake(!kind.shakesHands(), encryption);
        for (var sequence = 0L; !handshake.over && sequence < spool.nextSequence(); sequence++) {
            try {
                handshake.receive(spool.frame(sequence), now);
            } catch (ProtocolViolation e) {
                log.atWarn().setCause(e).log("handshake not readable");
            }
        }
        for (var answer = 0L; answer < sent && !handshake.unanswered.isEmpty(); answer++) handshake.answered();
        return handshake;
    }

    /** Whether this frame is part of it, or tells that there is none. */
    boolean concerns(Frame frame) {
        return switch (frame.payloadType()) {
            case PayloadType.HANDSHAKE_REQUEST,
                    PayloadType.HANDSHAKE_COMPLETE,
                    PayloadType.ENCRYPTION_CHALLENGE_REQUEST -> true;
            default -> !over;
        };
    }

    /** @throws ProtocolViolation for what cannot be read or comes out of turn */
    void receive(Frame frame, Instant now) {
        asked |= frame.payloadType() == PayloadType.HANDSHAKE_REQUEST;
        switch (handshake.receive(frame, now)) {
            case Step.Send(var payload) -> unanswered.add(payload);
            case Step.Completed completed -> complete(completed.cipher());
            // output without a question before it: the session is a plain shell after all
            case Step.NotHandshake _ -> over |= !asked;
        }
    }

    private void complete(@Nullable SessionCipher agreed) {
        if (encrypts && agreed == null)
            throw new ProtocolViolation("the node does not encrypt the session, though its document names a KMS key");
        cipher = agreed;
        over = true;
    }

    /**
     * A frame from the node as it was before the node encrypted it.
     *
     * @throws ProtocolViolation for output in the clear where it is to be encrypted, and for what this session's key does not open
     */
    Frame opened(Frame frame) {
        if (!encrypts) return frame;
        var with = cipher;
        if (with != null) return with.decrypt(frame);
        return switch (frame.payloadType()) {
            case PayloadType.OUTPUT, PayloadType.STDERR, PayloadType.EXIT_CODE ->
                throw new ProtocolViolation(
                        "the node sends output in the clear, though the session's document names a KMS key");
            default -> frame;
        };
    }

    /** What goes to the node, encrypted once that is agreed. */
    ByteBuffer sealed(int payloadType, ByteBuffer payload) {
        var with = cipher;
        return with != null && with.encrypts(payloadType) ? with.encrypt(payload) : payload;
    }

    /** The answer to be sent next; null when there is none to give. */
    @Nullable StreamPayload answer() {
        return unanswered.peek();
    }

    /** It has its number and will be sent until the node has it. */
    void answered() {
        unanswered.remove();
    }

    /** Whether the node takes what is typed. */
    boolean isOver() {
        return over;
    }
}
