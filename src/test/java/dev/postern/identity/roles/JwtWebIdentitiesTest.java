package dev.postern.identity.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.WebIdentityRefused.Why;
import dev.postern.testing.HandClock;
import dev.postern.testing.IdentityProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtWebIdentitiesTest {
    private final HandClock clock = new HandClock();
    private final IdentityProvider idp = new IdentityProvider();
    private final WebIdentities identities = new JwtWebIdentities(new ProviderKeys(), clock);

    @AfterEach
    void stop() {
        idp.close();
    }

    @Test
    void aTokenOfTheProviderSaysWhoItIs() {
        var identity = identities.verify(token(_ -> {}), provider(null), "192.0.2.7");
        assertThat(identity.subject()).isEqualTo("mira");
        assertThat(identity.caller().arn()).isEqualTo("web-identity:" + idp.issuer() + ":mira");
        assertThat(identity.caller().groups()).isEmpty();
        assertThat(identity.caller().standing())
                .isEqualTo(new Standing.ByWebIdentity(idp.issuer(), IdentityProvider.AUDIENCE, "mira"));
    }

    @Test
    void sourceIdentityAndTagsComeByAwssOwnClaims() {
        var identity = identities.verify(
                token(claims -> claims.claim("https://aws.amazon.com/source_identity", "e-4711")
                        .claim(
                                "https://aws.amazon.com/tags",
                                Map.of(
                                        "principal_tags", Map.of("Team", List.of("red"), "Site", List.of("fra")),
                                        "transitive_tag_keys", List.of("Team")))),
                provider(null),
                null);
        assertThat(identity.sourceIdentity()).isEqualTo("e-4711");
        assertThat(identity.tags())
                .containsExactlyInAnyOrder(new SessionTag("Team", "red", true), new SessionTag("Site", "fra", false));
        assertRefused(token(claims -> claims.claim("https://aws.amazon.com/tags", "Team=red")), Why.INVALID)
                .hasMessageContaining("principal_tags");
    }

    @Test
    void itsTimesAreTheServersToJudge() {
        var token = token(_ -> {});
        clock.forward(Duration.ofSeconds(599));
        identities.verify(token, provider(null), null);
        clock.forward(Duration.ofSeconds(1));
        assertRefused(token, Why.EXPIRED).hasMessageContaining("Token expired");
        var later = clock.instant().plusSeconds(61);
        assertRefused(token(claims -> claims.notBeforeTime(Date.from(later))), Why.INVALID)
                .hasMessageContaining("nbf");
        assertRefused(token(claims -> claims.issueTime(Date.from(later))), Why.INVALID)
                .hasMessageContaining("iat");
        assertRefused(token(claims -> claims.expirationTime(null)), Why.INVALID).hasMessageContaining("exp");
    }

    @Test
    void whatIsForSomebodyElseOrFromSomebodyElseIsRefused() {
        assertRefused(token(claims -> claims.audience("another")), Why.INVALID).hasMessageContaining("audience");
        assertRefused(token(claims -> claims.issuer("https://evil.example")), Why.INVALID)
                .hasMessageContaining("https://evil.example");
        assertRefused(token(claims -> claims.subject(null)), Why.INVALID).hasMessageContaining("sub");
        assertRefused(token(claims -> claims.subject("two\nlines")), Why.INVALID)
                .hasMessageContaining("sub");
    }

    @Test
    void nothingIsFetchedForATokenOfAnotherIssuer() {
        assertRefused(token(claims -> claims.issuer("https://evil.example")), Why.INVALID);
        assertThat(idp.fetches()).isZero();
    }

    @Test
    void onlyTheProvidersKeysSign() throws JOSEException {
        var claims = idp.claims("mira", clock.instant(), _ -> {});
        assertRefused(idp.forged("mira", clock.instant()), Why.INVALID).hasMessageContaining("signature");
        assertRefused(new PlainJWT(claims).serialize(), Why.INVALID);
        var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        shared.sign(new MACSigner("a secret of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII)));
        assertRefused(shared.serialize(), Why.INVALID);
        assertRefused("no.token.atall", Why.INVALID);
        assertRefused("....", Why.INVALID);
    }

    @Test
    void madeUpTokensMakeNoTraffic() {
        identities.verify(token(_ -> {}), provider(null), null);
        for (int i = 0; i < 20; i++) assertRefused(idp.forged("mira", clock.instant()), Why.INVALID);
        assertThat(idp.fetches()).isEqualTo(1);
    }

    @Test
    void aNewKeyOfTheProviderIsFetchedWhenATokenNamesIt() {
        identities.verify(token(_ -> {}), provider(null), null);
        idp.changeKey();
        assertThat(identities.verify(token(_ -> {}), provider(null), null).subject())
                .isEqualTo("mira");
        assertThat(idp.fetches()).isEqualTo(2);
    }

    @Test
    void aProviderThatDoesNotAnswerIsNotTheTokensFault() {
        var moved = new WebIdentityProvider(
                idp.issuer(), IdentityProvider.AUDIENCE, URI.create(idp.issuer() + "/moved"), null);
        assertThatThrownBy(() -> identities.verify(token(_ -> {}), moved, null))
                .isInstanceOfSatisfying(
                        WebIdentityRefused.class,
                        refused -> assertThat(refused.why()).isEqualTo(Why.PROVIDER_SILENT));
        var token = token(_ -> {});
        var provider = provider(null);
        idp.close();
        assertThatThrownBy(() -> identities.verify(token, provider, null))
                .isInstanceOfSatisfying(
                        WebIdentityRefused.class,
                        refused -> assertThat(refused.why()).isEqualTo(Why.PROVIDER_SILENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example.com",
                "ftp://localhost/keys",
                "idp.example.com",
                "https:/",
                "https://u:p@idp.example.com",
                "http://127.0.0.1.example.com"
            })
    void keysAreNotFetchedWhereAnybodyCouldPutOthers(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new WebIdentityProvider("https://idp.example.com", "postern", URI.create(address), null))
                .withMessageContaining("https://");
    }

    private String token(Consumer<JWTClaimsSet.Builder> more) {
        return idp.token("mira", clock.instant(), more);
    }

    private WebIdentityProvider provider(@Nullable String subject) {
        return new WebIdentityProvider(idp.issuer(), IdentityProvider.AUDIENCE, idp.jwks(), subject);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String token, Why why) {
        return assertThatThrownBy(() -> identities.verify(token, provider(null), null))
                .isInstanceOfSatisfying(
                        WebIdentityRefused.class,
                        refused -> assertThat(refused.why()).isEqualTo(why));
    }
}
