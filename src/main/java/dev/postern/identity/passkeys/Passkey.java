package dev.postern.identity.passkeys;

import dev.postern.keys.Sha256;
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

    private static final int MARK_DIGITS = 20;

    /** A short name of the id that is of one form and one length: what authenticators choose may be long. */
    public String mark() {
        return Sha256.of(id).substring(0, MARK_DIGITS);
    }

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
