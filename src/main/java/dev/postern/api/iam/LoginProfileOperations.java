package dev.postern.api.iam;

import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whether users sign in by password. */
@Component
final class LoginProfileOperations implements OperationGroup {
    private static final Shape<String> PASSWORD = Shape.secret(1, 256);

    private final Users users;
    private final NamedPrincipals named;
    private final Permission permission;

    LoginProfileOperations(Users users, NamedPrincipals named, Permission permission) {
        this.users = users;
        this.named = named;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateLoginProfile", new Operation.ForUsers(this::create),
                "GetLoginProfile", new Operation.ForUsers(this::get),
                "UpdateLoginProfile", new Operation.ForUsers(this::update),
                "DeleteLoginProfile", new Operation.ForUsers(this::delete));
    }

    private Answer create(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        var password = call.input().required("Password", PASSWORD);
        refuseReset(call.input());
        var user = permission.perform(named.request(caller, "iam:CreateLoginProfile", subject), () -> {
            var found = named.user(subject.name());
            if (users.hasPassword(found.name()))
                throw IamErrors.alreadyExists("Login Profile for user " + found.name() + " already exists.");
            become(found, password);
            return found;
        });
        return profile(user);
    }

    private Answer get(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        permission.toRead(named.request(caller, "iam:GetLoginProfile", subject));
        return profile(withPassword(subject));
    }

    private Answer update(Caller caller, Call call) {
        var subject = NamedPrincipals.named(Subject.Kind.USER, call.input());
        var password = call.input().optional("Password", PASSWORD);
        refuseReset(call.input());
        permission.perform(named.request(caller, "iam:UpdateLoginProfile", subject), () -> {
            var user = withPassword(subject);
            if (password != null) become(user, password);
        });
        return Shapes.answer();
    }

    private Answer delete(Caller caller, Call call) {
        var subject = NamedPrincipals.userOrCaller(call.input(), caller);
        permission.perform(
                named.request(caller, "iam:DeleteLoginProfile", subject),
                () -> users.removePassword(withPassword(subject).name()));
        return Shapes.answer();
    }

    /** Nothing here makes anybody change a password: to say yes would be to promise it. */
    private static void refuseReset(Input input) {
        if (input.optional("PasswordResetRequired", Shapes.TRUTH, false))
            throw IamErrors.invalidInput(
                    "PasswordResetRequired can only be false: Postern makes nobody change a password. Leave it out.");
    }

    private void become(User user, String password) {
        try {
            users.setPassword(user.name(), password);
        } catch (IllegalArgumentException broken) {
            throw ApiError.of("PasswordPolicyViolation", broken.getMessage() + ".");
        }
    }

    private User withPassword(Subject subject) {
        var user = named.user(subject.name());
        if (!users.hasPassword(user.name()))
            throw IamErrors.noSuchEntity("Login Profile for User " + user.name() + " cannot be found.");
        return user;
    }

    /** Since when somebody has a password is kept nowhere: the profile is as old as its user. */
    private static Answer profile(User user) {
        return Shapes.answer(Xml.around(
                "LoginProfile",
                Xml.element("UserName", user.name())
                        + Xml.element("CreateDate", Shapes.time(user.createdAt()))
                        + Shapes.truth("PasswordResetRequired", false)));
    }
}
