package dev.postern.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases under {@code src/test/resources/policy}: what AWS's documents say, as data. */
public final class Corpus {
    private static final List<String> FILES =
            List.of("session-manager", "matching", "operators", "missing-keys", "sets", "variables", "decision");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode SAMPLES = read("samples");

    private Corpus() {}

    /** A case, and where it stands. */
    public record Case(String file, Scenario scenario, JsonNode node) {
        @Override
        public String toString() {
            return file + ": " + scenario.name();
        }

        public Verdict expected() {
            if (node.has("met")) return node.path("met").booleanValue() ? Verdict.ALLOWED : Verdict.IMPLICIT_DENY;
            return verdict(node.path("expect").stringValue());
        }
    }

    static Verdict verdict(String word) {
        for (var verdict : Verdict.values()) {
            if (verdict.word().equals(word)) return verdict;
        }
        throw new IllegalArgumentException("no verdict: " + word);
    }

    public static Stream<Case> cases() {
        return FILES.stream()
                .flatMap(file ->
                        read(file).path("cases").valueStream().map(node -> new Case(file, scenario(node), node)));
    }

    static JsonNode read(String file) {
        try (var stream = Corpus.class.getResourceAsStream("/policy/" + file + ".json")) {
            if (stream == null) throw new IllegalStateException("no such file of cases: " + file);
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> principals() {
        return SAMPLES.path("principals").valueStream().toList();
    }

    static List<JsonNode> samplePolicies() {
        return SAMPLES.path("policies").valueStream().toList();
    }

    private static Scenario scenario(JsonNode node) {
        var legs = node.has("legs")
                ? node.path("legs").valueStream().map(Scenario.Leg::of).toList()
                : List.of(Scenario.Leg.of(node));
        var levels = new ArrayList<List<JsonNode>>();
        node.path("guardRails").forEach(level -> levels.add(documents(level)));
        return new Scenario(
                node.path("name").stringValue(),
                SAMPLES.path("principals").path(node.path("principal").stringValue("alice")),
                node.has("condition") ? List.of(allowUnder(node.path("condition"))) : documents(node.path("identity")),
                node.has("boundary") ? node.path("boundary") : null,
                documents(node.path("session")),
                levels,
                documents(node.path("resourceGuardRails")),
                documents(node.path("resourcePolicies")),
                documents(node.path("trust")),
                node.path("explicitOnly").booleanValue(false),
                node.has("owner") ? node.path("owner").stringValue() : null,
                legs);
    }

    /** Names stand for sample policies. */
    private static List<JsonNode> documents(JsonNode list) {
        return list.valueStream()
                .map(each -> each.isString() ? SAMPLES.path("policies").path(each.stringValue()) : each)
                .toList();
    }

    private static JsonNode allowUnder(JsonNode condition) {
        var document = JSON.createObjectNode().put("Version", "2012-10-17");
        document.putObject("Statement")
                .put("Effect", "Allow")
                .put("Action", "*")
                .put("Resource", "*")
                .set("Condition", condition);
        return document;
    }
}
