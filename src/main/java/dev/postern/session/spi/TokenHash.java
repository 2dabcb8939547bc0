package dev.postern.session.spi;

import dev.postern.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** What is kept of a stream token: SHA-256, as 64 hex digits. Tokens are random, so the hash needs no salt. */
public record TokenHash(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public TokenHash {
        if (!FORM.matcher(hex).matches()) throw new IllegalArgumentException("not the hex of a SHA-256");
    }

    public static TokenHash of(String token) {
        return new TokenHash(Sha256.of(token));
    }

    /** In a time that does not tell where they differ. */
    public boolean matches(String token) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), of(token).hex.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "TokenHash[…]";
    }
}
