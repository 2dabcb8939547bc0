package dev.postern.api.ssm;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.inventory.Facts;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What an agent calls all day with its role token (protocol.md §1.5). A node speaks for itself only. */
@Component
final class AgentOperations implements OperationGroup {
    /**
     * Reports of features that are not here, with the member that says of which node they are; an error would only make agents repeat them.
     */
    private static final Map<String, String> REPORTS = Map.of(
            "UpdateInstanceAssociationStatus", "InstanceId",
            "UpdateAssociationStatus", "InstanceId",
            "PutInventory", "InstanceId",
            "PutComplianceItems", "ResourceId");

    private static final Shape<Integer> PAGE = Shape.number(1, 50);

    private static final Shape<String> FACT = Shape.text(0, 255);
    private static final Shape<String> PLATFORM = Shape.oneOf(List.of("Windows", "Linux", "MacOS", ""));

    private final Nodes nodes;

    AgentOperations(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        operations.put("UpdateInstanceInformation", new Operation.ForNodes(this::heartbeat));
        operations.put("ListInstanceAssociations", new Operation.ForNodes(AgentOperations::ownAssociations));
        operations.put("ListAssociations", new Operation.ForNodes((_, call) -> noAssociations(call)));
        REPORTS.forEach((name, member) ->
                operations.put(name, new Operation.ForNodes((node, call) -> taken(node, call, member))));
        // says of no node
        operations.put("PutConfigurePackageResult", new Operation.ForNodes((_, _) -> Answer.empty()));
        return operations;
    }

    /** An error here sends a stock agent into hibernation for five minutes and more (protocol.md §1.5). */
    private Answer heartbeat(NodeId node, Call call) {
        var input = call.input();
        itself(node, input.required("InstanceId", Shapes.ANY_TEXT));
        nodes.heartbeat(
                node,
                new Facts(
                        input.optional("ComputerName", FACT, ""),
                        input.optional("IPAddress", Shape.text(0, 46), ""),
                        input.optional("PlatformType", PLATFORM, ""),
                        input.optional("PlatformName", FACT, ""),
                        input.optional("PlatformVersion", FACT, ""),
                        input.optional("AgentName", FACT, ""),
                        input.optional("AgentVersion", FACT, "")));
        return Answer.empty();
    }

    private static Answer ownAssociations(NodeId node, Call call) {
        itself(node, call.input().required("InstanceId", Shapes.ANY_TEXT));
        return noAssociations(call);
    }

    private static Answer noAssociations(Call call) {
        call.input().optional("MaxResults", PAGE);
        Pages.after(call.input(), "Associations"); // none is ever given
        var body = Json.object();
        body.putArray("Associations");
        return Answer.of(body);
    }

    private static Answer taken(NodeId node, Call call, String member) {
        itself(node, call.input().required(member, Shapes.ANY_TEXT));
        return Answer.empty();
    }

    private static void itself(NodeId node, String named) {
        if (!node.value().equals(named))
            throw ApiError.foreign("The credentials of " + node + " are not good for " + Shapes.shortened(named) + ".");
    }
}
