package dev.postern.api.ec2messages;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.commands.spi.JobLedger;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents' older message service: a long poll for commands, by agents that have no control channel. The others stop asking when theirs has been up
 * for a minute (protocol.md §1.5), and find nothing here meanwhile.
 */
@Component
final class MessageOperations implements OperationGroup {
    private static final Shape<String> TEXT = Shape.text(1, 256);
    private static final Shape<String> PAYLOAD = Shape.text(1, 2 * AgentJobReply.MAX_CONTENT);

    /** Stock agents refuse a shorter one. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JobLedger jobs;
    private final Duration poll;
    private final InstantSource clock;

    MessageOperations(JobLedger jobs, PollSettings settings, InstantSource clock) {
        this.jobs = jobs;
        this.poll = settings.poll();
        this.clock = clock;
    }

    @Override
    public Service service() {
        return Service.EC2_MESSAGES;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "GetMessages", new Operation.ForNodes(this::messages),
                "AcknowledgeMessage", new Operation.ForNodes(this::acknowledge),
                "SendReply", new Operation.ForNodes(this::reply),
                "FailMessage", new Operation.ForNodes(this::fail),
                "DeleteMessage", new Operation.ForNodes((_, call) -> deleted(call)));
    }

    private Answer messages(NodeId node, Call call) {
        var destination = call.input().required("Destination", TEXT);
        var request = call.input().required("MessagesRequestId", TEXT);
        if (!node.value().equals(destination))
            throw ApiError.foreign("The credentials of " + node + " are not good for another destination.");
        var due = jobs.due(node);
        var body = Json.object();
        body.put("Destination", destination);
        body.put("MessagesRequestId", request);
        var messages = body.putArray("Messages");
        for (var job : due) messages.add(message(node, job));
        return due.isEmpty() ? new Answer.After(poll, body) : Answer.of(body);
    }

    private ObjectNode message(NodeId node, AgentJob job) {
        return Json.object()
                .put("CreatedDate", TIME.format(clock.instant()))
                .put("Destination", node.value())
                .put("MessageId", job.jobId())
                .put("Payload", job.content())
                .put("PayloadDigest", digest(job.content()))
                .put("Topic", job.topic());
    }

    private Answer acknowledge(NodeId node, Call call) {
        return acknowledge(node, call, AgentJobAck.SUCCESSFUL, "");
    }

    private Answer fail(NodeId node, Call call) {
        return acknowledge(
                node,
                call,
                AgentJobAck.UNEXPECTED_ERROR,
                call.input().optional("FailureType", TEXT, "no reason given"));
    }

    private Answer acknowledge(NodeId node, Call call, int code, String error) {
        var job = call.input().required("MessageId", TEXT);
        jobs.acknowledged(node, new AgentJobAck(job, UUID.randomUUID(), "", code, error));
        return Answer.empty();
    }

    /** After its end was told: there is nothing left of it here. */
    private static Answer deleted(Call call) {
        call.input().required("MessageId", TEXT);
        return Answer.empty();
    }

    private Answer reply(NodeId node, Call call) {
        var job = call.input().required("MessageId", TEXT);
        var payload = call.input().required("Payload", PAYLOAD);
        try {
            jobs.replied(node, new AgentJobReply(job, AgentJob.SEND_COMMAND, payload));
        } catch (ProtocolViolation broken) {
            throw ApiError.validation("Payload is no reply to a command: " + broken.getMessage());
        }
        return Answer.empty();
    }

    private static String digest(String payload) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(payload.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
