package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.testing.IdentityProvider;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What comes in a provider's name and is not believed: answers that were forged, swapped, kept or sent again. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileProviderIT {
    /** Long enough to sign with, where a provider and its client share it. */
    private static final String SECRET = "a-placeholder-of-the-tests-of-forty-bytes";

    private static final String GOODBYE = "http://schemas.openid.net/event/backchannel-logout";

    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private final String console = "http://localhost:" + ports.console();
    private IdentityProvider provider;
    private PosternProcess postern;

    @BeforeAll
    void start(@TempDir Path directory) {
        provider = new IdentityProvider();
        postern = PosternProcess.server(
                directory.resolve("home"),
                ports,
                "--postern.local-node.enabled=false",
                "--postern.sign-in.tries-per-minute=1000",
                "--postern.oidc.issuer=" + provider.issuer(),
                "--postern.oidc.client-secret=" + SECRET);
    }

    @AfterAll
    void stop() {
        postern.close();
        provider.close();
    }

    @Test
    void aRightAnswerSignsIn() {
        try (var browser = new Visitor()) {
            browser.signIn("right");
            assertThat(browser.isSignedIn()).isTrue();
        }
    }

    @Test
    void anAnswerThatIsNotTheProvidersOwnDoesNot() {
        refused(
                "unbelieved",
                asked -> provider.forged("1", Instant.now(), claims -> claims.claim("nonce", asked.nonce())));
        refused("unbelieved", asked -> unsigned(asked, PlainJWT::new));
        refused("unbelieved", asked -> unsigned(asked, claims -> byTheSharedSecret(claims)));
        refused("unbelieved", asked -> "not.a.token");
    }

    @Test
    void anAnswerToSomebodyElsesQuestionDoesNot() {
        refused("unbelieved", asked -> token(asked, claims -> claims.claim("nonce", "another")));
        refused("unbelieved", asked -> token(asked, claims -> claims.claim("nonce", null)));
        refused("unbelieved", asked -> token(asked, claims -> claims.audience("another-client")));
        refused("unbelieved", asked -> token(asked, claims -> claims.issuer("https://idp.example.com")));
        refused("unbelieved", asked -> token(asked, claims -> claims.subject(null)));
    }

    @Test
    void anOldAnswerDoesNot() {
        var past = Date.from(Instant.now().minusSeconds(600));
        refused("unbelieved", asked -> token(asked, claims -> claims.expirationTime(past)));
        refused("unbelieved", asked -> token(asked, claims -> claims.expirationTime(null)));
    }

    @Test
    void aCodeThatThisBrowserDidNotAskForDoesNot() {
        try (var mallory = new Visitor();
                var alice = new Visitor()) {
            var asked = mallory.begin();
            provider.answers(token(asked, _ -> {}));
            assertThat(alice.finish(asked.state())).endsWith("/login?error=late");
            assertThat(alice.isSignedIn()).isFalse();
            assertThat(mallory.finish("another-state")).endsWith("/login?error=late");
            assertThat(mallory.isSignedIn()).isFalse();
        }
    }

    @Test
    void anAnswerCountsOnce() {
        try (var browser = new Visitor()) {
            var asked = browser.begin();
            provider.answers(token(asked, _ -> {}));
            assertThat(browser.finish(asked.state())).doesNotContain("error");
            assertThat(browser.finish(asked.state())).endsWith("/login?error=late");
        }
    }

    @Test
    void whoBreaksItOffIsToldSo() {
        try (var browser = new Visitor()) {
            var asked = browser.begin();
            assertThat(browser.answer("error=access_denied&state=" + asked.state()))
                    .endsWith("/login?error=cancelled");
        }
    }

    @Test
    void aStepUpIsForWhoIsSignedInByTheProvider() {
        try (var browser = new Visitor()) {
            assertThat(browser.location("/login/step-up?return=/settings")).endsWith("/login?error=step_up");
        }
    }

    @Test
    void aStepUpAsksForALevelAndAnEmptyPromiseOfItIsNone() {
        try (var browser = new Visitor()) {
            browser.signIn("stepper");
            var asked = browser.asked("/login/step-up?return=//evil.example.com");
            assertThat(asked.parameters())
                    .containsEntry("max_age", "0")
                    .containsEntry("prompt", "login")
                    .containsKey("claims");
            provider.answers(token(asked, claims -> claims.subject("stepper").claim("acr", "silver")));
            assertThat(browser.finish(asked.state())).endsWith("/login?error=step_up");
            assertThat(browser.isSignedIn()).isTrue();

            var again = browser.asked("/login/step-up?return=//evil.example.com");
            provider.answers(token(
                    again,
                    claims -> claims.subject("stepper")
                            .claim("acr", "gold")
                            .claim("auth_time", Instant.now().getEpochSecond())));
            assertThat(browser.finish(again.state())).isEqualTo("/");
        }
    }

    @Test
    void aLogoutTokenEndsASessionOnce() {
        try (var browser = new Visitor();
                var later = new Visitor()) {
            browser.signIn("leaver");
            var goodbye = goodbye("leaver", _ -> {});
            assertThat(backChannel(goodbye)).isEqualTo(200);
            assertThat(browser.isSignedIn()).isFalse();

            later.signIn("leaver");
            assertThat(backChannel(goodbye)).isEqualTo(400);
            assertThat(later.isSignedIn()).isTrue();
        }
    }

    @Test
    void aLogoutTokenThatIsNoneEndsNothing() {
        try (var browser = new Visitor()) {
            browser.signIn("stayer");
            var now = Instant.now();
            assertThat(backChannel("")).isEqualTo(400);
            assertThat(backChannel("not.a.token")).isEqualTo(400);
            assertThat(backChannel(provider.token("stayer", now, claims -> claims.jwtID("1"))))
                    .isEqualTo(400);
            assertThat(backChannel(provider.forged("stayer", now, claims -> said(claims, now))))
                    .isEqualTo(400);
            assertThat(backChannel(goodbye("stayer", claims -> claims.claim("nonce", "n"))))
                    .isEqualTo(400);
            assertThat(backChannel(goodbye("stayer", claims -> claims.audience("another-client"))))
                    .isEqualTo(400);
            assertThat(backChannel(goodbye("stayer", claims -> claims.issueTime(Date.from(now.minusSeconds(301))))))
                    .isEqualTo(400);
            assertThat(backChannel(goodbye("stayer", claims -> claims.jwtID(null))))
                    .isEqualTo(400);
            assertThat(browser.isSignedIn()).isTrue();
        }
    }

    // ── the provider's part

    private String token(Asked asked, Consumer<JWTClaimsSet.Builder> more) {
        return provider.token("1", Instant.now(), claims -> {
            claims.claim("nonce", asked.nonce());
            more.accept(claims);
        });
    }

    private String unsigned(Asked asked, java.util.function.Function<JWTClaimsSet, com.nimbusds.jwt.JWT> as) {
        return as.apply(provider.claims("1", Instant.now(), claims -> claims.claim("nonce", asked.nonce())))
                .serialize();
    }

    private static SignedJWT byTheSharedSecret(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(SECRET));
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String goodbye(String subject, Consumer<JWTClaimsSet.Builder> more) {
        var now = Instant.now();
        return provider.token(subject, now, claims -> {
            said(claims, now);
            more.accept(claims);
        });
    }

    private static void said(JWTClaimsSet.Builder claims, Instant now) {
        claims.issueTime(Date.from(now)).jwtID(UUID.randomUUID().toString()).claim("events", Map.of(GOODBYE, Map.of()));
    }

    private int backChannel(String token) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(console + "/logout/connect/back-channel/oidc"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString("logout_token=" + token))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void refused(String reason, java.util.function.Function<Asked, String> answer) {
        try (var browser = new Visitor()) {
            var asked = browser.begin();
            provider.answers(answer.apply(asked));
            assertThat(browser.finish(asked.state())).endsWith("/login?error=" + reason);
            assertThat(browser.isSignedIn()).isFalse();
        }
    }

    // ── the browser's part

    /** What Postern asked the provider by way of the browser. */
    private record Asked(Map<String, String> parameters) {
        private static final Pattern PARAMETER = Pattern.compile("[?&]([^=&]+)=([^&]*)");

        static Asked of(String location) {
            return new Asked(PARAMETER
                    .matcher(location)
                    .results()
                    .collect(java.util.stream.Collectors.toMap(
                            found -> found.group(1),
                            found -> java.net.URLDecoder.decode(found.group(2), StandardCharsets.UTF_8))));
        }

        String nonce() {
            return parameters.get("nonce");
        }

        String state() {
            return URLEncoder.encode(parameters.get("state"), StandardCharsets.UTF_8);
        }
    }

    private final class Visitor implements AutoCloseable {
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        void signIn(String subject) {
            var asked = begin();
            assertThat(asked.parameters()).containsEntry("code_challenge_method", "S256");
            provider.answers(token(asked, claims -> claims.subject(subject)));
            assertThat(finish(asked.state())).doesNotContain("error");
        }

        Asked begin() {
            return asked("/oauth2/authorization/oidc");
        }

        Asked asked(String path) {
            return Asked.of(location(path));
        }

        String finish(String state) {
            return answer("code=a-code&state=" + state);
        }

        String answer(String query) {
            return location("/login/oauth2/code/oidc?" + query);
        }

        boolean isSignedIn() {
            return get("/sessions").statusCode() == 200;
        }

        String location(String path) {
            return get(path).headers().firstValue("Location").orElse("");
        }

        private HttpResponse<Void> get(String path) {
            try {
                return http.send(
                        HttpRequest.newBuilder(URI.create(console + path)).build(), BodyHandlers.discarding());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
