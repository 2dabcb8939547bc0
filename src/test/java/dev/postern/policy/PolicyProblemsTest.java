package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is wrong is found where it is, and told with the rule and the fix. */
class PolicyProblemsTest {
    record Case(String name, PolicyKind kind, String text, JsonNode node) {
        @Override
        public String toString() {
            return name;
        }

        Policy.Reading read() {
            return Policy.read(kind, "test", text);
        }
    }

    static Stream<Case> cases() {
        return Corpus.read("problems").path("cases").valueStream().map(node -> {
            var text =
                    node.path("text").valueStream().map(JsonNode::stringValue).collect(Collectors.joining("\n"));
            var kind = PolicyKind.valueOf(node.path("kind").stringValue("MANAGED"));
            return new Case(node.path("name").stringValue(), kind, text, node);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysWhere(Case each) {
        var problems = switch (each.read()) {
            case Policy.Reading.Refused(var errors) -> {
                assertThat(each.node().has("problems")).as(errors::toString).isTrue();
                yield errors;
            }
            case Policy.Reading.Taken(var _, var remarks) -> {
                assertThat(each.node().has("remarks")).as("is read").isTrue();
                yield remarks;
            }
        };
        var expected = each.node().has("problems")
                ? each.node().path("problems")
                : each.node().path("remarks");
        assertThat(problems)
                .extracting(problem -> problem.at().line() + ":" + problem.at().column() + " " + problem.path())
                .containsExactlyElementsOf(
                        expected.valueStream().map(JsonNode::stringValue).toList());
        if (each.node().has("says"))
            assertThat(problems.toString()).contains(each.node().path("says").stringValue());
    }

    @Test
    void aProblemIsOneSentenceAndAFix() {
        var text =
                "{\"Version\": \"2012-10-17\", \"Statement\": [\n  {\"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}";
        assertThat(problems(text))
                .hasToString("[Line 2, column 14: Statement[0].Effect is the text \"allow\"."
                        + " Write \"Allow\" or \"Deny\", with exactly these letters.]");
    }

    @Test
    void aCharacterOfTwoHalvesIsSaidWhole() {
        assertThat(problems("{\"Id\": \"\uD83D\uDE80\"}").toString())
                .contains("has the character U+1F680", "Write it as an escape: \\ud83d\\ude80.");
    }

    @Test
    void afterFiftyErrorsNobodyReadsOn() {
        var statement = "{\"Effect\":\"x\",\"Action\":\"*\",\"Resource\":\"*\"}";
        assertThat(problems("{\"Statement\":["
                        + Stream.generate(() -> statement).limit(120).collect(Collectors.joining(",")) + "]}"))
                .hasSize(50);
    }

    @Test
    void whiteSpaceDoesNotCountButForGuardRails() {
        var text = "{ \"Statement\" : { \"Effect\":\"Allow\",\n \"Action\":\"*\",\t\"Resource\":\"*\" } }";
        assertThat(Policy.of(PolicyKind.MANAGED, "x", text).size())
                .isEqualTo(text.replaceAll("\\s", "").length());
        assertThat(Policy.of(PolicyKind.GUARD_RAIL, "x", text).size()).isEqualTo(text.length());
    }

    @Test
    void aPolicyOfExactlyTheLimitIsTaken() {
        for (var kind : List.of(PolicyKind.MANAGED, PolicyKind.USER_INLINE, PolicyKind.GUARD_RAIL)) {
            var frame =
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"x:a\":\"\"}}}}";
            var full = frame.replace("\"\"", "\"" + "y".repeat(kind.limit() - frame.length()) + "\"");
            assertThat(Policy.read(kind, "x", full)).isInstanceOf(Policy.Reading.Taken.class);
            assertThat(Policy.read(kind, "x", full.replace("yy", "yyy"))).isInstanceOf(Policy.Reading.Refused.class);
        }
    }

    private static List<PolicyProblem> problems(String text) {
        return switch (Policy.read(PolicyKind.MANAGED, "test", text)) {
            case Policy.Reading.Refused(var errors) -> errors;
            case Policy.Reading.Taken(var _, var remarks) -> remarks;
        };
    }
}
