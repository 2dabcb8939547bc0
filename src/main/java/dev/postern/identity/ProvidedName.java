package dev.postern.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;

/** The name of a user whom a provider sent: what they are called there, made to fit. */
final class ProvidedName {
    private static final int LONGEST = 64;
    private static final int SUFFIX_BYTES = 4;

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
        var suffix = "-" + digest(issuer + "\n" + subject);
        var room = LONGEST - suffix.length();
        return (fitting.length() > room ? fitting.substring(0, room) : fitting) + suffix;
    }

    private static String digest(String text) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, SUFFIX_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
