package dev.postern.identity.passkeys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One passkey of a user, as they see it.
 *
 * @param id of the credential, Base64 for URLs; names it, and opens nothing
 * @param name what its owner calls it
 * @param synced whether it may be on more than one device: its maker keeps copies
 * @param lastUsedAt null for never
 */
public record Passkey(
        String id,
        String name,
        boolean synced,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    public static final int LONGEST_NAME = 64;

    /**
     * A name as somebody typed it, without spaces around it.
     *
     * @throws IllegalArgumentException says what a name is
     */
    public static String name(String typed) {
        var name = typed.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a passkey's name is one line of 1–" + LONGEST_NAME + " characters");
        }
        return name;
    }
}
