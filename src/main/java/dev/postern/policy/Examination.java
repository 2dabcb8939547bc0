package dev.postern.policy;

import dev.postern.policy.Explanation.Failure;
import dev.postern.policy.Explanation.Layer;
import dev.postern.policy.Explanation.Matched;
import dev.postern.policy.Explanation.NearMiss;
import dev.postern.policy.Explanation.Reference;
import dev.postern.policy.Explanation.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at every statement of every layer, one after the other, and writes down what it sees. */
final class Examination {
    /** More than anybody reads. */
    private static final int MOST_NEAR_MISSES = 50;

    private final Layers layers;
    private final PolicyRequest request;

    private final List<Matched> matched = new ArrayList<>();
    private final List<NearMiss> nearMisses = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<Refusal> denials = new LinkedHashSet<>();
    private final Set<Integer> levelsThatAllow = new TreeSet<>();
    private final Set<Layer> layersThatAllow = new TreeSet<>();
    private Grant grant = Grant.NONE;

    Examination(Layers layers, PolicyRequest request) {
        this.layers = layers;
        this.request = request;
    }

    Explanation explain() {
        boolean root = request.principal().kind() == PolicyPrincipal.Kind.ROOT;
        for (var source : layers.sources()) {
            if (!root || ofOrganisation(source.layer())) examine(source.layer(), source.level(), source.policy());
        }
        for (var policy : request.resource().policies()) examine(Layer.RESOURCE, 0, policy);
        nearMisses.sort(Comparator.comparingInt(near -> near.failures().size()));
        var ballot = ballot();
        var verdict = denials.isEmpty() ? ballot.verdict(request) : Verdict.EXPLICIT_DENY;
        return new Explanation(
                verdict,
                literally(verdict),
                verdict.allowed() ? List.of() : refusals(ballot),
                matched,
                nearMisses.subList(0, Math.min(MOST_NEAR_MISSES, nearMisses.size())),
                new TreeSet<>(missing));
    }

    private static boolean ofOrganisation(Layer layer) {
        return layer == Layer.GUARD_RAIL || layer == Layer.RESOURCE_GUARD_RAIL;
    }

    private Ballot ballot() {
        return new Ballot(
                levelsThatAllow.size() == layers.guardRailLevels(),
                layersThatAllow.contains(Layer.IDENTITY),
                !layers.bounded() || layersThatAllow.contains(Layer.BOUNDARY),
                !layers.limited() || layersThatAllow.contains(Layer.SESSION),
                grant);
    }

    private Verdict literally(Verdict verdict) {
        var literal = request.resource().literally();
        return literal == request.resource() ? verdict : layers.decide(request.to(literal));
    }

    private List<Refusal> refusals(Ballot ballot) {
        var refusals = new ArrayList<>(denials);
        for (var layer : ballot.lacking(request)) {
            if (layer != Layer.GUARD_RAIL) refusals.add(new Refusal(layer, 0, false));
            else
                for (int level = 0; level < layers.guardRailLevels(); level++) {
                    if (!levelsThatAllow.contains(level)) refusals.add(new Refusal(layer, level, false));
                }
        }
        return refusals;
    }

    private void examine(Layer layer, int level, Policy policy) {
        for (var statement : policy.statements()) {
            if (!statement.actions().match(request.foldedAction())) continue;
            missing.addAll(statement.absentKeys(request));
            var reference = new Reference(
                    policy.name(),
                    policy.kind(),
                    layer,
                    statement.allows(),
                    statement.sid(),
                    statement.index(),
                    statement.start(),
                    statement.end());
            var failures = failures(statement);
            if (!failures.isEmpty()) {
                nearMisses.add(new NearMiss(reference, failures));
                continue;
            }
            matched.add(new Matched(reference, byAlias(statement)));
            if (!statement.allows()) {
                denials.add(new Refusal(layer, level, true));
                continue;
            }
            layersThatAllow.add(layer);
            if (layer == Layer.GUARD_RAIL) levelsThatAllow.add(level);
            if (layer == Layer.RESOURCE) grant = grant.orMore(statement.grant(request.principal()));
        }
    }

    private boolean byAlias(Statement statement) {
        var literal = request.resource().literally();
        var resources = statement.resources();
        return literal != request.resource() && resources != null && !resources.match(request.to(literal));
    }

    private List<Failure> failures(Statement statement) {
        var failures = new ArrayList<Failure>();
        var principals = statement.principals();
        if (principals != null && principals.grant(request.principal()) == Grant.NONE)
            failures.add(new Failure.Principal(
                    principals.complement(),
                    principals.texts(),
                    request.principal().toString()));
        var resources = statement.resources();
        if (resources != null && !resources.match(request))
            failures.add(new Failure.Resource(
                    resources.complement(),
                    resources.resolved(request),
                    request.resource().names()));
        for (var condition : statement.conditions()) {
            if (!condition.met(request))
                failures.add(new Failure.Condition(
                        condition.operator(),
                        condition.name(),
                        condition.seen(request),
                        condition.failsBySet(request),
                        condition.resolved(request)));
        }
        return failures;
    }
}
