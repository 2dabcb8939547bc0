package dev.postern.access;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.ActionCatalog;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the gate is asked about users, groups and roles: the same by whichever face. */
@Component
public final class PrincipalLegs {
    public static final String BOUNDARY = "iam:PermissionsBoundary";
    public static final String POLICY = "iam:PolicyARN";

    private final Users users;
    private final Roles roles;
    private final Policies policies;
    private final Account account;

    PrincipalLegs(Users users, Roles roles, Policies policies, Account account) {
        this.users = users;
        this.roles = roles;
        this.policies = policies;
        this.account = account;
    }

    public String arn(Subject subject) {
        return switch (subject.kind()) {
            case USER -> account.user(subject.name());
            case GROUP -> account.group(subject.name());
            case ROLE -> account.role(subject.name());
        };
    }

    /** With its tags and, where the action has that key, its boundary: so who may change only bounded principals is held to it. */
    public Leg of(String action, Subject subject) {
        var leg = Leg.of(action, arn(subject)).tagged(tags(subject));
        if (ActionCatalog.find(action)
                .filter(known -> known.conditionKeys().contains(BOUNDARY))
                .isEmpty()) return leg;
        return policies.boundary(subject)
                .map(boundary -> leg.where(BOUNDARY, boundary.arn()))
                .orElse(leg);
    }

    /** About all of a kind. */
    public Leg ofAll(String action, Subject.Kind kind) {
        return Leg.of(action, arn(new Subject(kind, "*")));
    }

    private Map<String, String> tags(Subject subject) {
        return switch (subject.kind()) {
            case USER ->
                users.find(subject.name())
                        .map(user -> (Map<String, String>) user.tags())
                        .orElse(Map.of());
            case ROLE ->
                roles.find(subject.name())
                        .map(role -> (Map<String, String>) role.tags())
                        .orElse(Map.of());
            case GROUP -> Map.of();
        };
    }
}
