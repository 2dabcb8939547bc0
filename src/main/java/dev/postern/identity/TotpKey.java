package dev.postern.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/**
 * The key that a user's authenticator shares with the server: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which is what every
 * authenticator knows.
 *
 * @param text in Base32, as people type it
 */
public record TotpKey(String text) {
    private static final int BYTES = 20; // of SHA-1's own length, as RFC 4226 section 4 wants it
    private static final int DIGITS = 6;
    private static final Duration STEP = Duration.ofSeconds(30);
    /** So many steps before and after the server's are taken: clocks differ, and people type slowly (RFC 6238 section 5.2). */
    private static final int AROUND = 1;

    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator(STEP, DIGITS);

    static TotpKey random(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TotpKey(new Base32().encodeAsString(bytes));
    }

    /** What an authenticator reads from the picture. */
    public String address(String issuer, String user) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(user) + "?secret=" + text + "&issuer="
                + encoded(issuer);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The code of this moment. */
    String code(Instant at) {
        return code(step(at));
    }

    /** The step whose code this is, counted from 1970; empty where it is none of about now. */
    OptionalLong stepOf(String code, Instant now) {
        if (code.length() != DIGITS) return OptionalLong.empty();
        for (long step = step(now) - AROUND; step <= step(now) + AROUND; step++) {
            if (code(step).equals(code)) return OptionalLong.of(step);
        }
        return OptionalLong.empty();
    }

    private static long step(Instant at) {
        return at.getEpochSecond() / STEP.toSeconds();
    }

    private String code(long step) {
        var key = new SecretKeySpec(new Base32().decode(text), CODES.getAlgorithm());
        try {
            return CODES.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * STEP.toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("twenty bytes are a key", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TotpKey";
    }
}
