package dev.postern.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A ciphertext as clients carry it about. All numbers big-endian:
 *
 * <pre>
 *  0  1   format, 1
 *  1  16  key id
 * 17  4   version of the key
 * 21  12  nonce
 * 33  …   ciphertext and 16 bytes of tag
 * </pre>
 *
 * The first 21 bytes are authenticated with the encryption context.
 */
record KmsBlob(UUID key, int version, byte[] nonce, byte[] text) {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + 16 + 4;

    static Optional<KmsBlob> parse(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] != FORMAT) return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
        var key = new UUID(buffer.getLong(), buffer.getLong());
        int text = HEADER_BYTES + NONCE_BYTES;
        return Optional.of(new KmsBlob(
                key,
                buffer.getInt(),
                Arrays.copyOfRange(bytes, HEADER_BYTES, text),
                Arrays.copyOfRange(bytes, text, bytes.length)));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + nonce.length + text.length)
                .put(header(key, version))
                .put(nonce)
                .put(text)
                .array();
    }

    static byte[] header(UUID key, int version) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(FORMAT)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .putInt(version)
                .array();
    }
}
