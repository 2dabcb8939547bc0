package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.identity.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Which managed policies a user, a group or a role has. */
@Component
final class AttachmentOperations implements OperationGroup {
    private final Policies policies;
    private final NamedPrincipals named;
    private final Permission permission;

    AttachmentOperations(Policies policies, NamedPrincipals named, Permission permission) {
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
        var all = new HashMap<String, Operation>();
        for (var kind : Subject.Kind.values()) {
            var word = NamedPrincipals.capital(kind);
            all.put(
                    "Attach" + word + "Policy",
                    new Operation.ForUsers((caller, call) ->
                            change(caller, call, "iam:Attach" + word + "Policy", kind, policies::attach)));
            all.put(
                    "Detach" + word + "Policy",
                    new Operation.ForUsers((caller, call) ->
                            change(caller, call, "iam:Detach" + word + "Policy", kind, policies::detach)));
            all.put(
                    "ListAttached" + word + "Policies",
                    new Operation.ForUsers(
                            (caller, call) -> list(caller, call, "ListAttached" + word + "Policies", kind)));
        }
        return all;
    }

    private Answer change(
            Caller caller, Call call, String action, Subject.Kind kind, BiConsumer<Subject, String> change) {
        var subject = NamedPrincipals.named(kind, call.input());
        var arn = NamedPolicies.arn(call.input());
        var leg = named.leg(action, subject).where("iam:PolicyARN", arn);
        IamErrors.told(() -> permission.perform(AccessRequest.of(caller, leg).with(Map.of("policy", arn)), () -> {
            named.require(subject);
            change.accept(subject, arn);
            return subject;
        }));
        return Shapes.answer();
    }

    private Answer list(Caller caller, Call call, String operation, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        permission.toRead(named.request(caller, "iam:" + operation, subject));
        named.require(subject);
        var all = Shapes.inPath(call.input()) ? policies.attached(subject) : List.<ManagedPolicy>of();
        var page = Shapes.page(all, policy -> policy.name() + " " + policy.arn(), call.input(), operation + subject);
        return Shapes.listed("AttachedPolicies", page, Entities::attached);
    }
}
