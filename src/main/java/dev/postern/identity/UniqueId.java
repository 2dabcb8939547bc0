package dev.postern.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Ids as IAM gives them to users ({@code AIDA…}) and groups ({@code AGPA…}): who is deleted and made again under the same name is somebody else.
 * They follow from name and birth, so nobody has to keep them.
 */
final class UniqueId {
    static final String USER = "AIDA";
    static final String GROUP = "AGPA";
    private static final int CHARACTERS = 17;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private UniqueId() {}

    static String of(String prefix, String name, Instant createdAt) {
        var hash = sha256(prefix + name + "\n" + createdAt.toEpochMilli());
        var id = new StringBuilder(prefix);
        for (int i = 0; i < CHARACTERS; i++) id.append(ALPHABET.charAt(hash[i] & 31));
        return id.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
