package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Tags of users, roles and policies. Those of principals are what policies see of whoever calls, so giving them gives rights. */
@Component
final class IamTagOperations implements OperationGroup {
    private final Users users;
    private final Roles roles;
    private final NamedPrincipals named;
    private final Policies policies;
    private final NamedPolicies namedPolicies;
    private final Permission permission;

    IamTagOperations(
            Users users,
            Roles roles,
            NamedPrincipals named,
            Policies policies,
            NamedPolicies namedPolicies,
            Permission permission) {
        this.users = users;
        this.roles = roles;
        this.named = named;
        this.policies = policies;
        this.namedPolicies = namedPolicies;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "TagUser", new Operation.ForUsers((caller, call) -> tag(caller, call, Subject.Kind.USER)),
                "UntagUser", new Operation.ForUsers((caller, call) -> untag(caller, call, Subject.Kind.USER)),
                "ListUserTags", new Operation.ForUsers(this::ofUser),
                "TagRole", new Operation.ForUsers((caller, call) -> tag(caller, call, Subject.Kind.ROLE)),
                "UntagRole", new Operation.ForUsers((caller, call) -> untag(caller, call, Subject.Kind.ROLE)),
                "ListRoleTags", new Operation.ForUsers(this::ofRole),
                "TagPolicy", new Operation.ForUsers(this::tagPolicy),
                "UntagPolicy", new Operation.ForUsers(this::untagPolicy),
                "ListPolicyTags", new Operation.ForUsers(this::ofPolicy));
    }

    // ── principals ──

    private Answer tag(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var tags = Shapes.requiredTags(call.input());
        var leg = named.leg("iam:Tag" + NamedPrincipals.capital(kind), subject);
        return change(tagging(caller, leg, tags), () -> {
            named.require(subject);
            within(() -> {
                if (kind == Subject.Kind.USER) users.tag(subject.name(), tags);
                else roles.tag(subject.name(), tags);
            });
            return subject;
        });
    }

    private static AccessRequest tagging(Caller caller, Leg leg, Map<String, String> tags) {
        return AccessRequest.of(caller, leg).giving(tags);
    }

    /** Tags were looked at; there can only be too many of them now. */
    private static void within(Runnable change) {
        try {
            change.run();
        } catch (IllegalArgumentException broken) {
            throw IamErrors.limitExceeded(broken.getMessage() + ".");
        }
    }

    private Answer untag(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var keys = Shapes.tagKeys(call.input());
        var request = named.request(caller, "iam:Untag" + NamedPrincipals.capital(kind), subject)
                .taking(keys);
        return change(request, () -> {
            named.require(subject);
            if (kind == Subject.Kind.USER) users.untag(subject.name(), keys);
            else roles.untag(subject.name(), keys);
            return subject;
        });
    }

    private Answer ofUser(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.USER, call.input());
        permission.toRead(named.request(caller, "iam:ListUserTags", subject));
        var tags = named.user(subject.name()).tags();
        return Shapes.listedTags(tags, call.input(), "ListUserTags " + subject.name());
    }

    private Answer ofRole(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        permission.toRead(named.request(caller, "iam:ListRoleTags", subject));
        var tags = named.role(subject.name()).tags();
        return Shapes.listedTags(tags, call.input(), "ListRoleTags " + subject.name());
    }

    // ── policies ──

    private Answer tagPolicy(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        var tags = Shapes.requiredTags(call.input());
        return change(tagging(caller, namedPolicies.leg("iam:TagPolicy", arn), tags), () -> {
            policies.tag(arn, tags);
            return arn;
        });
    }

    private Answer untagPolicy(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        var keys = Shapes.tagKeys(call.input());
        return change(namedPolicies.request(caller, "iam:UntagPolicy", arn).taking(keys), () -> {
            policies.untag(arn, keys);
            return arn;
        });
    }

    private Answer ofPolicy(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        permission.toRead(namedPolicies.request(caller, "iam:ListPolicyTags", arn));
        return Shapes.listedTags(namedPolicies.policy(arn).tags(), call.input(), "ListPolicyTags " + arn);
    }

    private Answer change(AccessRequest request, Supplier<?> effect) {
        IamErrors.told(() -> permission.perform(request, effect));
        return Shapes.answer();
    }
}
