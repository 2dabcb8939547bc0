package dev.postern.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a ciphertext is for: no secret, and it opens only for whoever says the same. The order of the pairs says nothing. */
public record EncryptionContext(SortedMap<String, String> pairs) {
    /** All names and values together, in bytes of UTF-8: they are in every request and in the trail. */
    public static final int MOST_BYTES = 8_192;

    public EncryptionContext {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        int bytes = 0;
        for (var pair : pairs.entrySet()) bytes += utf8(pair.getKey()).length + utf8(pair.getValue()).length;
        if (bytes > MOST_BYTES)
            throw new IllegalArgumentException(
                    "an encryption context is at most " + MOST_BYTES + " bytes, this one is " + bytes);
    }

    public static EncryptionContext of(Map<String, String> pairs) {
        return new EncryptionContext(new TreeMap<>(pairs));
    }

    /** Sorted, each part with its length before it: two contexts have the same bytes only if they are the same. */
    byte[] canonical() {
        var bytes = new ByteArrayOutputStream();
        for (var pair : pairs.entrySet()) {
            append(bytes, pair.getKey());
            append(bytes, pair.getValue());
        }
        return bytes.toByteArray();
    }

    private static void append(ByteArrayOutputStream to, String text) {
        var bytes = utf8(text);
        to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        to.writeBytes(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
