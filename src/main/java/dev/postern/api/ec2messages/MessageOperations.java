package dev.postern.api.ec2messages;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.inventory.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The agents' older message service: a long poll in which nothing ever comes, since every message takes the control channel. An
 * agent stops asking when that has been up for a minute (protocol.md §1.5).
 */
@Component
final class MessageOperations implements OperationGroup {
    private static final List<String> ACCEPTED =
            List.of("AcknowledgeMessage", "SendReply", "FailMessage", "DeleteMessage");

    private static final Shape<String> TEXT = Shape.text(1, 256);

    private final Duration poll;

    MessageOperations(PollSettings settings) {
        this.poll = settings.poll();
    }

    @Override
    public Service service() {
        return Service.EC2_MESSAGES;
    }

    @Override
    public Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        operations.put("GetMessages", new Operation.ForNodes(this::messages));
        for (var name : ACCEPTED) operations.put(name, new Operation.ForNodes((_, _) -> Answer.empty()));
        return operations;
    }

    private Answer messages(NodeId node, Call call) {
        var destination = call.input().required("Destination", TEXT);
        var request = call.input().required("MessagesRequestId", TEXT);
        if (!node.value().equals(destination))
            throw ApiError.foreign("The credentials of " + node + " are not good for another destination.");
        var body = Json.object();
        body.put("Destination", destination);
        body.put("MessagesRequestId", request);
        body.putArray("Messages");
        return new Answer.After(poll, body);
    }
}
