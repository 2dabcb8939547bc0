package dev.postern.api.iam;

import static dev.postern.api.iam.NamedPrincipals.BOUNDARY;

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
import dev.postern.api.operation.Xml;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Users come, are looked at, and go. */
@Component
final class UserOperations implements OperationGroup {
    private final Users users;
    private final AccessKeys keys;
    private final Policies policies;
    private final NamedPrincipals named;
    private final Belongings belongings;
    private final Entities entities;
    private final Permission permission;

    UserOperations(
            Users users,
            AccessKeys keys,
            Policies policies,
            NamedPrincipals named,
            Belongings belongings,
            Entities entities,
            Permission permission) {
        this.users = users;
        this.keys = keys;
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
                "CreateUser", new Operation.ForUsers(this::create),
                "GetUser", new Operation.ForUsers(this::get),
                "ListUsers", new Operation.ForUsers(this::list),
                "DeleteUser", new Operation.ForUsers(this::delete));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var subject = NamedPrincipals.named(Subject.Kind.USER, input);
        Shapes.onlyPath(input);
        var tags = Shapes.tags(input);
        var boundary = input.optional("PermissionsBoundary", Shapes.ARN);
        var request = creating(caller, Leg.of("iam:CreateUser", named.arn(subject)), tags, boundary);
        var user = IamErrors.told(() -> permission.perform(request, () -> made(subject, tags, boundary)));
        return Shapes.answer(Xml.around("User", entities.userInFull(user)));
    }

    /** Asked with what the principal to come is to have. */
    static AccessRequest creating(Caller caller, Leg leg, Map<String, String> tags, @Nullable String boundary) {
        var asked = leg.tagged(Map.of());
        var facts = new TreeMap<String, String>();
        if (boundary != null) {
            asked = asked.where(BOUNDARY, boundary);
            facts.put("permissionsBoundary", boundary);
        }
        return AccessRequest.of(caller, asked).giving(tags).with(facts);
    }

    private User made(Subject subject, Map<String, String> tags, @Nullable String boundary) {
        var name = subject.name();
        if (boundary != null) belongings.requirePolicy(boundary);
        if (users.all().stream().anyMatch(user -> user.name().equalsIgnoreCase(name)))
            throw IamErrors.alreadyExists("User with name " + name + " already exists.");
        var user = users.create(name, tags);
        if (boundary != null) policies.setBoundary(subject, boundary);
        return user;
    }

    private Answer get(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        permission.toRead(named.request(caller, "iam:GetUser", subject));
        return Shapes.answer(Xml.around("User", entities.userInFull(named.user(subject.name()))));
    }

    private Answer list(Caller caller, Call call) {
        permission.toRead(named.toAll(caller, "iam:ListUsers", Subject.Kind.USER));
        var all = Shapes.inPath(call.input()) ? users.all() : List.<User>of();
        return Shapes.listed("Users", Shapes.page(all, User::name, call.input(), "ListUsers"), entities::user);
    }

    private Answer delete(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.USER, call.input());
        IamErrors.told(() -> permission.perform(named.request(caller, "iam:DeleteUser", subject), () -> {
            var user = named.user(subject.name());
            if (!keys.of(user.name()).isEmpty())
                throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
            if (!user.groups().isEmpty())
                throw IamErrors.deleteConflict("Cannot delete entity, must remove users from group first.");
            belongings.refuseDeletion(subject);
            if (users.hasPassword(user.name()))
                throw IamErrors.deleteConflict("Cannot delete entity, must delete login profile first.");
            return users.delete(user.name());
        }));
        return Shapes.answer();
    }
}
