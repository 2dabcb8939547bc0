package dev.postern.api.sts;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who am I: needs no permission, as at AWS. */
@Component
final class CallerIdentity implements OperationGroup {
    private final Account account;

    CallerIdentity(Account account) {
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.STS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("GetCallerIdentity", new Operation.ForUsers((caller, _) -> identity(caller)));
    }

    private Answer identity(Caller caller) {
        return new Answer.Result(
                Shapes.NAMESPACE,
                Xml.element("Arn", caller.arn())
                        + Xml.element("UserId", caller.userId())
                        + Xml.element("Account", account.accountId()));
    }
}
