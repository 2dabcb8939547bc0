package dev.postern.identity.roles;

import dev.postern.identity.ProviderAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens a role takes.
 *
 * @param issuer what {@code iss} must say, to the letter
 * @param audience what must be among {@code aud}
 * @param jwks where the provider publishes its keys
 * @param subject what {@code sub} must look like, {@code *} standing for anything and {@code ?} for one character; null for any subject
 */
public record WebIdentityProvider(
        String issuer, String audience, URI jwks, @Nullable String subject) {
    /** With the longest subject it still is an actor of the trail. */
    static final int LONGEST_ISSUER = ProviderAddress.LONGEST_ISSUER;

    static final int LONGEST_AUDIENCE = 256;
    static final int LONGEST_JWKS = 1024;
    static final int LONGEST_PATTERN = 256;

    public WebIdentityProvider {
        ProviderAddress.check("the issuer", issuer, LONGEST_ISSUER);
        ProviderAddress.check("the address of the provider's keys", jwks.toString(), LONGEST_JWKS);
        ProviderAddress.text("the audience", audience, LONGEST_AUDIENCE);
        if (subject != null) ProviderAddress.text("the pattern of subjects", subject, LONGEST_PATTERN);
    }
}
