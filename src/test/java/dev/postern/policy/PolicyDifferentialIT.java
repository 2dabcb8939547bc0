package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The compiled engine against the plain one that was written straight from the text. */
class PolicyDifferentialIT {
    private static final long SEEDS = 20_000;

    @Test
    void bothSayTheSame() {
        var seen = new EnumMap<Verdict, Integer>(Verdict.class);
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            var verdict = scenario.layers().decide(scenario.requests().getFirst());
            assertThat(verdict).as(scenario::toString).isEqualTo(ReferenceEvaluator.decide(scenario));
            seen.merge(verdict, 1, Integer::sum);
        });
        // else chance never met what it is about
        if (Long.getLong("postern.policy.seed") == null)
            assertThat(seen.values())
                    .hasSize(3)
                    .allSatisfy(count -> assertThat(count).isGreaterThan((int) SEEDS / 20));
    }

    @Test
    void theExplanationNeverDisagreesWithTheDecision() {
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            var request = scenario.requests().getFirst();
            var layers = scenario.layers();
            var explanation = layers.explain(request);
            assertThat(explanation.verdict()).as(scenario::toString).isEqualTo(layers.decide(request));
            assertThat(explanation.refusals().isEmpty())
                    .isEqualTo(explanation.verdict().allowed());
            var first = PolicyResource.of(request.resource().names().getFirst())
                    .ownedBy(request.resource().account())
                    .guardedBy(request.resource().policies());
            if (scenario.explicitOnly()) first = first.explicitOnly();
            assertThat(explanation.literally()).isEqualTo(layers.decide(request.to(first)));
        });
    }

    @Test
    void globsMatchLikeTheirDefinition() {
        Seeds.each(200_000, seed -> {
            var random = new Random(seed);
            var pattern = by(random, List.of("a", "b", "*", "?", "*"), 8);
            var text = by(random, List.of("a", "b"), 10);
            var tokens = pattern.chars()
                    .mapToObj(c -> c == '*' ? "many" : c == '?' ? "one" : String.valueOf((char) c))
                    .toList();
            assertThat(Glob.of(pattern).matches(text))
                    .as("%s like %s", text, pattern)
                    .isEqualTo(ReferencePatterns.like(tokens, text));
        });
    }

    private static String by(Random random, List<String> from, int most) {
        var text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) text.append(from.get(random.nextInt(from.size())));
        return text.toString();
    }
}
