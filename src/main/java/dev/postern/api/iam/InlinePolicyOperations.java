package dev.postern.api.iam;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Policies written into one user, group or role. */
@Component
final class InlinePolicyOperations implements OperationGroup {
    private final Policies policies;
    private final NamedPrincipals named;
    private final Permission permission;

    InlinePolicyOperations(Policies policies, NamedPrincipals named, Permission permission) {
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
            all.put("Put" + word + "Policy", new Operation.ForUsers((caller, call) -> put(caller, call, kind)));
            all.put("Get" + word + "Policy", new Operation.ForUsers((caller, call) -> get(caller, call, kind)));
            all.put("Delete" + word + "Policy", new Operation.ForUsers((caller, call) -> delete(caller, call, kind)));
            all.put("List" + word + "Policies", new Operation.ForUsers((caller, call) -> list(caller, call, kind)));
        }
        return all;
    }

    private Answer put(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var name = call.input().required("PolicyName", Shapes.POLICY_NAME);
        var document = call.input().required("PolicyDocument", Shapes.DOCUMENT);
        NamedPolicies.read(kind.inline(), name, document);
        var action = "iam:Put" + NamedPrincipals.capital(kind) + "Policy";
        var request = named.request(caller, action, subject).with(Map.of("policyName", name, "document", document));
        IamErrors.told(() -> permission.perform(request, () -> {
            named.require(subject);
            policies.putInline(subject, name, document);
            return subject;
        }));
        return Shapes.answer();
    }

    private Answer get(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var name = call.input().required("PolicyName", Shapes.POLICY_NAME);
        var word = NamedPrincipals.capital(kind);
        permission.toRead(named.request(caller, "iam:Get" + word + "Policy", subject));
        named.require(subject);
        var document = policies.inline(subject).get(name);
        if (document == null)
            throw IamErrors.noSuchEntity("The " + kind.word() + " policy with name " + name + " cannot be found.");
        return Shapes.answer(
                Xml.element(word + "Name", subject.name()),
                Xml.element("PolicyName", name),
                Shapes.document("PolicyDocument", document));
    }

    private Answer delete(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var name = call.input().required("PolicyName", Shapes.POLICY_NAME);
        var action = "iam:Delete" + NamedPrincipals.capital(kind) + "Policy";
        var request = named.request(caller, action, subject).with(Map.of("policyName", name));
        IamErrors.told(() -> permission.perform(request, () -> {
            named.require(subject);
            policies.deleteInline(subject, name);
            return subject;
        }));
        return Shapes.answer();
    }

    private Answer list(Caller caller, Call call, Subject.Kind kind) {
        var subject = NamedPrincipals.named(kind, call.input());
        var operation = "List" + NamedPrincipals.capital(kind) + "Policies";
        permission.toRead(named.request(caller, "iam:" + operation, subject));
        named.require(subject);
        var names = List.copyOf(policies.inline(subject).keySet());
        var page = Shapes.page(names, Function.identity(), call.input(), operation + subject);
        // the one list whose elements are bare texts
        return Shapes.answer(
                "<PolicyNames>",
                String.join(
                        "",
                        page.items().stream()
                                .map(name -> Xml.element("member", name))
                                .toList()),
                "</PolicyNames>",
                Shapes.more(page));
    }
}
