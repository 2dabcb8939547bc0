package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.identity.Caller;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The most that policies can give a user or a role. */
@Component
final class BoundaryOperations implements OperationGroup {
    private final Policies policies;
    private final NamedPrincipals named;
    private final Permission permission;

    BoundaryOperations(Policies policies, NamedPrincipals named, Permission permission) {
        this.policies = policies;
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
                "PutUserPermissionsBoundary",
                        new Operation.ForUsers((caller, call) -> put(caller, call, Subject.Kind.USER)),
                "DeleteUserPermissionsBoundary",
                        new Operation.ForUsers((caller, call) -> delete(caller, call, Subject.Kind.USER)),
                "PutRolePermissionsBoundary",
                        new Operation.ForUsers((caller, call) -> put(caller, call, Subject.Kind.ROLE)),
                "DeleteRolePermissionsBoundary",
                        new Operation.ForUsers((caller, call) -> delete(caller, call, Subject.Kind.ROLE)));
    }

    /** The gate is asked with the boundary that is to be. */
    private Answer put(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var arn = call.input().required("PermissionsBoundary", Shapes.ARN);
        var action = "iam:Put" + NamedPrincipals.capital(kind) + "PermissionsBoundary";
        var leg = named.leg(action, subject).where(NamedPrincipals.BOUNDARY, arn);
        IamErrors.told(
                () -> permission.perform(AccessRequest.of(caller, leg).with(Map.of("permissionsBoundary", arn)), () -> {
                    named.require(subject);
                    policies.setBoundary(subject, arn);
                    return subject;
                }));
        return Shapes.answer();
    }

    /** The gate is asked with the boundary that is. */
    private Answer delete(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var action = "iam:Delete" + NamedPrincipals.capital(kind) + "PermissionsBoundary";
        IamErrors.told(() -> permission.perform(named.request(caller, action, subject), () -> {
            named.require(subject);
            policies.removeBoundary(subject);
            return subject;
        }));
        return Shapes.answer();
    }
}
