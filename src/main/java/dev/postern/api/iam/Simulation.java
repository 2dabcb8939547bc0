package dev.postern.api.iam;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.policy.ActionCatalog;
import dev.postern.policy.Explanation;
import dev.postern.policy.Explanation.Layer;
import dev.postern.policy.Layers;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyPrincipal;
import dev.postern.policy.PolicyRequest;
import dev.postern.policy.PolicyResource;
import dev.postern.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What both simulators ask: actions on resources under circumstances. Nothing is added to what the call says; which keys policies
 * wanted beside it is in each result.
 *
 * @param resourcePolicy on each of the resources; null for none
 * @param owner the resources' account; null for what their ARNs say
 */
record Simulation(
        List<String> actions,
        List<String> resources,
        RequestContext context,
        @Nullable Policy resourcePolicy,
        @Nullable String owner) {
    private static final int MOST_ACTIONS = 500;
    private static final int MOST_RESOURCES = 500;
    private static final int MOST_RESULTS = 5_000;
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,63}");
    private static final Pattern OWNER = Pattern.compile("(?:arn:aws:iam::)?([0-9]{12})(?::root|:user/.+)?");

    private static final Shape<List<String>> ACTIONS = Shape.list(Shape.text(3, 128, ACTION), 1, MOST_ACTIONS);
    private static final Shape<List<String>> RESOURCES = Shapes.list(Shape.text(1, 2048), MOST_RESOURCES);
    private static final Shape<String> ANYBODY = Shape.text(12, 2048);
    static final Shape<List<String>> DOCUMENTS = Shapes.list(Shapes.DOCUMENT, 100);

    private record Entry(String key, List<String> values, String type) {}

    private static final Shape<List<Entry>> ENTRIES = Shapes.list(
            Shape.structure(entry -> new Entry(
                    entry.required("ContextKeyName", Shape.text(5, 256)),
                    entry.optional("ContextKeyValues", Shapes.list(Shape.text(0, 2048), 100), List.of()),
                    entry.required(
                            "ContextKeyType",
                            Shape.oneOf(List.of(
                                    "string",
                                    "stringList",
                                    "numeric",
                                    "numericList",
                                    "boolean",
                                    "booleanList",
                                    "ip",
                                    "ipList",
                                    "binary",
                                    "binaryList",
                                    "date",
                                    "dateList"))))),
            100);

    /** One action on one resource. */
    record Result(String action, String resource, Explanation explanation) {}

    static Simulation of(Input input, RequestContext.Builder context) {
        var actions = input.required("ActionNames", ACTIONS);
        var resources = input.optional("ResourceArns", RESOURCES, List.<String>of());
        if (actions.size() * Math.max(1, resources.size()) > MOST_RESULTS)
            throw IamErrors.invalidInput(
                    "ActionNames times ResourceArns can be up to " + MOST_RESULTS + ": ask in several calls.");
        for (var entry : input.optional("ContextEntries", ENTRIES, List.<Entry>of())) put(entry, context);
        var document = input.optional("ResourcePolicy", Shapes.DOCUMENT);
        var owner = input.optional("ResourceOwner", ANYBODY);
        return new Simulation(
                actions,
                resources.isEmpty() ? List.of("*") : resources,
                context.build(),
                document == null ? null : NamedPolicies.read(PolicyKind.RESOURCE, "ResourcePolicy", document),
                owner == null ? null : account(owner));
    }

    private static void put(Entry entry, RequestContext.Builder context) {
        if (entry.type().endsWith("List")) {
            context.put(entry.key(), entry.values());
            return;
        }
        if (entry.values().size() != 1)
            throw IamErrors.invalidInput("The context key " + entry.key() + " of type " + entry.type()
                    + " has one value; of several make a list: " + entry.type() + "List.");
        context.put(entry.key(), entry.values().getFirst());
    }

    private static String account(String owner) {
        var account = OWNER.matcher(owner);
        if (!account.matches())
            throw IamErrors.invalidInput("ResourceOwner is an account, by its twelve digits or its ARN, not: " + owner);
        return account.group(1);
    }

    /** Policies that come with the call, named by their place in it. */
    static List<Policy> policies(Input input, String member) {
        var all = new ArrayList<Policy>();
        for (var document : input.optional(member, DOCUMENTS, List.<String>of()))
            all.add(NamedPolicies.read(PolicyKind.MANAGED, member + "." + (all.size() + 1), document));
        return all;
    }

    /** @throws ApiError where there is more than one */
    static Optional<Policy> boundary(Input input) {
        var all = policies(input, "PermissionsBoundaryPolicyInputList");
        if (all.size() > 1)
            throw IamErrors.invalidInput("PermissionsBoundaryPolicyInputList has one policy: a boundary is one.");
        return all.stream().findFirst();
    }

    /** Tells one simulation's pages from another's. */
    String question() {
        return actions + " " + resources;
    }

    /** One action on one resource, not yet asked. */
    record Asked(String action, String resource) {}

    List<Asked> asked() {
        var all = new ArrayList<Asked>();
        for (var action : actions) for (var arn : namesOf(action)) all.add(new Asked(action, arn));
        return all;
    }

    Result result(Asked asked, PolicyPrincipal principal, Layers layers) {
        var request = PolicyRequest.of(principal, asked.action(), resource(asked.resource()), context);
        return new Result(asked.action(), asked.resource(), layers.explain(request));
    }

    /** What is done to no resource in particular is asked once. */
    private List<String> namesOf(String action) {
        return ActionCatalog.find(action)
                        .filter(ActionCatalog.Action::hasNoResource)
                        .isPresent()
                ? List.of("*")
                : resources;
    }

    private PolicyResource resource(String arn) {
        var resource = PolicyResource.of(arn);
        if (resourcePolicy != null) resource = resource.guardedBy(List.of(resourcePolicy));
        return owner == null ? resource : resource.ownedBy(owner);
    }

    // ── as answers show it ──

    /** @param bounded whether there is a boundary, and guarded whether there are guard-rails, whose say is told by itself */
    static String shown(Result result, boolean bounded, boolean guarded) {
        var explanation = result.explanation();
        return Xml.element("EvalActionName", result.action())
                + Xml.element("EvalResourceName", result.resource())
                + Xml.element("EvalDecision", explanation.verdict().word())
                + Xml.list("MatchedStatements", explanation.matched(), each -> matched(each.statement()))
                + Xml.around(
                        "MissingContextValues",
                        String.join(
                                "",
                                explanation.missingKeys().stream()
                                        .map(key -> Xml.element("member", key))
                                        .toList()))
                + (guarded
                        ? Xml.around(
                                "OrganizationsDecisionDetail",
                                Shapes.truth("AllowedByOrganizations", !refused(explanation, Layer.GUARD_RAIL)))
                        : "")
                + (bounded
                        ? Xml.around(
                                "PermissionsBoundaryDecisionDetail",
                                Shapes.truth("AllowedByPermissionsBoundary", !refused(explanation, Layer.BOUNDARY)))
                        : "");
    }

    private static boolean refused(Explanation explanation, Layer layer) {
        return explanation.refusals().stream().anyMatch(refusal -> refusal.layer() == layer);
    }

    private static String matched(Explanation.Reference statement) {
        var id = statement.policy();
        return Xml.element("SourcePolicyId", id.startsWith("arn:") ? id.substring(id.lastIndexOf('/') + 1) : id)
                + Xml.element("SourcePolicyType", type(statement))
                + position(
                        "StartPosition",
                        statement.start().line(),
                        statement.start().column())
                + position(
                        "EndPosition", statement.end().line(), statement.end().column());
    }

    private static String type(Explanation.Reference statement) {
        return switch (statement.kind()) {
            case USER_INLINE -> "user";
            case GROUP_INLINE -> "group";
            case ROLE_INLINE -> "role";
            case RESOURCE, TRUST -> "resource";
            case MANAGED -> {
                if (!statement.policy().startsWith("arn:")) yield "none";
                yield statement.policy().startsWith("arn:aws:iam::aws:") ? "aws-managed" : "user-managed";
            }
            case SESSION, GUARD_RAIL -> "none";
        };
    }

    private static String position(String name, int line, int column) {
        return Xml.around(name, Shapes.number("Line", line) + Shapes.number("Column", column));
    }
}
