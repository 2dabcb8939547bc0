package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.Standing;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import org.springframework.stereotype.Component;

/** Users, groups and roles as calls name them: what the gate is asked about each, and which there are. */
@Component
final class NamedPrincipals {
    static final String BOUNDARY = PrincipalLegs.BOUNDARY;

    private final Users users;
    private final Groups groups;
    private final Roles roles;
    private final PrincipalLegs legs;

    NamedPrincipals(Users users, Groups groups, Roles roles, PrincipalLegs legs) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
        this.legs = legs;
    }

    // ── whom a call means ──

    static Shape<String> shape(Subject.Kind kind) {
        return switch (kind) {
            case USER -> Shapes.USER_NAME;
            case GROUP -> Shapes.GROUP_NAME;
            case ROLE -> Shapes.ROLE_NAME;
        };
    }

    /** {@code User}, {@code Group}, {@code Role}: as operations and members spell it. */
    static String capital(Subject.Kind kind) {
        var word = kind.word();
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** By the member {@code UserName}, {@code GroupName} or {@code RoleName}. */
    static Subject named(Subject.Kind kind, Input input) {
        return new Subject(kind, input.required(capital(kind) + "Name", shape(kind)));
    }

    /** By the member {@code UserName}; where it is not there, the caller. */
    static Subject userOrCaller(Input input, Caller caller) {
        var name = input.optional("UserName", Shapes.USER_NAME);
        if (name != null) return Subject.user(name);
        if (!(caller.standing() instanceof Standing.Own))
            throw ApiError.validation("Must specify userName when calling with non-User credentials");
        return Subject.user(caller.name());
    }

    // ── what the gate is asked ──

    String arn(Subject subject) {
        return legs.arn(subject);
    }

    AccessRequest request(Caller caller, String action, Subject subject) {
        return AccessRequest.of(caller, leg(action, subject));
    }

    Leg leg(String action, Subject subject) {
        return legs.of(action, subject);
    }

    /** About all of a kind. */
    AccessRequest toAll(Caller caller, String action, Subject.Kind kind) {
        return AccessRequest.of(caller, legs.ofAll(action, kind));
    }

    // ── which there are ──

    User user(String name) {
        return users.find(name).orElseThrow(() -> missing(Subject.user(name)));
    }

    Group group(String name) {
        return groups.find(name).orElseThrow(() -> missing(Subject.group(name)));
    }

    Role role(String name) {
        return roles.find(name).orElseThrow(() -> missing(Subject.role(name)));
    }

    /** @throws ApiError NoSuchEntity */
    void require(Subject subject) {
        switch (subject.kind()) {
            case USER -> user(subject.name());
            case GROUP -> group(subject.name());
            case ROLE -> role(subject.name());
        }
    }

    boolean isThere(Subject subject) {
        return switch (subject.kind()) {
            case USER -> users.find(subject.name()).isPresent();
            case GROUP -> groups.find(subject.name()).isPresent();
            case ROLE -> roles.find(subject.name()).isPresent();
        };
    }

    String id(Subject subject) {
        return switch (subject.kind()) {
            case USER -> user(subject.name()).id();
            case GROUP -> group(subject.name()).id();
            case ROLE -> role(subject.name()).id();
        };
    }

    private static ApiError missing(Subject subject) {
        return IamErrors.noSuchEntity(
                "The " + subject.kind().word() + " with name " + subject.name() + " cannot be found.");
    }
}
