package dev.postern.testing;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/**
 * An authenticator as people have it on their phones.
 *
 * @param key in Base32
 */
public record Authenticator(String key) {
    public static final Duration STEP = Duration.ofSeconds(30);

    public String code(Instant at) {
        var codes = new TimeBasedOneTimePasswordGenerator();
        try {
            return codes.generateOneTimePasswordString(
                    new SecretKeySpec(new Base32().decode(key), codes.getAlgorithm()), at);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("not a key: " + key, e);
        }
    }
}
