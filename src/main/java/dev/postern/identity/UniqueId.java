package dev.postern.identity;

import dev.postern.keys.Sha256;
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
        var hash = Sha256.bytes(prefix + name + "\n" + createdAt.toEpochMilli());
        var id = new StringBuilder(prefix);
        for (int i = 0; i < CHARACTERS; i++) id.append(ALPHABET.charAt(hash[i] & 31));
        return id.toString();
    }
}
