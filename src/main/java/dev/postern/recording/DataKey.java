package dev.postern.recording;

import dev.postern.session.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one recording's files are encrypted with, AES-256-GCM: {@code POSTREC1}, nonce, cipher text and tag. Session and segment are authenticated
 * with it, so that no file passes for another.
 *
 * <p>The nonce is drawn at random and not made of the segment's number: a segment that could not be stored is made again, with other bytes perhaps,
 * and two texts under one nonce would give both away. A recording has 100,000 segments at most, far below the 2^32 that random nonces are fit for
 * (NIST SP 800-38D §8.3).
 */
final class DataKey {
    private static final byte[] MAGIC = "POSTREC1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SessionId session;
    private final SecretKey key;

    DataKey(SessionId session, byte[] key) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("a data key has " + KEY_BYTES + " bytes");
        this.session = session;
        this.key = new SecretKeySpec(key, "AES");
    }

    static byte[] fresh(SecureRandom random) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    byte[] seal(int segment, byte[] bytes, SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, nonce, segment).doFinal(bytes);
            return ByteBuffer.allocate(MAGIC.length + NONCE_BYTES + text.length)
                    .put(MAGIC)
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot seal with AES-256-GCM", e);
        }
    }

    /** @throws GeneralSecurityException when these are not the bytes that were sealed as this segment */
    byte[] open(int segment, byte[] sealed) throws GeneralSecurityException {
        var bytes = ByteBuffer.wrap(sealed);
        if (bytes.remaining() < MAGIC.length + NONCE_BYTES + TAG_BITS / 8
                || !bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC)))
            throw new GeneralSecurityException("no file of a recording");
        var nonce = new byte[NONCE_BYTES];
        bytes.position(MAGIC.length).get(nonce);
        return cipher(Cipher.DECRYPT_MODE, nonce, segment).doFinal(sealed, bytes.position(), bytes.remaining());
    }

    private Cipher cipher(int mode, byte[] nonce, int segment) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("postern-recording 1\n" + session + "\n" + segment).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
