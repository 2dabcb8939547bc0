package dev.postern.api;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Service;
import dev.postern.inventory.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Every operation this endpoint serves, by service and name; each is reached only by those it is for. */
@Component
final class Operations {
    private final Map<Name, Operation> operations;

    record Name(Service service, String operation) {
        @Override
        public String toString() {
            return service.scope() + ":" + operation;
        }
    }

    Operations(List<OperationGroup> groups) {
        var all = new HashMap<Name, Operation>();
        for (var group : groups) {
            group.operations().forEach((name, operation) -> {
                if (all.put(new Name(group.service(), name), operation) != null)
                    throw new IllegalStateException("two groups serve " + group.service() + " " + name);
            });
        }
        operations = Map.copyOf(all);
    }

    /** Reads {@code AmazonSSM.StartSession}. */
    static Optional<Name> named(String target) {
        int dot = target.lastIndexOf('.');
        if (dot < 0) return Optional.empty();
        return Service.ofTarget(target.substring(0, dot)).map(service -> new Name(service, target.substring(dot + 1)));
    }

    Set<Name> names() {
        return operations.keySet();
    }

    Optional<Operation> find(Name name) {
        return Optional.ofNullable(operations.get(name));
    }

    /** @throws ApiError AccessDeniedException when the signer is not one the operation is for */
    static Answer perform(Operation operation, Name name, Signer signer, Call call) {
        return switch (operation) {
            case Operation.ForAnybody(var work) -> work.perform(call);
            case Operation.ForUsers(var work) -> {
                if (!(signer instanceof Signer.User(var caller)))
                    throw ApiError.foreign(name + " takes the access key of a user, not credentials of a node.");
                yield work.perform(caller, call);
            }
            case Operation.ForNodes(var work) -> {
                if (!(signer instanceof Signer.Node(NodeId node)))
                    throw ApiError.foreign(name + " is for agents, signed with the role token of their node.");
                yield work.perform(node, call);
            }
            case Operation.ForUsersAndNodes(var ofUsers, var ofNodes) ->
                switch (signer) {
                    case Signer.User(var caller) -> ofUsers.perform(caller, call);
                    case Signer.Node(NodeId node) -> ofNodes.perform(node, call);
                    case Signer.RegisteredKey _, Signer.Nobody _ ->
                        throw ApiError.foreign(name + " takes the access key of a user, or the role token of a node.");
                };
            case Operation.ForRegisteredKeys(var work) -> {
                if (!(signer instanceof Signer.RegisteredKey(NodeId node)))
                    throw ApiError.foreign(name + " is for agents, signed with the key their node registered.");
                yield work.perform(node, call);
            }
        };
    }
}
