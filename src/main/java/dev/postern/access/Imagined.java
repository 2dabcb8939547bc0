package dev.postern.access;

import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Users and roles as if they called. */
@Component
class Imagined {
    /** What whoever is in a role calls themselves, where nobody is. */
    static final String SOMEBODY = "somebody";

    /** No user can be called so, and so this one has what no user has. */
    private static final String MEMBER = "(member)";

    private final Users users;
    private final Roles roles;
    private final Account account;

    Imagined(Users users, Roles roles, Account account) {
        this.users = users;
        this.roles = roles;
        this.account = account;
    }

    /** The same one after that change: in another group, where it is about one. */
    static Caller after(PolicyChange change, Caller caller) {
        var groups = new TreeSet<>(caller.groups());
        switch (change) {
            case PolicyChange.Joined(var _, var group) -> groups.add(group);
            case PolicyChange.Left(var _, var group) -> groups.remove(group);
            case PolicyChange _ -> {
                return caller;
            }
        }
        return new Caller(
                caller.arn(),
                caller.name(),
                groups,
                caller.accessKeyId(),
                caller.address(),
                caller.standing(),
                caller.assurance(),
                caller.approach());
    }

    /** Somebody in this group who has nothing else: no tags, no boundary, no policies of their own and no other group. */
    Caller memberOf(String group) {
        return new Caller(
                account.user(MEMBER), MEMBER, Set.of(group), null, null, new Standing.Own(MEMBER, new TreeMap<>()));
    }

    /** From no particular address; empty for a group, and for who is disabled or not there. */
    Optional<Caller> caller(Subject who) {
        return switch (who.kind()) {
            case USER -> users.find(who.name()).filter(User::enabled).map(user -> users.callerFor(user, null));
            case ROLE ->
                roles.find(who.name())
                        .map(role -> new Caller(
                                account.assumedRole(role.name(), SOMEBODY),
                                SOMEBODY,
                                Set.of(),
                                null,
                                null,
                                new Standing.InRole(
                                        role.id(), account.role(role.name()), true, null, List.of(), List.of())));
            case GROUP -> Optional.empty();
        };
    }
}
