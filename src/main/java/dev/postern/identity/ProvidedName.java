package dev.postern.identity;

import dev.postern.keys.Sha256;
import java.text.Normalizer;

/** The name of a user whom a provider sent: what they are called there, made to fit. */
final class ProvidedName {
    private static final int LONGEST = 64;
    private static final int SUFFIX_DIGITS = 8;

    private ProvidedName() {}

    static String fitting(String wanted) {
        // é is e and an accent, which goes
        var plain = Normalizer.normalize(wanted, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9_.@=+,-]+", "-")
                .replaceAll("^[-.]+|-+$", "");
        if (plain.isEmpty()) return "user";
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }

    /** For whoever comes second: the same for this subject every time, and nobody else's. */
    static String distinct(String fitting, String issuer, String subject) {
        var suffix = "-" + Sha256.of(issuer + "\n" + subject).substring(0, SUFFIX_DIGITS);
        var room = LONGEST - suffix.length();
        return (fitting.length() > room ? fitting.substring(0, room) : fitting) + suffix;
    }
}
