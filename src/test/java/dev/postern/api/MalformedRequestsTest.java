package dev.postern.api;

import static dev.postern.api.ApiUnderTest.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.sigv4.Credentials;
import dev.postern.testing.HandClock;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not even look like a call is refused before anybody acts on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsTest {
    private static final String LIST = "AmazonSSM.DescribeInstanceInformation";

    private final HandClock clock = new HandClock();
    private ApiUnderTest api;
    private Credentials admin;

    @BeforeAll
    void start() {
        api = new ApiUnderTest(clock);
        admin = api.administrator();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x;/v1/data-channel/admin-1",
                "//v1/data-channel/admin-1",
                "/v1//data-channel/admin-1",
                "/v1/data-channel/admin-1/",
                "/v1/data-channel/admin-1;x=1",
                "/v1/data-channel/..%2fcontrol-channel",
                "/v1/data-channel/%2e%2e",
                "/v1/%64ata-channel/admin-1",
                "/v1/control-channel/i-0123456789abcdef0",
                "/v1/other/thing",
                "/index.html",
                "/;x"
            })
    void onlyTheExactPathsExist(String path) {
        assertThat(api.send("GET", path, null, List.of(), "").status()).isIn(400, 404);
    }

    @Test
    void anOversizeBodyIsRefusedWithItsLengthOrWithout() {
        var big = new byte[Body.MOST + 1];
        for (var sent : List.of(
                BodyPublishers.ofByteArray(big), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big)))) {
            var reply = api.send(signer(admin, "ssm"), LIST, big, sent, clock.instant());
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.type()).isEqualTo("RequestEntityTooLargeException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "{} {}", "{\"a\":1,\"a\":2}", "{\"Target\":\"\\uD800", "nonsense"})
    void malformedJsonIsASerializationException(String body) {
        assertRefused(api.ssm(admin, "GetConnectionStatus", body), "SerializationException");
    }

    @Test
    void nestedJsonIsNotFollowedForEver() {
        var deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertRefused(api.ssm(admin, "GetConnectionStatus", deep), "SerializationException");
    }

    @Test
    void whatNobodyServesIsAnUnknownOperation() {
        assertRefused(api.ssm(admin, "GetParameters", "{}"), "UnknownOperationException");
        assertRefused(api.post(signer(admin, "kms"), "TrentService.Sign", "{}"), "UnknownOperationException");
        assertRefused(api.post(signer(admin, "ssm"), "Nonsense", "{}"), "UnknownOperationException");
        var nowhere = api.send("GET", "/", null, List.of(), "");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.type()).isEqualTo("UnknownOperationException");
    }

    private static void assertRefused(Reply reply, String type) {
        assertThat(reply.type()).as(reply.text()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isNotBlank();
    }
}
