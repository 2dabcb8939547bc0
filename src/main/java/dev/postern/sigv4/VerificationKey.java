package dev.postern.sigv4;

import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a signature is checked with. */
public sealed interface VerificationKey {

    /**
     * The secret of an access key.
     *
     * @param sessionToken what X-Amz-Security-Token must say; null for a long-term key, with which none may be sent
     * @param expires when it stops to be good; null if never
     */
    record Secret(
            String secretAccessKey,
            @Nullable String sessionToken,
            @Nullable Instant expires) implements VerificationKey {
        @Override
        public String toString() {
            return "Secret[" + (sessionToken == null ? "long-term" : "temporary, expires " + expires) + "]";
        }
    }

    /** The public half of the RSA key a node registered with. */
    record Registered(PublicKey publicKey) implements VerificationKey {}
}
