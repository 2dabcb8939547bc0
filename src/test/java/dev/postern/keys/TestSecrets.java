package dev.postern.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Secrets under a master key that no server has. */
public final class TestSecrets {
    private TestSecrets() {}

    public static Secrets make() {
        return sealedBy("0123456789abcdef-not-a-real-key-");
    }

    static SealedSecrets sealedBy(String key) {
        return new SealedSecrets(KeyRing.of(1, key(key)), new SecureRandom());
    }

    /** @param text 32 characters */
    static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "AES");
    }
}
