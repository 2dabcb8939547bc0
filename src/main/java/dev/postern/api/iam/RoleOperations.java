package dev.postern.api.iam;

import dev.postern.access.Leg;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import dev.postern.policy.PolicyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles, and whom they trust. */
@Component
final class RoleOperations implements OperationGroup {
    private static final Shape<Integer> LONGEST =
            Shape.digits((int) Role.SHORTEST_LIMIT.toSeconds(), (int) Role.LONGEST_LIMIT.toSeconds());

    private final Roles roles;
    private final Policies policies;
    private final NamedPrincipals named;
    private final Belongings belongings;
    private final Entities entities;
    private final Permission permission;

    RoleOperations(
            Roles roles,
            Policies policies,
            NamedPrincipals named,
            Belongings belongings,
            Entities entities,
            Permission permission) {
        this.roles = roles;
        this.policies = policies;
        this.named = named;
        this.belongings = belongings;
        this.entities = entities;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateRole", new Operation.ForUsers(this::create),
                "GetRole", new Operation.ForUsers(this::get),
                "ListRoles", new Operation.ForUsers(this::list),
                "UpdateRole", new Operation.ForUsers(this::update),
                "UpdateRoleDescription", new Operation.ForUsers(this::describe),
                "UpdateAssumeRolePolicy", new Operation.ForUsers(this::setTrust),
                "DeleteRole", new Operation.ForUsers(this::delete),
                "ListInstanceProfilesForRole", new Operation.ForUsers(this::instanceProfiles));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, input);
        var document = trust(input, "AssumeRolePolicyDocument", subject);
        var description = input.optional("Description", Shapes.DESCRIPTION, "");
        int longest = input.optional("MaxSessionDuration", LONGEST, (int) Role.SHORTEST_LIMIT.toSeconds());
        Shapes.onlyPath(input);
        var tags = Shapes.tags(input);
        var boundary = input.optional("PermissionsBoundary", Shapes.ARN);
        var wanted = new Roles.Wanted(
                roles.newId(), subject.name(), description, Duration.ofSeconds(longest), Trust.of(document), tags);
        var facts = new TreeMap<String, String>();
        facts.put("roleId", wanted.id());
        facts.put("assumeRolePolicyDocument", document);
        facts.put("maxSessionDuration", Integer.toString(longest));
        var request = UserOperations.creating(caller, Leg.of("iam:CreateRole", named.arn(subject)), tags, boundary)
                .with(facts);
        var role = IamErrors.told(() -> permission.perform(request, () -> made(subject, wanted, boundary)));
        return Shapes.answer(Xml.around("Role", entities.roleInFull(role)));
    }

    private Role made(Subject subject, Roles.Wanted wanted, @Nullable String boundary) {
        if (boundary != null) belongings.requirePolicy(boundary);
        var all = roles.all();
        if (all.stream().anyMatch(role -> role.name().equalsIgnoreCase(subject.name())))
            throw IamErrors.alreadyExists("Role with name " + subject.name() + " already exists.");
        if (all.size() >= Roles.MOST)
            throw IamErrors.limitExceeded("Cannot exceed quota for RolesPerAccount: " + Roles.MOST + ".");
        var role = roles.create(wanted);
        if (boundary != null) policies.setBoundary(subject, boundary);
        return role;
    }

    private static String trust(Input input, String member, Subject role) {
        var document = input.required(member, Shapes.DOCUMENT);
        NamedPolicies.read(PolicyKind.TRUST, "trust policy of " + role.name(), document);
        return document;
    }

    private Answer get(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        permission.toRead(named.request(caller, "iam:GetRole", subject));
        return Shapes.answer(Xml.around("Role", entities.roleInFull(named.role(subject.name()))));
    }

    private Answer list(Caller caller, Call call) {
        permission.toRead(named.toAll(caller, "iam:ListRoles", Subject.Kind.ROLE));
        var all = Shapes.inPath(call.input()) ? roles.all() : List.<Role>of();
        return Shapes.listed("Roles", Shapes.page(all, Role::name, call.input(), "ListRoles"), entities::role);
    }

    /** What is not named becomes what it is by default, as at AWS: no description, one hour. */
    private Answer update(Caller caller, Call call) {
        var description = call.input().optional("Description", Shapes.DESCRIPTION, "");
        int longest = call.input().optional("MaxSessionDuration", LONGEST, (int) Role.SHORTEST_LIMIT.toSeconds());
        change(caller, call, "iam:UpdateRole", description, Duration.ofSeconds(longest));
        return Shapes.answer();
    }

    private Answer describe(Caller caller, Call call) {
        var description = call.input().required("Description", Shapes.DESCRIPTION);
        var subject = change(caller, call, "iam:UpdateRoleDescription", description, null);
        return Shapes.answer(Xml.around("Role", entities.roleInFull(named.role(subject.name()))));
    }

    private Subject change(Caller caller, Call call, String action, String description, @Nullable Duration longest) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        var facts = new TreeMap<>(Map.of("description", description));
        if (longest != null) facts.put("maxSessionDuration", Long.toString(longest.toSeconds()));
        return permission.perform(named.request(caller, action, subject).with(facts), () -> {
            var role = named.role(subject.name());
            roles.change(role.name(), description, longest == null ? role.longest() : longest);
            return subject;
        });
    }

    private Answer setTrust(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        var document = trust(call.input(), "PolicyDocument", subject);
        var request = named.request(caller, "iam:UpdateAssumeRolePolicy", subject)
                .with(Map.of("assumeRolePolicyDocument", document));
        IamErrors.told(() -> permission.perform(request, () -> {
            roles.setTrust(named.role(subject.name()).name(), document);
            return Shapes.answer();
        }));
        return Shapes.answer();
    }

    private Answer delete(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        IamErrors.told(() -> permission.perform(named.request(caller, "iam:DeleteRole", subject), () -> {
            var role = named.role(subject.name());
            belongings.refuseDeletion(subject);
            return roles.delete(role.id());
        }));
        return Shapes.answer();
    }

    /** There are none; who deletes a role asks. */
    private Answer instanceProfiles(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.ROLE, call.input());
        permission.toRead(named.request(caller, "iam:ListInstanceProfilesForRole", subject));
        named.require(subject);
        return Shapes.answer("<InstanceProfiles></InstanceProfiles>", Shapes.truth("IsTruncated", false));
    }
}
