package dev.postern.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who asks, under which documents, for what: as plain JSON, so that it belongs to no evaluator. */
public record Scenario(
        String name,
        JsonNode principal,
        List<JsonNode> identity,
        @Nullable JsonNode boundary,
        List<JsonNode> session,
        List<List<JsonNode>> guardRails,
        List<JsonNode> resourceGuardRails,
        List<JsonNode> resourcePolicies,
        List<JsonNode> trust,
        boolean explicitOnly,
        @Nullable String owner,
        List<Leg> legs) {
    /** @param names the resource's, AWS's first */
    public record Leg(String action, List<String> names, Map<String, JsonNode> context, Map<String, String> tags) {
        static Leg of(JsonNode node) {
            var names = new ArrayList<String>();
            if (node.path("resource").isArray()) node.path("resource").forEach(each -> names.add(each.stringValue()));
            else names.add(node.path("resource").stringValue("*"));
            var context = new LinkedHashMap<String, JsonNode>();
            node.path("context").properties().forEach(each -> context.put(each.getKey(), each.getValue()));
            return new Leg(node.path("action").stringValue("x:Do"), names, context, texts(node.path("tags")));
        }
    }

    public static Map<String, String> texts(JsonNode object) {
        var texts = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().stringValue()));
        return texts;
    }

    Layers layers() {
        var builder = Layers.builder()
                .identity(policies(PolicyKind.MANAGED, "identity", identity))
                .session(policies(PolicyKind.SESSION, "session", session))
                .resourceGuardRails(policies(PolicyKind.GUARD_RAIL, "resource guard-rail", resourceGuardRails));
        if (boundary != null) builder.boundary(Policy.of(PolicyKind.MANAGED, "boundary", boundary.toString()));
        var levels = new ArrayList<List<Policy>>();
        for (var level : guardRails) levels.add(policies(PolicyKind.GUARD_RAIL, "guard-rail", level));
        return builder.guardRails(levels).build();
    }

    List<PolicyRequest> requests() {
        var guards = new ArrayList<>(policies(PolicyKind.RESOURCE, "resource", resourcePolicies));
        guards.addAll(policies(PolicyKind.TRUST, "trust", trust));
        return legs.stream().map(leg -> request(leg, guards)).toList();
    }

    private PolicyRequest request(Leg leg, List<Policy> guards) {
        var names = leg.names();
        var resource = PolicyResource.of(
                        names.getFirst(), names.subList(1, names.size()).toArray(String[]::new))
                .guardedBy(guards);
        if (explicitOnly) resource = resource.explicitOnly();
        if (owner != null) resource = resource.ownedBy(owner);
        var context = RequestContext.builder().resourceTags(leg.tags());
        leg.context().forEach((key, value) -> {
            if (value.isArray()) {
                var values = new ArrayList<String>();
                value.forEach(each -> values.add(each.stringValue()));
                context.put(key, values);
            } else {
                context.put(key, value.stringValue());
            }
        });
        return PolicyRequest.of(caller(), leg.action(), resource, context.build());
    }

    private PolicyPrincipal caller() {
        var arn = principal.path("arn").stringValue("");
        var id = principal.path("id").stringValue("");
        var tags = texts(principal.path("tags"));
        var name = principal.path("name").stringValue("");
        return switch (principal.path("kind").stringValue()) {
            case "user" -> PolicyPrincipal.user(arn, id, tags);
            case "roleSession" ->
                PolicyPrincipal.roleSession(arn, principal.path("role").stringValue(), id, tags);
            case "federatedUser" -> PolicyPrincipal.federatedUser(arn, id, tags);
            case "root" -> PolicyPrincipal.root(principal.path("account").stringValue());
            case "service" -> PolicyPrincipal.service(name);
            case "federated" -> PolicyPrincipal.federated(name);
            case "anonymous" -> PolicyPrincipal.anonymous();
            default -> throw new IllegalArgumentException("no kind of principal: " + principal);
        };
    }

    private static List<Policy> policies(PolicyKind kind, String name, List<JsonNode> documents) {
        var policies = new ArrayList<Policy>();
        for (var document : documents) policies.add(Policy.of(kind, name + " " + policies.size(), document.toString()));
        return policies;
    }

    /** All legs together: each must be allowed, and a leg that is denied denies. */
    static Verdict together(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.EXPLICIT_DENY)) return Verdict.EXPLICIT_DENY;
        return verdicts.contains(Verdict.IMPLICIT_DENY) ? Verdict.IMPLICIT_DENY : Verdict.ALLOWED;
    }
}
