package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The agent's side of the handshake: request, response, with KMS a challenge and its answer, complete. Port and NonInteractiveCommands sessions
 * always begin with it, the others only when a KMS key is asked for.
 *
 * <p>Frames go in as {@link IncomingStream} delivers them; what is to be sent goes to {@link OutgoingStream#offer}. The caller's clock decides
 * about lateness: at {@link #deadline} call {@link #expired}.
 */
public final class AgentHandshake {
    /** For the response, and again for the answer to the challenge, as in the stock agent. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    static final String TIMED_OUT =
            "Handshake timed out. Please ensure that you have the latest version of the session manager plugin.";
    static final String CHALLENGE_TIMED_OUT = "Timed out waiting for encryption challenge.";
    static final String ENCRYPTED = "This session is encrypted using AWS KMS.";
    static final String UPGRADE =
            "Please update the session manager plugin to a version above 1.2.295 to see standard output and standard error apart.";

    private static final int CHALLENGE_BYTES = 16;
    private static final int PROOF_BYTES = 64;

    /**
     * What the session needs of its client.
     *
     * @param properties the resolved document properties of port sessions, null for the others
     * @param encryption null for a session in the clear
     * @param separateOutput whether the session's standard error is sent apart, which old clients do not show
     */
    public record Wanted(
            AgentVersion agentVersion,
            String sessionType,
            @Nullable JsonNode properties,
            @Nullable Encryption encryption,
            boolean separateOutput) {}

    /**
     * A session whose bytes only its two ends can read.
     *
     * @param targetId the agent's own id
     * @param requireChallenge refuse clients that leave the random challenge out of the context, as the stock plugin does
     */
    public record Encryption(
            SessionKeySource keys,
            SecureRandom random,
            String keyId,
            String sessionId,
            String targetId,
            boolean requireChallenge) {}

    /** What is to be done after a frame. */
    public sealed interface Step {
        /** Send this and go on. */
        record Send(StreamPayload payload) implements Step {}

        /**
         * Send this, then data may flow.
         *
         * @param cipher null for a session in the clear
         */
        record Completed(
                StreamPayload payload,
                AgentVersion clientVersion,
                @Nullable SessionCipher cipher) implements Step {}

        /** The session cannot be. The reason is for the user. */
        record Failed(String reason) implements Step {}

        /** Not part of the handshake. The stock agent loses such data; a client must wait for HandshakeComplete. */
        record Ignored() implements Step {}
    }

    private sealed interface State {
        record New() implements State {}

        record AwaitingResponse(Instant until, String challenge) implements State {}

        record AwaitingProof(Instant until, ByteBuffer proof, SessionCipher cipher, AgentVersion clientVersion)
                implements State {}

        record Over() implements State {}
    }

    private final Wanted wanted;
    private State state = new State.New();
    private Instant began = Instant.EPOCH;

    public AgentHandshake(Wanted wanted) {
        this.wanted = wanted;
    }

    /** The request, to be sent as the first frame of the session; the client's time runs from now. */
    public StreamPayload begin(Instant now) {
        if (!(state instanceof State.New)) throw new IllegalStateException("a handshake begins once");
        began = now;
        var challenge = "";
        var actions = new ArrayList<HandshakeRequest.Action>();
        actions.add(new HandshakeRequest.Action.SessionType(wanted.sessionType, wanted.properties));
        if (wanted.encryption != null) {
            challenge = Base64.getEncoder().encodeToString(random(wanted.encryption, CHALLENGE_BYTES));
            actions.add(new HandshakeRequest.Action.KmsEncryption(wanted.encryption.keyId, challenge));
        }
        state = new State.AwaitingResponse(now.plus(PATIENCE), challenge);
        return new HandshakeRequest(wanted.agentVersion.toString(), actions).toPayload();
    }

    /**
     * Takes the client's next stream frame.
     *
     * @throws ProtocolViolation for a response or an answer that cannot be read
     */
    public Step receive(Frame frame, Instant now) {
        return switch (frame.payloadType()) {
            case PayloadType.HANDSHAKE_RESPONSE ->
                state instanceof State.AwaitingResponse awaiting
                        ? respond(HandshakeResponse.parse(frame), awaiting, now)
                        : new Step.Ignored();
            case PayloadType.ENCRYPTION_CHALLENGE_RESPONSE ->
                state instanceof State.AwaitingProof awaiting
                        ? verify(EncryptionChallenge.parse(frame), awaiting, now)
                        : new Step.Ignored();
            default -> new Step.Ignored();
        };
    }

    private Step respond(HandshakeResponse response, State.AwaitingResponse awaiting, Instant now) {
        var done = new HashSet<String>();
        for (var action : response.actions()) {
            if (action.status() != HandshakeResponse.SUCCESS) {
                return failed(action.type() + " failed on client with status " + action.status() + " error: "
                        + action.error());
            }
            done.add(action.type());
        }
        if (!done.contains(HandshakeRequest.Action.SessionType.TYPE))
            return failed("SessionType was not processed by the client");
        var clientVersion = AgentVersion.parse(response.clientVersion());
        return wanted.encryption == null
                ? complete(clientVersion, null, now)
                : challenge(wanted.encryption, response, awaiting.challenge, clientVersion, now);
    }

    private Step challenge(
            Encryption encryption,
            HandshakeResponse response,
            String challenge,
            AgentVersion clientVersion,
            Instant now) {
        var wrapped = WrappedKey.in(response);
        if (wrapped.isEmpty()) return failed("KMSEncryption was not processed by the client");
        var acknowledged = wrapped.get().challengeAcknowledged();
        if (encryption.requireChallenge && !acknowledged) {
            return failed(
                    "KMSEncryption failed: the client does not answer the random challenge, which this agent requires");
        }
        var context = KmsContext.of(encryption.sessionId, encryption.targetId, acknowledged ? challenge : "");
        byte[] key;
        try {
            key = encryption.keys.decrypt(encryption.keyId, wrapped.get().blob(), context);
        } catch (SessionKeyUnavailable e) {
            return failed("KMSEncryption failed: " + e.getMessage());
        }
        if (key.length != SessionCipher.KEY_BYTES)
            return failed("KMSEncryption failed: a data key of " + key.length + " bytes");
        var cipher = SessionCipher.forAgent(key, encryption.random);
        var proof = ByteBuffer.wrap(random(encryption, PROOF_BYTES));
        state = new State.AwaitingProof(now.plus(PATIENCE), proof, cipher, clientVersion);
        return new Step.Send(new EncryptionChallenge(cipher.encrypt(proof)).toRequest());
    }

    private Step verify(EncryptionChallenge answer, State.AwaitingProof awaiting, Instant now) {
        return proves(answer, awaiting)
                ? complete(awaiting.clientVersion, awaiting.cipher, now)
                : failed("Encryption challenge does not match.");
    }

    private static boolean proves(EncryptionChallenge answer, State.AwaitingProof awaiting) {
        try {
            return awaiting.cipher.decrypt(answer.encrypted()).equals(awaiting.proof);
        } catch (ProtocolViolation otherKey) {
            return false;
        }
    }

    private Step complete(AgentVersion clientVersion, @Nullable SessionCipher cipher, Instant now) {
        state = new State.Over();
        var lines = new ArrayList<String>();
        if (cipher != null) lines.add(ENCRYPTED);
        if (wanted.separateOutput && !clientVersion.clientShowsSeparateOutput()) lines.add(UPGRADE);
        var complete = new HandshakeComplete(Duration.between(began, now), String.join("\n", lines));
        return new Step.Completed(complete.toPayload(), clientVersion, cipher);
    }

    private Step.Failed failed(String reason) {
        state = new State.Over();
        return new Step.Failed(reason);
    }

    /** When the client is too late; nothing before the beginning and after the end. */
    public Optional<Instant> deadline() {
        return switch (state) {
            case State.AwaitingResponse awaiting -> Optional.of(awaiting.until);
            case State.AwaitingProof awaiting -> Optional.of(awaiting.until);
            case State.New _, State.Over _ -> Optional.empty();
        };
    }

    /** The failure, if the deadline has passed. */
    public Optional<Step.Failed> expired(Instant now) {
        if (deadline().isEmpty() || now.isBefore(deadline().get())) return Optional.empty();
        return Optional.of(failed(state instanceof State.AwaitingProof ? CHALLENGE_TIMED_OUT : TIMED_OUT));
    }

    private static byte[] random(Encryption encryption, int length) {
        var bytes = new byte[length];
        encryption.random.nextBytes(bytes);
        return bytes;
    }
}
