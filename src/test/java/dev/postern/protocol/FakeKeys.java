package dev.postern.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** A key source that derives everything from its name: the blob names key and context, and opens only for the same. */
final class FakeKeys implements SessionKeySource {
    private final String secret;

    FakeKeys(String secret) {
        this.secret = secret;
    }

    @Override
    public DataKey generate(String keyId, Map<String, String> context) {
        var blob = (keyId + context).getBytes(StandardCharsets.UTF_8);
        return new DataKey(key(blob), blob);
    }

    @Override
    public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
        if (!new String(blob, StandardCharsets.UTF_8).equals(keyId + context)) {
            throw new SessionKeyUnavailable("the key does not open under this context");
        }
        return key(blob);
    }

    private byte[] key(byte[] blob) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(secret.getBytes(StandardCharsets.UTF_8));
            return digest.digest(blob);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
