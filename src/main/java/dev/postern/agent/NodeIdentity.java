package dev.postern.agent;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Who this node is, once registered: the id the server gave, and the key that proves it. Kept across restarts.
 *
 * @param fingerprint a random UUID that stands for this machine; the server refuses role tokens when it changes
 */
record NodeIdentity(String instanceId, String region, String fingerprint, PrivateKey privateKey, PublicKey publicKey) {

    private static final int KEY_BITS = 2048; // the wire's own: 392 characters of base64, protocol.md §1.2

    static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK makes RSA keys", missing);
        }
    }

    static String encoded(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static String encoded(PrivateKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** @throws GeneralSecurityException if the texts are not the two halves of an RSA key */
    static NodeIdentity of(String instanceId, String region, String fingerprint, String privateKey, String publicKey)
            throws GeneralSecurityException {
        var keys = KeyFactory.getInstance("RSA");
        try {
            return new NodeIdentity(
                    instanceId,
                    region,
                    fingerprint,
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey))),
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("not base64", notBase64);
        }
    }

    NodeIdentity withKey(KeyPair key) {
        return new NodeIdentity(instanceId, region, fingerprint, key.getPrivate(), key.getPublic());
    }

    @Override
    public String toString() {
        return "NodeIdentity[" + instanceId + ", " + region + "]";
    }
}
