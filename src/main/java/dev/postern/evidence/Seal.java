package dev.postern.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signature, and the key that proves it. That the key is ours nobody learns from the file: its {@link #fingerprint} is what one compares.
 *
 * @param algorithm Ed25519 (RFC 8032)
 * @param publicKey X.509 SubjectPublicKeyInfo, Base64
 * @param signature Base64
 */
public record Seal(String algorithm, String publicKey, String signature) {
    public static final String ED25519 = "Ed25519";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Seal {
        if (!ED25519.equals(algorithm)) throw new IllegalArgumentException("no seal by " + ED25519);
        if (!isBase64(publicKey) || !isBase64(signature))
            throw new IllegalArgumentException("a seal that is no Base64");
    }

    /** Written in the one way: two texts of the same bytes would let one be changed for the other. */
    private static boolean isBase64(@Nullable String text) {
        if (text == null) return false;
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text);
        } catch (IllegalArgumentException nonsense) {
            return false;
        }
    }

    public static Seal of(byte[] publicKey, byte[] signature) {
        var base64 = Base64.getEncoder();
        return new Seal(ED25519, base64.encodeToString(publicKey), base64.encodeToString(signature));
    }

    public byte[] written() {
        return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Damaged where it is none */
    public static Seal read(byte[] written) throws Damaged {
        try {
            var seal = JSON.readValue(written, Seal.class);
            if (seal != null && Arrays.equals(seal.written(), written)) return seal;
        } catch (JacksonException nonsense) {
            throw new Damaged("its signature is none", nonsense);
        }
        throw new Damaged("its signature is not written as one is");
    }

    /** @throws Damaged where these are not the bytes that were signed */
    public void prove(byte[] signed) throws Damaged {
        try {
            var verifier = Signature.getInstance(ED25519);
            verifier.initVerify(key());
            verifier.update(signed);
            if (verifier.verify(Base64.getDecoder().decode(signature))) return;
        } catch (GeneralSecurityException nonsense) {
            throw new Damaged("its signature is none", nonsense);
        }
        throw new Damaged("its signature is not of these bytes");
    }

    private PublicKey key() throws GeneralSecurityException {
        return KeyFactory.getInstance(ED25519)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
    }

    /** {@code SHA256:} and hex over the public key. */
    public String fingerprint() {
        return fingerprint(Base64.getDecoder().decode(publicKey));
    }

    /** @param publicKey X.509 SubjectPublicKeyInfo */
    public static String fingerprint(byte[] publicKey) {
        return "SHA256:" + Hashes.sha256(publicKey);
    }
}
