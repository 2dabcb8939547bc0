package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.access.Outcome;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.commands.CommandRefused;
import dev.postern.commands.Commands;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Documents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Run Command: what is asked of nodes. {@link Commands} passes the gate itself. */
@Component
final class CommandOperations implements OperationGroup {
    private final Commands commands;
    private final Documents documents;
    private final Account account;

    CommandOperations(Commands commands, Documents documents, Account account) {
        this.commands = commands;
        this.documents = documents;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "SendCommand", new Operation.ForUsers(this::send),
                "CancelCommand", new Operation.ForUsers(this::cancel));
    }

    private Answer send(Caller caller, Call call) {
        var wanted = CommandShapes.send(call.input());
        var request = AccessRequest.of(caller, "ssm:SendCommand", documents.arn(documents.nameOf(wanted.document())));
        var command = Permission.done(request, refusing(() -> commands.send(caller, wanted)));
        return new Output()
                .structure("Command", CommandOutputs.command(command))
                .answer();
    }

    /** Idempotent: what is over stays as it is. */
    private Answer cancel(Caller caller, Call call) {
        var text = call.input().required("CommandId", CommandShapes.COMMAND_ID);
        var nodes = CommandShapes.nodes(call.input().optional("InstanceIds", CommandShapes.INSTANCE_IDS, List.of()));
        var id = CommandShapes.commandId(text);
        var request = AccessRequest.of(caller, "ssm:CancelCommand", account.any("command/" + id));
        Permission.done(request, refusing(() -> commands.cancel(caller, id, Set.copyOf(nodes))));
        return Answer.empty();
    }

    private static <T> Outcome<T> refusing(Supplier<Outcome<T>> effect) {
        try {
            return effect.get();
        } catch (CommandRefused refused) {
            throw CommandShapes.error(refused);
        }
    }
}
