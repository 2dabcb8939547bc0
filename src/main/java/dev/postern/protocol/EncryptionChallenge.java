package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Proof that both ends hold the same keys: the agent encrypts 64 random bytes (payload type 8), the client decrypts them and encrypts them with
 * its own key (payload type 9).
 *
 * @param encrypted nonce, ciphertext and tag as {@link SessionCipher} makes them
 */
public record EncryptionChallenge(ByteBuffer encrypted) {
    private static final String NAME = "encryption challenge";

    public static EncryptionChallenge parse(Frame frame) {
        var text = Json.parse(NAME, frame.payload()).text("Challenge");
        try {
            return new EncryptionChallenge(ByteBuffer.wrap(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation(NAME + ": Challenge is not base64", e);
        }
    }

    /** Payload type 8, from the agent. */
    public StreamPayload toRequest() {
        return new StreamPayload(PayloadType.ENCRYPTION_CHALLENGE_REQUEST, json());
    }

    /** Payload type 9, from the client. */
    public StreamPayload toResponse() {
        return new StreamPayload(PayloadType.ENCRYPTION_CHALLENGE_RESPONSE, json());
    }

    private ByteBuffer json() {
        var base64 = Base64.getEncoder().encode(encrypted.duplicate());
        return Json.bytes(Json.object()
                .put("Challenge", StandardCharsets.US_ASCII.decode(base64).toString()));
    }
}
