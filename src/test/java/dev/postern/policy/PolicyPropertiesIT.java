package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds whatever the policies are. */
class PolicyPropertiesIT {
    private static final long SEEDS = 5_000;

    private static Verdict decide(Scenario scenario) {
        return scenario.layers().decide(scenario.requests().getFirst());
    }

    private static Scenario with(
            Scenario of, List<JsonNode> identity, List<JsonNode> session, List<JsonNode> onResource) {
        return new Scenario(
                of.name(),
                of.principal(),
                identity,
                of.boundary(),
                session,
                of.guardRails(),
                of.resourceGuardRails(),
                onResource,
                of.trust(),
                of.explicitOnly(),
                of.owner(),
                of.legs());
    }

    @Test
    void aDenyMoreNeverAllows() {
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            var before = decide(scenario);
            var deny = (ObjectNode) new RandomScenario(~seed).statement(0, false);
            deny.put("Effect", "Deny");
            var document = JsonMapper.shared().createObjectNode();
            document.set("Statement", deny);
            var identity = new ArrayList<>(scenario.identity());
            identity.add(document);
            var after = decide(with(scenario, identity, scenario.session(), scenario.resourcePolicies()));
            if (!before.allowed())
                assertThat(after.allowed()).as(scenario::toString).isFalse();
            if (before == Verdict.EXPLICIT_DENY) assertThat(after).isEqualTo(Verdict.EXPLICIT_DENY);
        });
    }

    @Test
    void anAllowMoreInIdentityNeverTakesAway() {
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            if (!decide(scenario).allowed()) return;
            var allow = (ObjectNode) new RandomScenario(~seed).statement(0, false);
            allow.put("Effect", "Allow");
            var document = JsonMapper.shared().createObjectNode();
            document.set("Statement", allow);
            var identity = new ArrayList<>(scenario.identity());
            identity.add(document);
            assertThat(decide(with(scenario, identity, scenario.session(), scenario.resourcePolicies())))
                    .as(scenario::toString)
                    .isEqualTo(Verdict.ALLOWED);
        });
    }

    @Test
    void orderDoesNotMatter() {
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            var random = new Random(seed);
            var other = with(
                    scenario,
                    shuffled(scenario.identity(), random),
                    shuffled(scenario.session(), random),
                    shuffled(scenario.resourcePolicies(), random));
            assertThat(decide(other)).as(scenario::toString).isEqualTo(decide(scenario));
        });
    }

    /** Documents, their statements, their lists and their members, all in another order. */
    private static List<JsonNode> shuffled(List<JsonNode> documents, Random random) {
        var all = new ArrayList<JsonNode>();
        for (var document : documents) all.add(shuffled(document, random));
        Collections.shuffle(all, random);
        return all;
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node instanceof ArrayNode) {
            var list = JsonMapper.shared().createArrayNode();
            shuffled(node.valueStream().toList(), random).forEach(list::add);
            return list;
        }
        if (!(node instanceof ObjectNode)) return node;
        var names = new ArrayList<>(node.propertyNames());
        Collections.shuffle(names, random);
        var object = JsonMapper.shared().createObjectNode();
        for (var name : names) object.set(name, shuffled(node.path(name), random));
        return object;
    }

    @Test
    void keysThatNobodyAsksForChangeNothing() {
        Seeds.each(SEEDS, seed -> {
            var scenario = new RandomScenario(seed).next();
            var leg = scenario.legs().getFirst();
            var context = new LinkedHashMap<>(leg.context());
            context.put("x:unknown", JsonMapper.shared().getNodeFactory().stringNode("a"));
            context.put("x:empty", JsonMapper.shared().createArrayNode());
            var more = new Scenario.Leg(leg.action(), leg.names(), context, leg.tags());
            var other = new Scenario(
                    scenario.name(),
                    scenario.principal(),
                    scenario.identity(),
                    scenario.boundary(),
                    scenario.session(),
                    scenario.guardRails(),
                    scenario.resourceGuardRails(),
                    scenario.resourcePolicies(),
                    scenario.trust(),
                    scenario.explicitOnly(),
                    scenario.owner(),
                    List.of(more));
            assertThat(decide(other)).as(scenario::toString).isEqualTo(decide(scenario));
        });
    }

    @Test
    void soupOfCharactersGetsAnErrorAndNothingElse() {
        Seeds.each(20_000, seed -> {
            var random = new Random(seed);
            var alphabet = seed % 2 == 0 ? "{}[]\",:\\ \n0159-.eE*?$aAtrufalsn" : null;
            var text = new StringBuilder();
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++)
                text.append(
                        alphabet == null
                                ? (char) random.nextInt(0x10000)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            var reading = Policy.read(PolicyKind.MANAGED, "soup", text.toString());
            assertThat(reading).isInstanceOf(Policy.Reading.Refused.class);
            assertThat(((Policy.Reading.Refused) reading).problems()).isNotEmpty();
        });
    }

    @Test
    void aDocumentWithAFewWrongCharactersIsReadOrRefusedWithPlacesInIt() {
        var samples = Corpus.samplePolicies();
        Seeds.each(20_000, seed -> {
            var random = new Random(seed);
            var text = new StringBuilder(
                    samples.get(random.nextInt(samples.size())).toPrettyString());
            int edits = 1 + random.nextInt(4);
            for (int i = 0; i < edits; i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[]\",:$*'\n\u00e9x".charAt(random.nextInt(13)));
                    default -> text.setCharAt(at, (char) (' ' + random.nextInt(0xE0)));
                }
            }
            var lines = text.toString().split("\n", -1);
            for (var kind : List.of(PolicyKind.MANAGED, PolicyKind.RESOURCE)) {
                var problems = switch (Policy.read(kind, "edited", text.toString())) {
                    case Policy.Reading.Taken(var _, var remarks) -> remarks;
                    case Policy.Reading.Refused(var errors) -> {
                        assertThat(errors).isNotEmpty();
                        yield errors;
                    }
                };
                assertThat(problems).allSatisfy(problem -> {
                    assertThat(problem.at().line()).isBetween(1, lines.length);
                    assertThat(problem.at().column())
                            .isBetween(1, lines[problem.at().line() - 1].length() + 1);
                    assertThat(problem.toString()).endsWith(".");
                });
            }
        });
    }

    @Test
    void whatIsReadAgainDecidesTheSame() {
        for (var sample : Corpus.samplePolicies()) {
            assertThatCode(() -> Policy.of(PolicyKind.MANAGED, "sample", sample.toString()))
                    .doesNotThrowAnyException();
            var pretty = Policy.of(PolicyKind.MANAGED, "sample", sample.toPrettyString());
            var plain = Policy.of(PolicyKind.MANAGED, "sample", sample.toString());
            assertThat(pretty.size()).isEqualTo(plain.size());
            assertThat(pretty.statements()).hasSameSizeAs(plain.statements());
        }
    }
}
