package dev.postern.api.iam;

import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Groups, and who is in them. */
@Component
final class GroupOperations implements OperationGroup {
    private final Groups groups;
    private final Users users;
    private final NamedPrincipals named;
    private final Belongings belongings;
    private final Entities entities;
    private final Permission permission;

    GroupOperations(
            Groups groups,
            Users users,
            NamedPrincipals named,
            Belongings belongings,
            Entities entities,
            Permission permission) {
        this.groups = groups;
        this.users = users;
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
                "CreateGroup", new Operation.ForUsers(this::create),
                "GetGroup", new Operation.ForUsers(this::get),
                "ListGroups", new Operation.ForUsers(this::list),
                "DeleteGroup", new Operation.ForUsers(this::delete),
                "AddUserToGroup",
                        new Operation.ForUsers(
                                (caller, call) -> membership(caller, call, "iam:AddUserToGroup", groups::add)),
                "RemoveUserFromGroup",
                        new Operation.ForUsers(
                                (caller, call) -> membership(caller, call, "iam:RemoveUserFromGroup", this::remove)),
                "ListGroupsForUser", new Operation.ForUsers(this::ofUser));
    }

    private Answer create(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.GROUP, call.input());
        Shapes.onlyPath(call.input());
        var request = named.request(caller, "iam:CreateGroup", subject);
        var group = IamErrors.told(() -> permission.perform(request, () -> made(subject)));
        return Shapes.answer(Xml.around("Group", entities.group(group)));
    }

    private Group made(Subject subject) {
        var all = groups.all();
        if (all.stream().anyMatch(group -> group.name().equalsIgnoreCase(subject.name())))
            throw IamErrors.alreadyExists("Group with name " + subject.name() + " already exists.");
        if (all.size() >= Groups.MOST)
            throw IamErrors.limitExceeded("Cannot exceed quota for GroupsPerAccount: " + Groups.MOST + ".");
        return groups.create(subject.name());
    }

    private Answer get(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.GROUP, call.input());
        permission.toRead(named.request(caller, "iam:GetGroup", subject));
        var group = named.group(subject.name());
        var members = groups.members(group.name()).stream()
                .flatMap(member -> users.find(member).stream())
                .toList();
        var page = Shapes.page(members, User::name, call.input(), "GetGroup " + group.name());
        return Shapes.answer(
                Xml.around("Group", entities.group(group)),
                Xml.list("Users", page.items(), entities::user),
                Shapes.more(page));
    }

    private Answer list(Caller caller, Call call) {
        permission.toRead(named.toAll(caller, "iam:ListGroups", Subject.Kind.GROUP));
        var all = Shapes.inPath(call.input()) ? groups.all() : List.<Group>of();
        return Shapes.listed("Groups", Shapes.page(all, Group::name, call.input(), "ListGroups"), entities::group);
    }

    private Answer delete(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.GROUP, call.input());
        IamErrors.told(() -> permission.perform(named.request(caller, "iam:DeleteGroup", subject), () -> {
            var group = named.group(subject.name());
            if (!groups.members(group.name()).isEmpty())
                throw IamErrors.deleteConflict("Cannot delete entity, must remove users from group first.");
            belongings.refuseDeletion(subject);
            return groups.delete(group.name());
        }));
        return Shapes.answer();
    }

    private Answer membership(Caller caller, Call call, String action, BiConsumer<String, String> change) {
        var subject = NamedPrincipals.named(Subject.Kind.GROUP, call.input());
        var user = call.input().required("UserName", Shapes.USER_NAME);
        var request = named.request(caller, action, subject).with(Map.of("user", user));
        permission.perform(
                request,
                () -> change.accept(
                        named.group(subject.name()).name(), named.user(user).name()));
        return Shapes.answer();
    }

    /** @throws ApiError NoSuchEntity for who is not in it */
    private void remove(String group, String user) {
        if (!groups.members(group).contains(user))
            throw IamErrors.noSuchEntity("The user " + user + " is not in the group " + group + ".");
        groups.remove(group, user);
    }

    private Answer ofUser(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.USER, call.input());
        permission.toRead(named.request(caller, "iam:ListGroupsForUser", subject));
        var all = named.user(subject.name()).groups().stream()
                .flatMap(name -> groups.find(name).stream())
                .toList();
        var page = Shapes.page(all, Group::name, call.input(), "ListGroupsForUser " + subject.name());
        return Shapes.listed("Groups", page, entities::group);
    }
}
