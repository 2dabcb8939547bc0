package dev.postern.identity;

import java.security.SecureRandom;

/** Random text over an alphabet of 32 characters, 5 bits each. */
public final class RandomText {
    // Base32 (RFC 4648): letters and digits that nobody mixes up.
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private RandomText() {}

    public static String of(int characters, SecureRandom random) {
        var text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
