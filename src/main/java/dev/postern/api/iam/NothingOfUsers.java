package dev.postern.api.iam;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Xml;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What users have at AWS and nobody has here. Who deletes a user with all of theirs asks for it first, and is told that there is none. */
@Component
final class NothingOfUsers implements OperationGroup {
    private final NamedPrincipals named;
    private final Permission permission;

    NothingOfUsers(NamedPrincipals named, Permission permission) {
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
                "ListSSHPublicKeys", none("ListSSHPublicKeys", "SSHPublicKeys"),
                "ListSigningCertificates", none("ListSigningCertificates", "Certificates"),
                "ListServiceSpecificCredentials", none("ListServiceSpecificCredentials", "ServiceSpecificCredentials"));
    }

    private Operation none(String operation, String list) {
        return new Operation.ForUsers((caller, call) -> {
            var subject = NamedPrincipals.userOrCaller(call.input(), caller);
            permission.toRead(named.request(caller, "iam:" + operation, subject));
            named.require(subject);
            return empty(list);
        });
    }

    private static Answer empty(String list) {
        return Shapes.answer(Xml.list(list, List.<String>of(), each -> each), Shapes.truth("IsTruncated", false));
    }
}
