package dev.postern.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals with AES-256-GCM. A sealed text is {@code <key version>:<Base64 of nonce, cipher text and tag>}; version and
 * purpose are authenticated with it.
 */
final class SealedSecrets implements Secrets {
    // 96 bits, drawn at random: fit for 2^32 seals under one key (NIST SP 800-38D §8.3), which is more than a fleet
    // makes.
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing ring;
    private final SecureRandom random;

    SealedSecrets(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    @Override
    public String seal(byte[] secret, String purpose) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, ring.key(), nonce, ring.current(), purpose)
                    .doFinal(secret);
            var sealed =
                    ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text);
            return ring.current() + ":" + Base64.getEncoder().encodeToString(sealed.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot seal with AES-256-GCM", e);
        }
    }

    @Override
    public byte[] open(String sealed, String purpose) {
        try {
            var colon = sealed.indexOf(':');
            var version = Integer.parseInt(sealed.substring(0, Math.max(colon, 0)));
            var key = ring.find(version)
                    .orElseThrow(() -> new SealBroken(
                            "sealed under version " + version + " of the master key, this server holds "
                                    + ring.current(),
                            null));
            var bytes = Base64.getDecoder().decode(sealed.substring(colon + 1));
            if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new SealBroken("too short for a sealed secret (" + purpose + ")", null);
            }
            var nonce = ByteBuffer.wrap(bytes, 0, NONCE_BYTES);
            var iv = new byte[NONCE_BYTES];
            nonce.get(iv);
            return cipher(Cipher.DECRYPT_MODE, key, iv, version, purpose)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (IllegalArgumentException e) {
            throw new SealBroken("not a sealed secret (" + purpose + ")", e);
        } catch (GeneralSecurityException e) {
            throw new SealBroken("the seal does not open: changed, or sealed otherwise (" + purpose + ")", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int version, String purpose)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("postern\n" + version + "\n" + purpose).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
