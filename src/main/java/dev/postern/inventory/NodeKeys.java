package dev.postern.inventory;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** The public keys nodes register: RSA, big enough to trust and small enough to check quickly. */
final class NodeKeys {
    private static final int FEWEST_BITS = 2_048;
    private static final int MOST_BITS = 8_192;
    private static final int MOST_BYTES = 2_048;

    private NodeKeys() {}

    /** @throws IllegalArgumentException says what is wrong with it */
    static RSAPublicKey parse(byte[] subjectPublicKeyInfo) {
        if (subjectPublicKeyInfo.length > MOST_BYTES) {
            throw new IllegalArgumentException("the public key is longer than " + MOST_BYTES + " bytes");
        }
        RSAPublicKey key;
        try {
            key = (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("the public key is no RSA key in SubjectPublicKeyInfo form", e);
        }
        var bits = key.getModulus().bitLength();
        if (bits < FEWEST_BITS || bits > MOST_BITS) {
            throw new IllegalArgumentException(
                    "the public key has " + bits + " bits; " + FEWEST_BITS + " to " + MOST_BITS + " are accepted");
        }
        return key;
    }
}
