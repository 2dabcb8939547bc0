package dev.postern.protocol;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The client's side of the handshake: answers what the agent asks. Plain shells have none: then the first output says that it is a shell.
 *
 * <p>Frames go in as {@link IncomingStream} delivers them; what is to be sent goes to {@link OutgoingStream#offer}. Send no data before
 * {@link Step.Completed}: the stock agent swallows it.
 */
public final class ClientHandshake {
    /** Both of the agent's limits: after this the agent has given up, or its end is lost. Counted from the request. */
    public static final Duration PATIENCE = AgentHandshake.PATIENCE.multipliedBy(2);

    /** What the stock plugin has handlers for. */
    public static final Set<String> SESSION_TYPES =
            Set.of("Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port");

    /**
     * What is needed if the agent asks for encryption.
     *
     * @param targetId the target as given to StartSession, which must be the agent's own id
     * @param acknowledgeChallenge take the agent's challenge into the context; the stock plugin 1.2.650 doesn't
     */
    public record Encryption(
            SessionKeySource keys,
            SecureRandom random,
            String sessionId,
            String targetId,
            boolean acknowledgeChallenge) {}

    /** What is to be done after a frame. */
    public sealed interface Step {
        /** Send this and go on. */
        record Send(StreamPayload payload) implements Step {}

        /**
         * Data may flow.
         *
         * @param properties those of a port session, else null
         * @param cipher null for a session in the clear
         * @param customerMessage to be shown unless empty
         */
        record Completed(
                AgentVersion agentVersion,
                String sessionType,
                @Nullable JsonNode properties,
                @Nullable SessionCipher cipher,
                String customerMessage)
                implements Step {}

        /** Not part of the handshake: without a request before it, the session has none. */
        record NotHandshake() implements Step {}
    }

    private final AgentVersion clientVersion;
    private final @Nullable Encryption encryption;

    private @Nullable Asked asked;
    private @Nullable SessionCipher cipher;
    private boolean completed;

    private record Asked(
            Instant at,
            AgentVersion agentVersion,
            String sessionType,
            @Nullable JsonNode properties) {}

    /** @param encryption null for a client that does not encrypt: it answers that it does not support it, and the agent ends the session */
    public ClientHandshake(AgentVersion clientVersion, @Nullable Encryption encryption) {
        this.clientVersion = clientVersion;
        this.encryption = encryption;
    }

    /**
     * Takes the agent's next stream frame.
     *
     * @throws ProtocolViolation for handshake frames that cannot be read or come out of turn
     */
    public Step receive(Frame frame, Instant now) {
        return switch (frame.payloadType()) {
            case PayloadType.HANDSHAKE_REQUEST -> answer(HandshakeRequest.parse(frame), now);
            case PayloadType.ENCRYPTION_CHALLENGE_REQUEST -> prove(EncryptionChallenge.parse(frame));
            case PayloadType.HANDSHAKE_COMPLETE -> complete(HandshakeComplete.parse(frame));
            default -> new Step.NotHandshake();
        };
    }

    private Step answer(HandshakeRequest request, Instant now) {
        if (asked != null) throw new ProtocolViolation("a second HandshakeRequest: a session has one");
        var sessionType = "";
        JsonNode properties = null;
        var processed = new ArrayList<HandshakeResponse.Processed>();
        for (var action : request.actions()) {
            processed.add(
                    switch (action) {
                        case HandshakeRequest.Action.SessionType type -> {
                            sessionType = type.sessionType();
                            properties = type.properties();
                            yield SESSION_TYPES.contains(sessionType)
                                    ? succeeded(type, null)
                                    : failed(type, HandshakeResponse.FAILED, "Unknown session type " + sessionType);
                        }
                        case HandshakeRequest.Action.KmsEncryption kms -> encrypt(kms);
                        case HandshakeRequest.Action.Other other ->
                            failed(other, HandshakeResponse.UNSUPPORTED, "Unsupported action " + other.type());
                    });
        }
        asked = new Asked(now, AgentVersion.parse(request.agentVersion()), sessionType, properties);
        return new Step.Send(new HandshakeResponse(clientVersion.toString(), processed, errors(processed)).toPayload());
    }

    private HandshakeResponse.Processed encrypt(HandshakeRequest.Action.KmsEncryption kms) {
        if (encryption == null) return failed(kms, HandshakeResponse.UNSUPPORTED, "This client does not encrypt");
        var acknowledged = encryption.acknowledgeChallenge && !kms.challenge().isEmpty();
        var context = KmsContext.of(encryption.sessionId, encryption.targetId, acknowledged ? kms.challenge() : "");
        try {
            var key = encryption.keys.generate(kms.keyId(), context);
            cipher = SessionCipher.forClient(key.plaintext(), encryption.random);
            return succeeded(kms, WrappedKey.of(key, acknowledged).toJson());
        } catch (SessionKeyUnavailable e) {
            return failed(kms, HandshakeResponse.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static HandshakeResponse.Processed succeeded(HandshakeRequest.Action action, @Nullable JsonNode result) {
        return new HandshakeResponse.Processed(action.type(), HandshakeResponse.SUCCESS, result, "");
    }

    private static HandshakeResponse.Processed failed(HandshakeRequest.Action action, int status, String error) {
        return new HandshakeResponse.Processed(action.type(), status, null, error);
    }

    private static List<String> errors(List<HandshakeResponse.Processed> processed) {
        return processed.stream()
                .map(HandshakeResponse.Processed::error)
                .filter(error -> !error.isEmpty())
                .toList();
    }

    private Step prove(EncryptionChallenge challenge) {
        if (cipher == null || completed) throw new ProtocolViolation("an encryption challenge without a key agreed on");
        var proof = cipher.decrypt(challenge.encrypted());
        return new Step.Send(new EncryptionChallenge(cipher.encrypt(proof)).toResponse());
    }

    private Step complete(HandshakeComplete complete) {
        if (asked == null || completed)
            throw new ProtocolViolation("a HandshakeComplete without a HandshakeRequest before it");
        completed = true;
        return new Step.Completed(
                asked.agentVersion, asked.sessionType, asked.properties, cipher, complete.customerMessage());
    }

    /** When the agent must have completed what it began; nothing before the request and after the end. */
    public Optional<Instant> deadline() {
        return asked == null || completed ? Optional.empty() : Optional.of(asked.at.plus(PATIENCE));
    }
}
