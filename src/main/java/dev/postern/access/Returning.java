package dev.postern.access;

import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.Roles;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who asked once, as they are today: a user with the groups and tags they have by now, a role session with what it was given then. */
@Component
class Returning {
    private final Imagined imagined;
    private final Standpoints standpoints;
    private final Roles roles;
    private final Account account;

    /** @param who a role for a role session */
    record Known(Subject who, Caller caller) {}

    Returning(Imagined imagined, Standpoints standpoints, Roles roles, Account account) {
        this.imagined = imagined;
        this.standpoints = standpoints;
        this.roles = roles;
        this.account = account;
    }

    /** Empty for who is disabled or not there; somebody else of the same name is somebody else. */
    Optional<Known> find(String name, Standing standing) {
        return switch (standing) {
            case Standing.Own own -> {
                var who = Subject.user(name);
                yield imagined.caller(who)
                        .filter(caller -> caller.userId().equals(own.id()))
                        .map(caller -> new Known(who, caller));
            }
            case Standing.InRole in ->
                roles.withId(in.roleId())
                        .map(role -> new Known(
                                Subject.role(role.name()),
                                new Caller(account.assumedRole(role.name(), name), name, Set.of(), null, null, in)));
            case Standing.OfNode _, Standing.ByWebIdentity _ -> Optional.empty();
        };
    }

    Standpoints standpoints() {
        return standpoints;
    }
}
