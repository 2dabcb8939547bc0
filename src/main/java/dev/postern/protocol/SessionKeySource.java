package dev.postern.protocol;

import java.util.Map;

/** Where the two ends of an encrypted session get their common key: KMS, or what stands in for it. The calls may block. */
public interface SessionKeySource {
    /**
     * Client: a new data key of {@link SessionCipher#KEY_BYTES} bytes, wrapped by this key (KMS GenerateDataKey).
     *
     * @param context the encryption context, which unwrapping must repeat exactly
     * @throws SessionKeyUnavailable if the key source says no
     */
    DataKey generate(String keyId, Map<String, String> context);

    /**
     * Agent: the data key in the blob (KMS Decrypt).
     *
     * @throws SessionKeyUnavailable if the key source says no, as it must when key or context differ
     */
    byte[] decrypt(String keyId, byte[] blob, Map<String, String> context);

    /** A data key, bare and wrapped. */
    final class DataKey {
        private final byte[] plaintext;
        private final byte[] blob;

        public DataKey(byte[] plaintext, byte[] blob) {
            this.plaintext = plaintext.clone();
            this.blob = blob.clone();
        }

        /** The key itself. */
        public byte[] plaintext() {
            return plaintext.clone();
        }

        /** The key as only its source can read it. */
        public byte[] blob() {
            return blob.clone();
        }
    }
}
