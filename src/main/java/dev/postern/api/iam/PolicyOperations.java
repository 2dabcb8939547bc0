package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Managed policies, and who has them. */
@Component
final class PolicyOperations implements OperationGroup {
    private static final Shape<String> SCOPE = Shape.oneOf(List.of("All", "AWS", "Local"));
    private static final Shape<String> USAGE = Shape.oneOf(List.of("PermissionsPolicy", "PermissionsBoundary"));
    private static final Shape<String> ENTITY =
            Shape.oneOf(List.of("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"));

    private final Policies policies;
    private final NamedPolicies named;
    private final NamedPrincipals principals;
    private final Entities entities;
    private final Permission permission;
    private final Account account;

    PolicyOperations(
            Policies policies,
            NamedPolicies named,
            NamedPrincipals principals,
            Entities entities,
            Permission permission,
            Account account) {
        this.policies = policies;
        this.named = named;
        this.principals = principals;
        this.entities = entities;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreatePolicy", new Operation.ForUsers(this::create),
                "GetPolicy", new Operation.ForUsers(this::get),
                "ListPolicies", new Operation.ForUsers(this::list),
                "DeletePolicy", new Operation.ForUsers(this::delete),
                "ListEntitiesForPolicy", new Operation.ForUsers(this::holders));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var name = input.required("PolicyName", Shapes.POLICY_NAME);
        var document = input.required("PolicyDocument", Shapes.DOCUMENT);
        NamedPolicies.read(PolicyKind.MANAGED, name, document);
        var description = input.optional("Description", Shapes.DESCRIPTION, "");
        Shapes.onlyPath(input);
        var tags = Shapes.tags(input);
        var leg = named.leg("iam:CreatePolicy", account.policy(name)).tagged(Map.of());
        var request = AccessRequest.of(caller, leg).giving(tags).with(Map.of("document", document));
        var wanted = new Policies.Wanted(name, description, document, tags, caller.arn());
        var policy = IamErrors.told(() -> permission.perform(request, () -> policies.create(wanted)));
        return Shapes.answer(Xml.around("Policy", entities.policyInFull(policy)));
    }

    private Answer get(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        permission.toRead(named.request(caller, "iam:GetPolicy", arn));
        return Shapes.answer(Xml.around("Policy", entities.policyInFull(named.policy(arn))));
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        var scope = input.optional("Scope", SCOPE, "All");
        boolean attached = input.optional("OnlyAttached", Shapes.TRUTH, false);
        var usage = input.optional("PolicyUsageFilter", USAGE);
        permission.toRead(AccessRequest.of(caller, "iam:ListPolicies", account.policy("*")));
        var all = Shapes.inPath(input)
                ? policies.all().stream()
                        .filter(policy -> scope.equals("All") || policy.builtIn() == scope.equals("AWS"))
                        .filter(policy -> (!attached && usage == null) || used(policy, usage))
                        .toList()
                : List.<ManagedPolicy>of();
        var page = Shapes.page(all, ManagedPolicy::arn, input, "ListPolicies " + scope + attached + usage);
        return Shapes.listed("Policies", page, entities::policy);
    }

    private boolean used(ManagedPolicy policy, @Nullable String usage) {
        var attached = !"PermissionsBoundary".equals(usage)
                && !policies.holders(policy.arn()).isEmpty();
        return attached
                || (!"PermissionsPolicy".equals(usage)
                        && !policies.bounded(policy.arn()).isEmpty());
    }

    private Answer delete(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        IamErrors.told(() -> permission.perform(named.request(caller, "iam:DeletePolicy", arn), () -> {
            policies.delete(arn);
            return arn;
        }));
        return Shapes.answer();
    }

    private Answer holders(Caller caller, Call call) {
        var input = call.input();
        var arn = NamedPolicies.arn(input);
        var filter = input.optional("EntityFilter", ENTITY, "");
        var usage = input.optional("PolicyUsageFilter", USAGE, "");
        if (filter.endsWith("Policy"))
            throw IamErrors.invalidInput("EntityFilter is User, Role or Group: no policy has a policy.");
        permission.toRead(named.request(caller, "iam:ListEntitiesForPolicy", arn));
        named.policy(arn);
        var all = Stream.concat(
                        usage.equals("PermissionsBoundary") ? Stream.of() : policies.holders(arn).stream(),
                        usage.equals("PermissionsPolicy") ? Stream.of() : policies.bounded(arn).stream())
                .distinct()
                .filter(subject -> filter.isEmpty()
                        || NamedPrincipals.capital(subject.kind()).equals(filter))
                .filter(principals::isThere)
                .toList();
        var page = Shapes.page(all, Subject::toString, input, "ListEntitiesForPolicy " + arn + filter + usage);
        var lists = new ArrayList<String>();
        for (var kind : Subject.Kind.values()) {
            var word = NamedPrincipals.capital(kind);
            lists.add(Xml.list(
                    "Policy" + word + "s",
                    page.items().stream()
                            .filter(subject -> subject.kind() == kind)
                            .toList(),
                    subject -> Xml.element(word + "Name", subject.name())
                            + Xml.element(word + "Id", principals.id(subject))));
        }
        return Shapes.answer(String.join("", lists), Shapes.more(page));
    }
}
