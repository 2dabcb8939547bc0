package dev.postern.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.oidc.PendingSignIns.Pending;
import dev.postern.identity.oidc.ProviderRefused.Reason;
import dev.postern.keys.TestSecrets;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** From a token that was verified to somebody who is signed in, or is not. */
@OnEveryDatabase
class ProviderSignInTest {
    private static final String ISSUER = "https://idp.example.com/realms/postern";

    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final ProviderSessions sessions;
    private ProviderSignIn signIn;

    ProviderSignInTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        sessions = new ProviderSessions(store.jdbc(), clock);
        signIn = signIn(Map.of());
        identity.groups().create("operations");
    }

    @AfterEach
    void leaveTheThread() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void whoTheProviderVouchesForIsSignedInAsAUser() {
        var signedIn =
                signIn.convert(token(claims("1", "alice", Map.of("groups", List.of("/operations"), "sid", "s-1"))));

        var caller = identity.callers().of(signedIn, "192.0.2.9").orElseThrow();
        assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000000:user/alice");
        assertThat(caller.groups()).containsExactly("operations");
        assertThat(caller.assurance()).isEqualTo(new Assurance(false, HandClock.START, null));
        assertThat(sessions.userOf(ISSUER, "s-1")).contains("alice");
        assertThat(latest().event().action()).isEqualTo("ConsoleLogin");
        assertThat(latest().event().details()).containsEntry("method", "oidc").containsEntry("subject", "1");
    }

    @Test
    void whatTheSessionKeepsIsReadableAndHoldsNoTokenInTheClear() throws Exception {
        var signedIn = signIn.convert(token(claims("1", "alice", Map.of("sid", "s-1"))));
        var bytes = serialized(signedIn);
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("alice")
                .doesNotContain("header.claims.signature");
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            var read = (OAuth2AuthenticationToken) in.readObject();
            assertThat(read.getPrincipal()).isEqualTo(signedIn.getPrincipal());
            assertThat(read.getName()).isEqualTo("alice");
        }
    }

    @Test
    void moreThanOneFactorIsWhatTheSettingsSayItIs() {
        assertThat(assurance(Map.of("acr", "gold")).multiFactor()).isTrue();
        assertThat(assurance(Map.of("acr", "silver")).multiFactor()).isFalse();
        assertThat(assurance(Map.of("amr", List.of("pwd", "mfa"))).multiFactor())
                .isTrue();
        assertThat(assurance(Map.of("amr", List.of("pwd", "otp"))).multiFactor())
                .isFalse();
        assertThat(assurance(Map.of()).multiFactor()).isFalse();
    }

    @Test
    void whoIsDisabledHereStaysOut() {
        signIn.convert(token(claims("1", "alice", Map.of())));
        identity.users().setEnabled("alice", false);
        refuses(signIn, token(claims("1", "alice", Map.of())), Reason.OUTSIDE, "the user is disabled");
    }

    @Test
    void whoIsInNoGroupThatMayStaysOutAndIsNoUser() {
        signIn = signIn(Map.of("postern.oidc.allowed-groups", "operations"));
        refuses(
                signIn,
                token(claims("1", "alice", Map.of("groups", List.of("/sales")))),
                Reason.OUTSIDE,
                "in no group");
        assertThat(identity.users().find("alice")).isEmpty();
    }

    @Test
    void aTokenBeyondAllBoundsIsRefused() {
        var many = IntStream.rangeClosed(1, 201).mapToObj(n -> "group-" + n).toList();
        refuses(signIn, token(claims("1", "alice", Map.of("groups", many))), Reason.UNBELIEVED, "201 groups");
        refuses(signIn, token(claims("x".repeat(256), "alice", Map.of())), Reason.UNBELIEVED, "the claim sub");
        refuses(signIn, token(claims("a\nb", "alice", Map.of())), Reason.UNBELIEVED, "the claim sub");
        refuses(
                signIn,
                token(claims("1", "alice", Map.of("sid", "s".repeat(256)))),
                Reason.UNBELIEVED,
                "the claim sid");
        assertThat(identity.users().all()).isEmpty();
    }

    @Test
    void whatPoliciesAskOfASignInIsAmongItsCircumstances() {
        var single = signIn.convert(token(claims("1", "alice", Map.of())));
        assertThat(identity.callers().of(single, null).orElseThrow().circumstances(clock.instant()))
                .containsEntry("aws:MultiFactorAuthPresent", "false")
                .containsEntry("aws:TokenIssueTime", HandClock.START.toString())
                .doesNotContainKeys("aws:MultiFactorAuthAge", "postern:StepUpAge");
        SecurityContextHolder.getContext().setAuthentication(single);
        var stepped = signIn.convert(stepUp(claims("1", "alice", Map.of("acr", "gold"))));
        clock.forward(Duration.ofSeconds(90));
        assertThat(identity.callers().of(stepped, null).orElseThrow().circumstances(clock.instant()))
                .containsEntry("aws:MultiFactorAuthPresent", "true")
                .containsEntry("aws:MultiFactorAuthAge", "90")
                .containsEntry("postern:StepUpAge", "90");
    }

    @Test
    void claimsThatTheSettingsNameAreTags() {
        signIn = signIn(Map.of("postern.oidc.tags", "department,ssm_run_as=SSMSessionRunAs,team"));
        signIn.convert(
                token(claims("1", "alice", Map.of("department", "payments", "ssm_run_as", "ops", "team", "<b>"))));
        assertThat(identity.users().find("alice").orElseThrow().tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("department", "payments", "SSMSessionRunAs", "ops"));
    }

    @Test
    void anotherUserOfTheSameNameIsNotSignedInByAnOldSession() {
        var signedIn = signIn.convert(token(claims("1", "alice", Map.of())));
        store.jdbc().sql("DELETE FROM local_user WHERE name = 'alice'").update();
        clock.forward(Duration.ofMinutes(1));
        var again = new TestIdentity(store, clock);
        again.users().create("alice", TestIdentity.PASSWORD, java.util.Set.of(Caller.ADMINISTRATORS));
        assertThat(again.callers().of(signedIn, null)).isEmpty();
    }

    // ── step-up

    @Test
    void aStepUpIsRememberedByTheServersClock() {
        var before = signIn.convert(token(claims("1", "alice", Map.of("acr", "silver"))));
        SecurityContextHolder.getContext().setAuthentication(before);
        clock.forward(Duration.ofHours(2));
        var after = signIn.convert(stepUp(claims("1", "alice", Map.of("acr", "gold"))));

        var assurance = assurance(after);
        assertThat(assurance.multiFactor()).isTrue();
        assertThat(assurance.stepUpAge(clock.instant())).contains(Duration.ZERO);
        assertThat(assurance.stepUpAge(clock.instant().plusSeconds(90))).contains(Duration.ofSeconds(90));
        assertThat(assurance(before).stepUpAge(clock.instant())).isEmpty();
        assertThat(latest().event().action()).isEqualTo("StepUp");
    }

    @Test
    void aLevelThatWasNotAskedForIsNoStepUp() {
        SecurityContextHolder.getContext().setAuthentication(signIn.convert(token(claims("1", "alice", Map.of()))));
        refuses(signIn, stepUp(claims("1", "alice", Map.of("acr", "silver"))), Reason.STEP_UP, "acr is silver");
        refuses(signIn, stepUp(claims("1", "alice", Map.of())), Reason.STEP_UP, "acr is missing");
    }

    @Test
    void anOldProofIsNoStepUp() {
        SecurityContextHolder.getContext().setAuthentication(signIn.convert(token(claims("1", "alice", Map.of()))));
        var proven = clock.instant();
        clock.forward(Duration.ofMinutes(1));
        var old = new HashMap<>(claims("1", "alice", Map.of("acr", "gold")));
        old.put("auth_time", proven);
        refuses(signIn, stepUp(old), Reason.STEP_UP, "auth_time is ");
        old.remove("auth_time");
        refuses(signIn, stepUp(old), Reason.STEP_UP, "auth_time is missing");
    }

    @Test
    void somebodyElsesProofIsNoStepUp() {
        signIn.convert(token(claims("2", "mallory", Map.of())));
        var gold = claims("2", "mallory", Map.of("acr", "gold"));
        refuses(signIn, stepUp(gold), Reason.STEP_UP, "somebody else");
        SecurityContextHolder.getContext().setAuthentication(signIn.convert(token(claims("1", "alice", Map.of()))));
        refuses(signIn, stepUp(gold), Reason.STEP_UP, "somebody else");
    }

    // ── what it takes

    private Assurance assurance(Map<String, Object> more) {
        return assurance(signIn.convert(token(claims("1", "alice", more))));
    }

    private static Assurance assurance(OAuth2AuthenticationToken signedIn) {
        return ((ProvidedPrincipal) Objects.requireNonNull(signedIn.getPrincipal())).assurance();
    }

    private void refuses(ProviderSignIn signIn, OAuth2LoginAuthenticationToken token, Reason reason, String because) {
        assertThatExceptionOfType(ProviderRefused.class)
                .isThrownBy(() -> signIn.convert(token))
                .extracting(ProviderRefused::reason)
                .isEqualTo(reason);
        assertThat(latest().event().outcome()).isEqualTo(Outcome.DENIED);
        assertThat(latest().event().details().get("because")).contains(because);
    }

    private Entry latest() {
        return identity.trail().latest(Long.MAX_VALUE, 1).getFirst();
    }

    private ProviderSignIn signIn(Map<String, String> more) {
        var properties = new HashMap<String, String>(Map.of("postern.oidc.issuer", ISSUER));
        properties.putAll(more);
        var settings = new Binder(new MapConfigurationPropertySource(properties))
                .bind("postern.oidc", OidcSettings.class)
                .get();
        return new ProviderSignIn(
                settings,
                identity.provided(),
                sessions,
                identity.events(),
                new StepUpEvents(identity.events()),
                TestSecrets.make(),
                clock);
    }

    private Map<String, Object> claims(String subject, String name, Map<String, Object> more) {
        var claims = new HashMap<String, Object>(
                Map.of("iss", ISSUER, "sub", subject, "preferred_username", name, "auth_time", clock.instant()));
        claims.putAll(more);
        return claims;
    }

    private OAuth2LoginAuthenticationToken token(Map<String, Object> claims) {
        return token(claims, null);
    }

    private OAuth2LoginAuthenticationToken stepUp(Map<String, Object> claims) {
        return token(claims, "/settings");
    }

    /** As Spring Security hands it on once signature, issuer, audience, nonce and times are right. */
    private OAuth2LoginAuthenticationToken token(Map<String, Object> claims, @Nullable String returnTo) {
        Instant now = clock.instant();
        var idToken = new OidcIdToken("header.claims.signature", now, now.plusSeconds(60), claims);
        var client = ClientRegistration.withRegistrationId(Provider.ID)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientId("postern")
                .redirectUri("{baseUrl}/login/oauth2/code/oidc")
                .authorizationUri(ISSUER + "/auth")
                .tokenUri(ISSUER + "/token")
                .build();
        var asked = OAuth2AuthorizationRequest.authorizationCode()
                .clientId("postern")
                .authorizationUri(ISSUER + "/auth")
                .redirectUri("http://localhost/login/oauth2/code/oidc")
                .state("state")
                .attributes(new Pending(now, returnTo)::into)
                .build();
        var answered = OAuth2AuthorizationResponse.success("code")
                .redirectUri("http://localhost/login/oauth2/code/oidc")
                .state("state")
                .build();
        var user = new DefaultOidcUser(List.of(), idToken);
        var access = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "access", now, now.plusSeconds(60));
        return new OAuth2LoginAuthenticationToken(
                client, new OAuth2AuthorizationExchange(asked, answered), user, List.of(), access);
    }

    private static byte[] serialized(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
