package dev.postern.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.sigv4.Verification.Form;
import dev.postern.sigv4.Verification.Reason;
import dev.postern.sigv4.Verification.Refused;
import dev.postern.sigv4.Verification.Verified;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignAndVerifyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T05:54:20Z");
    private static final Credentials TEMPORARY = new Credentials("ASIATEST", "not-a-secret", "token-of-a-test");
    private static final Credentials LONG_TERM = Credentials.longTerm("AKIATEST", "not-a-secret-either");
    private static final Header JSON = new Header("Content-Type", "application/x-amz-json-1.1");
    private static final Header TARGET = new Header("X-Amz-Target", "AmazonSSM.StartSession");
    private static final SigV4Verifier VERIFIER = new SigV4Verifier();

    @Test
    void acceptsItsOwnJsonPost() {
        assertThat(verify(signed(post("{}"), LONG_TERM, "ssm"), LONG_TERM, null))
                .isInstanceOfSatisfying(Verified.class, verified -> {
                    assertThat(verified.keyId()).isEqualTo("AKIATEST");
                    assertThat(verified.form()).isEqualTo(Form.ACCESS_KEY);
                    assertThat(verified.scope()).isEqualTo(new SigningScope("20261122", "local", "ssm"));
                    assertThat(verified.signedHeaders())
                            .containsExactly("content-type", "host", "x-amz-date", "x-amz-target");
                    assertThat(verified.signedAt()).isEqualTo(NOW);
                });
    }

    @Test
    void acceptsItsOwnWebSocketUpgradeWithASessionToken() {
        var upgrade = SignableRequest.to(
                "GET",
                URI.create("wss://127.0.0.1:8443/v1/control-channel/mi-1?role=subscribe&stream=input"),
                List.of(),
                new byte[0]);
        assertThat(verify(signed(upgrade, TEMPORARY, "ssmmessages"), TEMPORARY, null))
                .isInstanceOf(Verified.class);
    }

    @Test
    void encodesPathsTwice() {
        var request = SignableRequest.to(
                "POST", URI.create("https://h:8443/v1/data-channel/alice%40example.org-1:2"), List.of(), new byte[0]);
        assertThat(CanonicalRequest.path(request.path())).isEqualTo("/v1/data-channel/alice%2540example.org-1%3A2");
        assertThat(verify(signed(request, LONG_TERM, "ssmmessages"), LONG_TERM, null))
                .isInstanceOf(Verified.class);
    }

    @Test
    void leavesOutTheSchemesOwnPortForHttpsButNotForWss() {
        assertThat(hostOf("https://h:443/")).isEqualTo("h");
        assertThat(hostOf("http://h:80/")).isEqualTo("h");
        assertThat(hostOf("https://h:8443/")).isEqualTo("h:8443");
        assertThat(hostOf("wss://h:443/")).isEqualTo("h:443");
        assertThat(hostOf("https://[::1]:8443/")).isEqualTo("[::1]:8443");
    }

    @Test
    void acceptsADefaultPortThatIsSentButNotSigned() {
        var request = signed(post("{}"), LONG_TERM, "ssm");
        var sent = replaced(request, "Host", "ssm.example.org:443");
        assertThat(verify(signedFor("ssm.example.org", sent), LONG_TERM, null)).isInstanceOf(Verified.class);
        assertThat(verify(replaced(request, "Host", "h:8444"), LONG_TERM, null)).isInstanceOf(Refused.class);
    }

    @Test
    void signsAndVerifiesTheRegisteredForm() throws NoSuchAlgorithmException {
        var pair = rsa();
        var body = "{\"Fingerprint\":\"f\"}";
        var base = post(body);
        var withHash = withHeader(base, new Header("X-Amz-Content-Sha256", base.bodyHash()));
        var request = withHash.with(
                SigV4Signer.registered("mi-1", pair.getPrivate(), "local").sign(withHash, NOW));
        KeySource keys = id ->
                id.equals("mi-1") ? Optional.of(new VerificationKey.Registered(pair.getPublic())) : Optional.empty();

        assertThat(VERIFIER.verify(request, keys, NOW)).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.form()).isEqualTo(Form.REGISTERED_KEY);
            assertThat(verified.signedHeaders()).containsExactly("content-type", "host", "x-amz-date", "x-amz-target");
        });
        var stranger = rsa();
        assertThat(VERIFIER.verify(
                        request, _ -> Optional.of(new VerificationKey.Registered(stranger.getPublic())), NOW))
                .isInstanceOf(Refused.class);
    }

    @Test
    void refusesWhatIsNotSigned() {
        assertThat(refusal(post("{}"))).isEqualTo(new Refused(Reason.MISSING, "Missing Authentication Token"));
        assertThat(refusal(withHeader(post("{}"), new Header("Authorization", "Basic YTpi")))
                        .reason())
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void refusesPresignedUrlsClearly() {
        var request = new SignableRequest(
                "GET",
                "/",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00",
                List.of(),
                SignableRequest.EMPTY_BODY_HASH);
        assertThat(refusal(request).message()).contains("Presigned URLs are not accepted");
    }

    @Test
    void namesWhatTheAuthorizationLacks() {
        var request = withHeader(
                post("{}"),
                new Header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIATEST/20261122/local/ssm/aws4_request"));
        assertThat(refusal(request).reason()).isEqualTo(Reason.INCOMPLETE);
        assertThat(refusal(request).message())
                .contains("'Signature'")
                .contains("'SignedHeaders'")
                .doesNotContain("'Credential'");
    }

    @Test
    void refusesAScopeThatIsNone() {
        for (var scope : List.of(
                "x",
                "20261122/local/ssm",
                "20261122/local/ssm/aws4_other",
                "2026112/local/ssm/aws4_request",
                "20261122//ssm/aws4_request")) {
            var header = new Header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIATEST/" + scope + ", SignedHeaders=host, Signature=00");
            assertThat(refusal(withHeader(post("{}"), header)).reason())
                    .as(scope)
                    .isEqualTo(Reason.INCOMPLETE);
        }
    }

    @Test
    void refusesUnknownKeysWithoutSayingMore() {
        var request = signed(post("{}"), LONG_TERM, "ssm");
        assertThat(VERIFIER.verify(request, _ -> Optional.empty(), NOW))
                .isEqualTo(new Refused(Reason.UNKNOWN_KEY, "The security token included in the request is invalid."));
    }

    @Test
    void saysHowLateASignatureIs() {
        var request = signed(post("{}"), LONG_TERM, "ssm");
        assertThat(VERIFIER.verify(request, keys(LONG_TERM, null), NOW.plusSeconds(600)))
                .isEqualTo(
                        new Refused(
                                Reason.OUT_OF_TIME,
                                "Signature expired: 20261122T055420Z is now earlier than 20261122T055920Z (20261122T060420Z - 5 min.)"));
        assertThat(VERIFIER.verify(request, keys(LONG_TERM, null), NOW.minusSeconds(600)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message()).startsWith("Signature not yet current"));
    }

    @Test
    void refusesTheWrongTokenAndTheMissingOne() {
        var other = new Credentials("ASIATEST", TEMPORARY.secretAccessKey(), "another-token");
        assertThat(verify(signed(post("{}"), other, "ssm"), TEMPORARY, null))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_KEY));
        var none = Credentials.longTerm("ASIATEST", TEMPORARY.secretAccessKey());
        assertThat(verify(signed(post("{}"), none, "ssm"), TEMPORARY, null)).isInstanceOf(Refused.class);
        assertThat(verify(signed(post("{}"), TEMPORARY, "ssm"), none, null)).isInstanceOf(Refused.class);
    }

    @Test
    void refusesAKeyFromTheMomentItExpires() {
        var request = signed(post("{}"), TEMPORARY, "ssm");
        assertThat(verify(request, TEMPORARY, NOW.plusMillis(1))).isInstanceOf(Verified.class);
        assertThat(verify(request, TEMPORARY, NOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason().jsonCode()).isEqualTo("ExpiredTokenException"));
    }

    @Test
    void refusesMeaningThatTravelsUnsigned() {
        var request = withHeader(signed(post("{}"), LONG_TERM, "ssm"), new Header("X-Amz-Other", "1"));
        assertThat(refusal(request).message()).contains("'x-amz-other' must be a 'SignedHeader'");
    }

    @Test
    void refusesUnsignedAndFalselyDeclaredBodies() {
        var unsigned = withHeader(
                signed(post("{}"), LONG_TERM, "ssm"), new Header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"));
        assertThat(refusal(unsigned).message()).contains("UNSIGNED-PAYLOAD is not accepted");
        var declared = withHeader(
                signed(post("{}"), LONG_TERM, "ssm"),
                new Header("X-Amz-Content-Sha256", SignableRequest.EMPTY_BODY_HASH));
        assertThat(refusal(declared).message()).contains("does not match what was computed");
    }

    @Test
    void refusesPathsThatCouldMeanTwoThings() {
        for (var path : List.of("//", "/a//b", "/a/../b", "/./a", "/a/.", "a")) {
            var request = new SignableRequest(
                    "GET", path, "", List.of(new Header("Host", "h")), SignableRequest.EMPTY_BODY_HASH);
            assertThat(refusal(signed(request, LONG_TERM, "ssm")).message())
                    .as(path)
                    .contains("normal form");
        }
    }

    @Test
    void asksForTheScopeItServes() {
        var narrow =
                new SigV4Verifier(SigV4Verifier.SKEW, scope -> scope.service().equals("sts"));
        assertThat(narrow.verify(signed(post("{}"), LONG_TERM, "ssm"), keys(LONG_TERM, null), NOW))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.WRONG_SCOPE));
        assertThat(narrow.verify(signed(post("{}"), LONG_TERM, "sts"), keys(LONG_TERM, null), NOW))
                .isInstanceOf(Verified.class);
    }

    @Test
    void signsNothingWithoutAHost() {
        var request = new SignableRequest("GET", "/", "", List.of(), SignableRequest.EMPTY_BODY_HASH);
        assertThatIllegalArgumentException().isThrownBy(() -> signed(request, LONG_TERM, "ssm"));
    }

    @Test
    void printsNoSecret() {
        assertThat(TEMPORARY.toString()).doesNotContain("not-a-secret").doesNotContain("token-of-a-test");
        assertThat(new VerificationKey.Secret("not-a-secret", "token-of-a-test", NOW).toString())
                .doesNotContain("not-a-secret")
                .doesNotContain("token-of-a-test");
    }

    private static SignableRequest post(String body) {
        return SignableRequest.to("POST", URI.create("https://h:8443/"), List.of(JSON, TARGET), body.getBytes(UTF_8));
    }

    private static SignableRequest signed(SignableRequest request, Credentials credentials, String service) {
        return request.with(SigV4Signer.with(credentials, "local", service).sign(request, NOW));
    }

    /** Signs as if Host were {@code host}, and sends what the request says. */
    private static SignableRequest signedFor(String host, SignableRequest sent) {
        var bare =
                new SignableRequest("POST", "/", "", List.of(JSON, TARGET, new Header("Host", host)), sent.bodyHash());
        var authorization =
                signed(bare, LONG_TERM, "ssm").first("authorization").orElseThrow();
        return replaced(sent, "Authorization", authorization);
    }

    private static SignableRequest withHeader(SignableRequest request, Header header) {
        return request.with(List.of(header));
    }

    private static SignableRequest replaced(SignableRequest request, String name, String value) {
        var headers = new ArrayList<Header>();
        for (var header : request.headers()) headers.add(header.isNamed(name) ? new Header(name, value) : header);
        return new SignableRequest(request.method(), request.path(), request.query(), headers, request.bodyHash());
    }

    private static KeySource keys(Credentials credentials, @Nullable Instant expires) {
        return id -> id.equals(credentials.accessKeyId())
                ? Optional.of(
                        new VerificationKey.Secret(credentials.secretAccessKey(), credentials.sessionToken(), expires))
                : Optional.empty();
    }

    private static Verification verify(SignableRequest request, Credentials credentials, @Nullable Instant expires) {
        return VERIFIER.verify(request, keys(credentials, expires), NOW);
    }

    private static Refused refusal(SignableRequest request) {
        return (Refused) verify(request, LONG_TERM, null);
    }

    private static String hostOf(String uri) {
        return SignableRequest.to("GET", URI.create(uri), List.of(), new byte[0])
                .first("host")
                .orElseThrow();
    }

    private static KeyPair rsa() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
