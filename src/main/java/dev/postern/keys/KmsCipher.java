package dev.postern.keys;

/**
 * What the keys are for. Every ciphertext names its key and version, so whoever opens one need not.
 *
 * <p>Throws {@link KmsRefused} DISABLED and WRONG_STATE for keys that may not be used now.
 */
public interface KmsCipher {
    int MOST_PLAINTEXT_BYTES = 4_096;
    int MOST_DATA_KEY_BYTES = 1_024;

    /** A fresh random key, in the clear and encrypted. */
    record DataKey(byte[] plaintext, byte[] ciphertext) {}

    byte[] encrypt(KmsKey key, byte[] plaintext, EncryptionContext context);

    DataKey generate(KmsKey key, int bytes, EncryptionContext context);

    /** @throws KmsRefused INVALID_CIPHERTEXT for a changed one, another context's, or one of no key here */
    byte[] decrypt(byte[] ciphertext, EncryptionContext context);
}
