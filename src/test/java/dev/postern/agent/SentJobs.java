package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.CancelCommand;
import dev.postern.protocol.CommandReply;
import dev.postern.protocol.SendCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Jobs of a test on their way to an agent, and what it says of them. */
final class SentJobs {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningAgent agent;

    SentJobs(RunningAgent agent) {
        this.agent = agent;
    }

    /** A document whose one step is a shell script. */
    static ObjectNode script(String... lines) {
        return document(step("one", lines));
    }

    static ObjectNode document(ObjectNode... steps) {
        var document = JSON.createObjectNode().put("schemaVersion", "2.2");
        var list = document.putArray("mainSteps");
        for (var step : steps) list.add(step);
        return document;
    }

    static ObjectNode step(String name, String... lines) {
        var step = JSON.createObjectNode().put("action", "aws:runShellScript").put("name", name);
        var commands = step.putObject("inputs").putArray("runCommand");
        for (var line : lines) commands.add(line);
        return step;
    }

    /** The job's id. */
    String send(JsonNode document) {
        return send(document, Map.of());
    }

    String send(JsonNode document, Map<String, JsonNode> parameters) {
        var id = UUID.randomUUID().toString();
        var jobId = AgentJob.jobId(id, agent.nodeId());
        send(jobId, new SendCommand(id, "test", document, parameters, "", "", "", false).toJson());
        return jobId;
    }

    void send(String jobId, String content) {
        send(new AgentJob(jobId, AgentJob.SEND_COMMAND, content));
    }

    void cancel(String jobId) {
        send(new AgentJob(
                AgentJob.jobId(UUID.randomUUID().toString(), agent.nodeId()),
                AgentJob.CANCEL_COMMAND,
                new CancelCommand(jobId).toJson()));
    }

    private void send(AgentJob job) {
        agent.gateway.sendControl(job.toFrame(UUID.randomUUID(), Instant.now()));
    }

    AgentJobAck awaitAck(String jobId) {
        await().atMost(TestGateway.PATIENCE).until(() -> !acks(jobId).isEmpty());
        return acks(jobId).getLast();
    }

    List<AgentJobAck> acks(String jobId) {
        return agent.gateway.state().jobAcks.stream()
                .filter(ack -> ack.jobId().equals(jobId))
                .toList();
    }

    /** Its replies so far, oldest first. */
    List<CommandReply> replies(String jobId) {
        return agent.gateway.state().jobReplies.stream()
                .filter(reply -> reply.jobId().equals(jobId))
                .map(reply -> CommandReply.parse(reply.content()))
                .toList();
    }

    CommandReply awaitEnd(String jobId) {
        await().atMost(TestGateway.PATIENCE).until(() -> replies(jobId).stream().anyMatch(SentJobs::isOver));
        return replies(jobId).stream().filter(SentJobs::isOver).findFirst().orElseThrow();
    }

    private static boolean isOver(CommandReply reply) {
        return !reply.documentStatus().equals(StepOutcome.IN_PROGRESS);
    }

    /** The one step of the job, at its end. */
    CommandReply.Step awaitOnlyStep(String jobId) {
        var steps = awaitEnd(jobId).steps();
        assertThat(steps).hasSize(1);
        return steps.values().iterator().next();
    }
}
