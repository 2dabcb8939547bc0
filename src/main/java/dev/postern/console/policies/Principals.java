package dev.postern.console.policies;

import dev.postern.access.policies.Subject;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who can have policies. */
@Component("principalsForPolicies")
class Principals {
    private final Users users;
    private final Groups groups;
    private final Roles roles;

    Principals(Users users, Groups groups, Roles roles) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
    }

    /** Names, in order. */
    List<String> of(Subject.Kind kind) {
        return switch (kind) {
            case USER -> users.all().stream().map(User::name).toList();
            case GROUP -> groups.all().stream().map(Group::name).toList();
            case ROLE -> roles.all().stream().map(Role::name).toList();
        };
    }
}
