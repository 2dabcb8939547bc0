package dev.postern.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.sigv4.Verification.Refused;
import dev.postern.sigv4.Verification.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests of the stock agent 3.3, the stock plugin and the AWS CLI as they were seen on the wire; the keys were made for the recording and open nothing. */
class CapturedRequestsTest {

    private static final SigV4Verifier VERIFIER = new SigV4Verifier();

    record Captured(String name, SignableRequest request, KeySource keys, Instant sentAt) {
        @Override
        public String toString() {
            return name;
        }

        Verification verified() {
            return VERIFIER.verify(request, keys, sentAt);
        }

        Verification verifiedAs(SignableRequest other) {
            return VERIFIER.verify(other, keys, sentAt);
        }
    }

    static List<Captured> captured() throws IOException, GeneralSecurityException {
        var rows = new ArrayList<Captured>();
        try (var resource = CapturedRequestsTest.class.getResourceAsStream("/sigv4/captured.jsonl")) {
            for (var line : new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) rows.add(captured(JsonMapper.shared().readTree(line)));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("captured")
    void acceptsWhatStockClientsSend(Captured row) {
        assertThat(row.verified()).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @MethodSource("captured")
    void refusesAnyChangeOfASignedHeader(Captured row) {
        var signed = ((Verified) row.verified()).signedHeaders();
        for (int i = 0; i < row.request.headers().size(); i++) {
            var header = row.request.headers().get(i);
            if (!signed.contains(CanonicalRequest.lower(header.name()))) continue;
            for (var value : List.of(
                    flipped(header.value(), 0),
                    flipped(header.value(), header.value().length() - 1),
                    "")) {
                var headers = new ArrayList<>(row.request.headers());
                headers.set(i, new Header(header.name(), value));
                assertThat(row.verifiedAs(withHeaders(row.request, headers)))
                        .as(header + " as " + value)
                        .isInstanceOf(Refused.class);
            }
            var without = new ArrayList<>(row.request.headers());
            without.remove(i);
            assertThat(row.verifiedAs(withHeaders(row.request, without)))
                    .as("without " + header)
                    .isInstanceOf(Refused.class);
            var twice = new ArrayList<>(row.request.headers());
            twice.add(header);
            assertThat(row.verifiedAs(withHeaders(row.request, twice)))
                    .as("twice " + header)
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("captured")
    void refusesAnyChangedByteOfTheAuthorization(Captured row) {
        var value = row.request.first("authorization").orElseThrow();
        for (int at = 0; at < value.length(); at++) {
            // The last digit before the padding of base64 has bits that carry nothing, and the padding is not worth a
            // change.
            if (value.endsWith("==") && at >= value.length() - 3) continue;
            var headers = withValue(row.request, "Authorization", flipped(value, at));
            assertThat(row.verifiedAs(withHeaders(row.request, headers)))
                    .as("byte " + at)
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("captured")
    void refusesAnotherMethodPathQueryAndBody(Captured row) {
        var r = row.request;
        assertThat(Stream.of(
                        new SignableRequest("PUT", r.path(), r.query(), r.headers(), r.bodyHash()),
                        new SignableRequest(r.method(), r.path() + "x", r.query(), r.headers(), r.bodyHash()),
                        new SignableRequest(r.method(), r.path(), r.query() + "&a=b", r.headers(), r.bodyHash()),
                        new SignableRequest(
                                r.method(), r.path(), r.query(), r.headers(), SignableRequest.hash(new byte[1]))))
                .allSatisfy(changed -> assertThat(row.verifiedAs(changed)).isInstanceOf(Refused.class));
    }

    @ParameterizedTest
    @MethodSource("captured")
    void acceptsUpToFiveMinutesOfSkewAndNotASecondMore(Captured row) {
        assertThat(VERIFIER.verify(row.request, row.keys, row.sentAt.plus(Duration.ofMinutes(5))))
                .isInstanceOf(Verified.class);
        assertThat(VERIFIER.verify(row.request, row.keys, row.sentAt.minus(Duration.ofMinutes(5))))
                .isInstanceOf(Verified.class);
        assertThat(VERIFIER.verify(row.request, row.keys, row.sentAt.plusSeconds(301)))
                .isInstanceOf(Refused.class);
        assertThat(VERIFIER.verify(row.request, row.keys, row.sentAt.minusSeconds(301)))
                .isInstanceOf(Refused.class);
    }

    private static List<Header> withValue(SignableRequest request, String name, String value) {
        return request.headers().stream()
                .map(header -> header.isNamed(name) ? new Header(name, value) : header)
                .toList();
    }

    private static SignableRequest withHeaders(SignableRequest request, List<Header> headers) {
        return new SignableRequest(request.method(), request.path(), request.query(), headers, request.bodyHash());
    }

    private static String flipped(String text, int at) {
        char changed = text.charAt(at) == 'x' ? 'y' : 'x';
        return text.substring(0, at) + changed + text.substring(at + 1);
    }

    private static Captured captured(JsonNode row) throws GeneralSecurityException {
        var headers = new ArrayList<Header>();
        for (var header : row.get("headers"))
            headers.add(new Header(header.get(0).asString(), header.get(1).asString()));
        var request = new SignableRequest(
                row.get("method").asString(),
                row.get("path").asString(),
                row.get("query").asString(),
                headers,
                SignableRequest.hash(row.get("body").asString().getBytes(StandardCharsets.UTF_8)));
        var keyId = row.get("keyId").asString();
        var key = key(row);
        var sentAt = Instant.from(
                Signatures.AMZ_DATE.parse(request.first("x-amz-date").orElseThrow()));
        return new Captured(
                row.get("name").asString(),
                request,
                id -> id.equals(keyId) ? Optional.of(key) : Optional.empty(),
                sentAt);
    }

    private static VerificationKey key(JsonNode row) throws GeneralSecurityException {
        if (row.has("publicKey")) {
            var der = Base64.getDecoder().decode(row.get("publicKey").asString());
            return new VerificationKey.Registered(
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        }
        var token = row.get("sessionToken");
        return new VerificationKey.Secret(row.get("secret").asString(), token.isNull() ? null : token.asString(), null);
    }
}
