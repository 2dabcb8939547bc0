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
@Component
class PossibleHolders {
    private final Users users;
    private final Groups groups;
    private final Roles roles;

    PossibleHolders(Users users, Groups groups, Roles roles) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
    }

    /** @throws IllegalArgumentException for who is gone by now */
    void require(Subject subject) {
        var there = switch (subject.kind()) {
            case USER -> users.find(subject.name()).isPresent();
            case GROUP -> groups.find(subject.name()).isPresent();
            case ROLE -> roles.find(subject.name()).isPresent();
        };
        if (!there) throw new IllegalArgumentException("there is no " + subject);
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
