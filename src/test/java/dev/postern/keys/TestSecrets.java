package dev.postern.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/** Secrets under a master key that no server has. */
public final class TestSecrets {
    private TestSecrets() {}

    public static Secrets make() {
        return sealedBy("0123456789abcdef-not-a-real-key-");
    }

    static SealedSecrets sealedBy(String key) {
        return new SealedSecrets(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "AES"), new SecureRandom());
    }
}
