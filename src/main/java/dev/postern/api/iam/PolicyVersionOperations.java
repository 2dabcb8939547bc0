package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Caller;
import dev.postern.policy.PolicyKind;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The texts a managed policy keeps, of which one counts. */
@Component
final class PolicyVersionOperations implements OperationGroup {
    private final Policies policies;
    private final NamedPolicies named;
    private final Permission permission;

    PolicyVersionOperations(Policies policies, NamedPolicies named, Permission permission) {
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
                "CreatePolicyVersion", new Operation.ForUsers(this::create),
                "GetPolicyVersion", new Operation.ForUsers(this::get),
                "ListPolicyVersions", new Operation.ForUsers(this::list),
                "SetDefaultPolicyVersion", new Operation.ForUsers(this::setDefault),
                "DeletePolicyVersion", new Operation.ForUsers(this::delete));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var arn = NamedPolicies.arn(input);
        var document = input.required("PolicyDocument", Shapes.DOCUMENT);
        NamedPolicies.read(PolicyKind.MANAGED, "PolicyDocument", document);
        boolean asDefault = input.optional("SetAsDefault", Shapes.TRUTH, false);
        var request = named.request(caller, "iam:CreatePolicyVersion", arn)
                .with(Map.of("document", document, "setAsDefault", Boolean.toString(asDefault)));
        var version = IamErrors.told(
                () -> permission.perform(request, () -> policies.addVersion(arn, document, asDefault, caller.arn())));
        return Shapes.answer(Xml.around("PolicyVersion", Entities.version(version)));
    }

    private Answer get(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        int number = call.input().required("VersionId", NamedPolicies.VERSION);
        permission.toRead(named.request(caller, "iam:GetPolicyVersion", arn));
        named.policy(arn);
        var version = policies.versions(arn).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " version " + ManagedPolicy.version(number)
                        + " does not exist or is not attachable."));
        return Shapes.answer(Xml.around("PolicyVersion", Entities.versionInFull(version)));
    }

    private Answer list(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        permission.toRead(named.request(caller, "iam:ListPolicyVersions", arn));
        named.policy(arn);
        var page = Shapes.page(
                policies.versions(arn),
                // newest first, and v10 after v9
                version -> "%010d".formatted(Integer.MAX_VALUE - version.number()),
                call.input(),
                "ListPolicyVersions " + arn);
        return Shapes.listed("Versions", page, Entities::version);
    }

    private Answer setDefault(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        int number = call.input().required("VersionId", NamedPolicies.VERSION);
        var request = on(caller, "iam:SetDefaultPolicyVersion", arn, number);
        IamErrors.told(() -> permission.perform(request, () -> {
            policies.setDefault(arn, number);
            return arn;
        }));
        return Shapes.answer();
    }

    private Answer delete(Caller caller, Call call) {
        var arn = NamedPolicies.arn(call.input());
        int number = call.input().required("VersionId", NamedPolicies.VERSION);
        var request = on(caller, "iam:DeletePolicyVersion", arn, number);
        IamErrors.told(() -> permission.perform(request, () -> {
            policies.deleteVersion(arn, number);
            return arn;
        }));
        return Shapes.answer();
    }

    private AccessRequest on(Caller caller, String action, String arn, int version) {
        return named.request(caller, action, arn).with(Map.of("version", ManagedPolicy.version(version)));
    }
}
