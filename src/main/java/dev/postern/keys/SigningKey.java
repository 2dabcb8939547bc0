package dev.postern.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The public half of a key that evidence is signed with.
 *
 * @param version 1, 2, 3 …
 * @param publicKey X.509 SubjectPublicKeyInfo
 */
public record SigningKey(int version, byte[] publicKey, Instant createdAt) {
    /** {@code SHA256:} and hex over the public key: what auditors compare. */
    public String fingerprint() {
        try {
            return "SHA256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
