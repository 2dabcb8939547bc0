package dev.postern.protocol;

import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The client's result of the KMSEncryption action: the data key as KMS wrapped it.
 *
 * @param ciphertext base64
 * @param challengeAcknowledged whether the agent's random challenge is part of the context; never from the stock plugin 1.2.650
 */
record WrappedKey(String ciphertext, boolean challengeAcknowledged) {
    private static final String NAME = "HandshakeResponse.KMSEncryption";

    static WrappedKey of(SessionKeySource.DataKey key, boolean challengeAcknowledged) {
        return new WrappedKey(Base64.getEncoder().encodeToString(key.blob()), challengeAcknowledged);
    }

    static Optional<WrappedKey> in(HandshakeResponse response) {
        for (var action : response.actions()) {
            if (action.type().equals(HandshakeRequest.Action.KmsEncryption.TYPE) && action.result() != null) {
                var json = Json.of(NAME, action.result());
                return Optional.of(
                        new WrappedKey(json.text("KMSCipherTextKey"), json.flag("ChallengeAcknowledgement")));
            }
        }
        return Optional.empty();
    }

    byte[] blob() {
        try {
            return Base64.getDecoder().decode(ciphertext);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation(NAME + ": KMSCipherTextKey is not base64", e);
        }
    }

    JsonNode toJson() {
        var json = Json.object();
        json.put("KMSCipherTextKey", ciphertext);
        json.putNull("KMSCipherTextHash");
        if (challengeAcknowledged) json.put("ChallengeAcknowledgement", true);
        return json;
    }
}
