package dev.postern.identity.roles;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.WebIdentityRefused.Why;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Web identities by signed JSON Web Tokens; the signature is Nimbus's to check, the claims are looked at here, by the server's clock. */
@Component
final class JwtWebIdentities implements WebIdentities {
    /** As at AWS: signed by a key of the provider, never by a secret it shares with somebody, and never not at all. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    /** How far the provider's clock may be ahead. A token that is over is over, though. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private static final int LONGEST_SUBJECT = 255;
    private static final int MOST_ECHOED = 128;

    private final ProviderKeys keys;
    private final InstantSource clock;

    JwtWebIdentities(ProviderKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public WebIdentity verify(String token, WebIdentityProvider provider, @Nullable String address) {
        try {
            var signed = SignedJWT.parse(token);
            // Before anything is fetched or computed for it.
            issued(signed.getJWTClaimsSet(), provider);
            var claims = processor(provider).process(signed, null);
            return identity(claims, provider, address);
        } catch (ParseException _) {
            throw invalid("The ID Token provided is not a valid JWT signed with RS256 to RS512 or ES256 to ES512.");
        } catch (JWKSetUnavailableException _) {
            throw new WebIdentityRefused(
                    Why.PROVIDER_SILENT,
                    "Couldn't retrieve the verification keys of " + provider.issuer() + " from " + provider.jwks()
                            + ": no answer, or no set of keys.");
        } catch (BadJOSEException | JOSEException _) {
            throw invalid("The ID Token's signature is not by any key that " + provider.issuer()
                    + " publishes, or its algorithm is none of RS256 to RS512 and ES256 to ES512.");
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(WebIdentityProvider provider) {
        var processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.of(provider)));
        processor.setJWTClaimsSetVerifier((_, _) -> {}); // below, where the clock is
        return processor;
    }

    private WebIdentity identity(JWTClaimsSet claims, WebIdentityProvider provider, @Nullable String address)
            throws ParseException {
        issued(claims, provider);
        if (!claims.getAudience().contains(provider.audience())) throw invalid("Incorrect token audience");
        inTime(claims);
        var subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT || hasControls(subject))
            throw invalid("The ID Token needs a claim sub of 1 to " + LONGEST_SUBJECT + " characters on one line.");
        var caller = new Caller(
                "web-identity:" + provider.issuer() + ":" + subject,
                subject,
                Set.of(),
                null,
                address,
                new Standing.ByWebIdentity(provider.issuer(), provider.audience(), subject));
        return new WebIdentity(
                caller,
                provider.issuer(),
                provider.audience(),
                subject,
                ClaimedSession.sourceIdentity(claims),
                ClaimedSession.tags(claims));
    }

    private static void issued(JWTClaimsSet claims, WebIdentityProvider provider) {
        var issuer = claims.getIssuer();
        if (!provider.issuer().equals(issuer))
            throw invalid("No OpenIDConnect provider found in this role's trust for " + shortened(issuer));
    }

    private void inTime(JWTClaimsSet claims) {
        var now = clock.instant();
        var ends = claims.getExpirationTime();
        if (ends == null) throw invalid("Missing a required claim: exp");
        if (!now.isBefore(ends.toInstant()))
            throw new WebIdentityRefused(
                    Why.EXPIRED,
                    "Token expired: current date/time " + now.getEpochSecond()
                            + " must be before the expiration date/time "
                            + ends.toInstant().getEpochSecond());
        if (ahead(claims.getNotBeforeTime())) throw invalid("The ID Token is not valid yet: see its claim nbf.");
        if (ahead(claims.getIssueTime())) throw invalid("The ID Token is issued in the future: see its claim iat.");
    }

    private boolean ahead(@Nullable Date time) {
        return time != null && time.toInstant().isAfter(clock.instant().plus(AHEAD));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String shortened(@Nullable String text) {
        if (text == null) return "a token without iss";
        return text.length() > MOST_ECHOED ? text.substring(0, MOST_ECHOED) + "…" : text;
    }

    private static WebIdentityRefused invalid(String message) {
        return new WebIdentityRefused(Why.INVALID, message);
    }
}
