package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the corpus, decided, explained, and by the reference. */
class PolicyCorpusTest {
    static Stream<Corpus.Case> cases() {
        return Corpus.cases();
    }

    @Test
    void theCorpusIsWhole() {
        assertThat(cases()).hasSizeGreaterThan(900);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decides(Corpus.Case each) {
        var layers = each.scenario().layers();
        var verdicts = each.scenario().requests().stream().map(layers::decide).toList();
        assertThat(Scenario.together(verdicts)).isEqualTo(each.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theReferenceAgrees(Corpus.Case each) {
        assertThat(ReferenceEvaluator.decide(each.scenario())).isEqualTo(each.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void explains(Corpus.Case each) {
        var layers = each.scenario().layers();
        var explanations =
                each.scenario().requests().stream().map(layers::explain).toList();
        assertThat(Scenario.together(
                        explanations.stream().map(Explanation::verdict).toList()))
                .isEqualTo(each.expected());
        var node = each.node();
        var last = explanations.getLast();
        if (node.has("literally"))
            assertThat(last.literally())
                    .isEqualTo(Corpus.verdict(node.path("literally").stringValue()));
        if (node.has("blockedBy"))
            assertThat(last.refusals().stream()
                            .map(each2 -> each2.layer().name())
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(texts(node.path("blockedBy")));
        if (node.has("missing"))
            assertThat(last.missingKeys().stream().map(String::toLowerCase))
                    .containsAll(texts(node.path("missing")).stream()
                            .map(String::toLowerCase)
                            .toList());
    }

    private static List<String> texts(tools.jackson.databind.JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(each.stringValue()));
        return texts;
    }
}
