package dev.postern.keys;

import dev.postern.keys.KmsRefused.Code;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** AES-256-GCM; the key's name and version and the encryption context are authenticated with each text. */
@Component
final class AesKmsCipher implements KmsCipher {
    private final StoredKmsKeys keys;
    // 96 bits, drawn at random: fit for 2^32 texts under one version (NIST SP 800-38D §8.3). At a hundred sessions a
    // second that is a year; a key that works harder rotates more often.
    private final SecureRandom random = new SecureRandom();

    AesKmsCipher(StoredKmsKeys keys) {
        this.keys = keys;
    }

    @Override
    public byte[] encrypt(KmsKey key, byte[] plaintext, EncryptionContext context) {
        if (plaintext.length > MOST_PLAINTEXT_BYTES)
            throw new IllegalArgumentException(
                    "at most " + MOST_PLAINTEXT_BYTES + " bytes are encrypted at once, not " + plaintext.length);
        usable(key);
        var current = keys.current(key);
        var nonce = new byte[KmsBlob.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, current, current.version(), nonce, context)
                    .doFinal(plaintext);
            return new KmsBlob(current.id(), current.version(), nonce, text).bytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot encrypt with AES-256-GCM", e);
        }
    }

    @Override
    public DataKey generate(KmsKey key, int bytes, EncryptionContext context) {
        if (bytes < 1 || bytes > MOST_DATA_KEY_BYTES)
            throw new IllegalArgumentException("a data key has 1 to " + MOST_DATA_KEY_BYTES + " bytes, not " + bytes);
        var plaintext = new byte[bytes];
        random.nextBytes(plaintext);
        return new DataKey(plaintext, encrypt(key, plaintext, context));
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, EncryptionContext context) {
        var blob = KmsBlob.parse(ciphertext).orElseThrow(AesKmsCipher::invalid);
        var key = keys.find(blob.key()).orElseThrow(AesKmsCipher::invalid);
        usable(key);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, blob.version(), blob.nonce(), context)
                    .doFinal(blob.text());
        } catch (GeneralSecurityException _) {
            throw invalid();
        }
    }

    private static void usable(KmsKey key) {
        switch (key.state()) {
            case KmsKey.State.Enabled _ -> {}
            case KmsKey.State.Disabled _ -> throw StoredKmsKeys.disabled(key);
            case KmsKey.State.PendingDeletion _ -> throw StoredKmsKeys.pendingDeletion(key);
        }
    }

    private Cipher cipher(int mode, KmsKey key, int version, byte[] nonce, EncryptionContext context)
            throws GeneralSecurityException {
        var material = keys.material(key.id(), version).orElseThrow(AesKmsCipher::invalid);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(material, "AES"), new GCMParameterSpec(KmsBlob.TAG_BYTES * 8, nonce));
        cipher.updateAAD(KmsBlob.header(key.id(), version));
        cipher.updateAAD(context.canonical());
        return cipher;
    }

    /** One answer for everything that may be wrong: who probes learns nothing. */
    private static KmsRefused invalid() {
        return new KmsRefused(
                Code.INVALID_CIPHERTEXT,
                "The ciphertext was changed, was not made here, or was made with another encryption context.");
    }
}
