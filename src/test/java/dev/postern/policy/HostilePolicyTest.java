package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Documents that were written to hurt cost little and get an error; those that are in order and still hostile cost little to decide. Each is done
 * a hundred times: what took more than milliseconds would not come through.
 */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class HostilePolicyTest {
    private static final int TIMES = 100;
    private static final String ALLOW = "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":";

    static final Map<String, String> REFUSED = Map.of(
            "stars", "*".repeat(6_144),
            "a resource of stars", "{\"Statement\":{" + ALLOW + "\"" + "*".repeat(6_000) + "\"}}",
            "deep lists", "[".repeat(100_000),
            "deep objects", "{\"a\":".repeat(20_000),
            "the same key again and again", "{" + "\"Version\":\"2012-10-17\",".repeat(250) + "\"Statement\":[]}",
            "huge numbers",
                    "{\"Statement\":{" + ALLOW + "\"*\",\"Condition\":{\"NumericEquals\":{\"x:a\":" + "9".repeat(6_000)
                            + "}}}}",
            "huge exponents",
                    "{\"Statement\":{" + ALLOW + "\"*\",\"Condition\":{\"NumericEquals\":{\"x:a\":\"1e999999999\"}}}}",
            "white space alone", " ".repeat(Policy.MOST_CHARACTERS),
            "more than anybody reads", " ".repeat(50_000_000),
            "many unknown members",
                    IntStream.range(0, 900)
                            .mapToObj(i -> "\"" + i + "\":0")
                            .collect(Collectors.joining(",", "{", "}")));

    static final List<String> NAMES = List.copyOf(REFUSED.keySet());

    @ParameterizedTest(name = "{0}")
    @FieldSource("NAMES")
    void isRefused(String name) {
        var text = REFUSED.getOrDefault(name, "");
        for (int i = 0; i < TIMES; i++)
            assertThat(Policy.read(PolicyKind.MANAGED, name, text)).isInstanceOf(Policy.Reading.Refused.class);
    }

    private static Verdict decide(String resource, String condition, String arn, RequestContext context) {
        var text = "{\"Version\":\"2012-10-17\",\"Statement\":{" + ALLOW + "\"" + resource + "\",\"Condition\":{"
                + condition + "}}}";
        var layers = Layers.builder()
                .identity(List.of(Policy.of(PolicyKind.MANAGED, "hostile", text)))
                .build();
        var root = PolicyPrincipal.user("arn:aws:iam::1:user/a", "AIDA", Map.of());
        var request = PolicyRequest.of(root, "s3:GetObject", PolicyResource.of(arn), context);
        Verdict verdict = Verdict.ALLOWED;
        for (int i = 0; i < TIMES; i++) verdict = layers.decide(request);
        return verdict;
    }

    @Test
    void manyStarsInAResourceCostLittle() {
        var arn = "arn:aws:s3:::" + "a".repeat(2_000);
        assertThat(decide("arn:aws:s3:::" + "*a".repeat(2_000) + "*b", "", arn, RequestContext.EMPTY))
                .isEqualTo(Verdict.IMPLICIT_DENY);
        assertThat(decide("arn:aws:s3:::" + "*a?".repeat(1_000) + "*b", "", arn, RequestContext.EMPTY))
                .isEqualTo(Verdict.IMPLICIT_DENY);
        assertThat(decide("arn:aws:s3:::*" + "a".repeat(1_900) + "b", "", arn, RequestContext.EMPTY))
                .isEqualTo(Verdict.IMPLICIT_DENY);
    }

    @Test
    void whatARequestBringsCostsLittleToo() {
        var context = RequestContext.builder()
                .put("x:a", "9".repeat(100_000))
                .put("x:b", "1E999999999")
                .put("x:c", "a".repeat(2_000))
                .put("x:d", ":".repeat(10_000))
                .build();
        var conditions = "\"NumericNotEquals\":{\"x:a\":1,\"x:b\":1},\"DateNotEquals\":{\"x:a\":1,\"x:b\":1},"
                + "\"NotIpAddress\":{\"x:a\":\"10.0.0.0/8\",\"x:d\":\"::/0\"},\"ArnNotLike\":{\"x:d\":\"arn:*:*:*:*:*\"},"
                + "\"StringNotLike\":{\"x:c\":\"" + "*a".repeat(1_500) + "*b\"}";
        assertThat(decide("*", conditions, "*", context)).isEqualTo(Verdict.ALLOWED);
    }
}
