package dev.postern.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.sigv4.SignableRequest.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The request vectors AWS publishes with Signature Version 4: one key, one moment, one service. */
class PublishedVectorsTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";
    private static final SigningScope SCOPE = new SigningScope("20150830", "us-east-1", "service");

    @ParameterizedTest(name = "{0} {1}?{2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,  /, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "POST, /, '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "GET,  /, 'Param2=value2&Param1=value1', b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                "GET,  /, '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
                "GET,  /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz, '', 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                "GET,  /ሴ, '', 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "GET,  '/example space/', '', 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "GET,  /example/.., '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "GET,  //, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "GET,  /./, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            })
    void signsPathsAndQueriesAsPublished(String method, String path, String query, String signature) {
        assertThat(signature(method, path, query, List.of(), "")).isEqualTo(signature);
    }

    @Test
    void joinsRepeatedHeadersInTheirOrder() {
        var headers = List.of(
                new Header("My-Header1", "value2"),
                new Header("My-Header1", "value2"),
                new Header("My-Header1", "value1"));
        assertThat(signature("GET", "/", "", headers, ""))
                .isEqualTo("c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
    }

    @Test
    void foldsBlanksInHeaderValues() {
        var headers = List.of(new Header("My-Header1", " value1"), new Header("My-Header2", " \"a   b   c\""));
        assertThat(signature("GET", "/", "", headers, ""))
                .isEqualTo("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    @Test
    void coversTheBody() {
        var headers = List.of(new Header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(signature("POST", "/", "", headers, "Param1=value1"))
                .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    /** The worked example of the General Reference. */
    @Test
    void signsTheListUsersExample() {
        var request = new SignableRequest(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                List.of(
                        new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                        new Header("Host", "iam.amazonaws.com"),
                        new Header("X-Amz-Date", DATE)),
                SignableRequest.EMPTY_BODY_HASH);
        var scope = new SigningScope("20150830", "us-east-1", "iam");
        var text = CanonicalRequest.stringToSign(request, List.of("content-type", "host", "x-amz-date"), DATE, scope);
        assertThat(Signatures.hmac(SECRET, scope, text))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    private static String signature(String method, String path, String query, List<Header> more, String body) {
        var headers = new ArrayList<>(more);
        headers.add(new Header("Host", "example.amazonaws.com"));
        headers.add(new Header("X-Amz-Date", DATE));
        var names = headers.stream()
                .map(header -> CanonicalRequest.lower(header.name()))
                .distinct()
                .sorted()
                .toList();
        var request = new SignableRequest(
                method, path, query, headers, SignableRequest.hash(body.getBytes(StandardCharsets.UTF_8)));
        return Signatures.hmac(SECRET, SCOPE, CanonicalRequest.stringToSign(request, names, DATE, SCOPE));
    }
}
