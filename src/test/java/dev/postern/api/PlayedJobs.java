package dev.postern.api;

import static org.awaitility.Awaitility.await;

import dev.postern.commands.spi.JobDelivery;
import dev.postern.commands.spi.JobLedger;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.CommandReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;

/** Plays the agents that run commands: keeps what they were sent, and says what the test wants them to. */
final class PlayedJobs implements JobDelivery, BeanFactoryAware {
    final Set<NodeId> connected = ConcurrentHashMap.newKeySet();
    private final Map<NodeId, List<AgentJob>> sent = new ConcurrentHashMap<>();
    private @Nullable BeanFactory beans;

    @Override
    public void setBeanFactory(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public boolean isConnected(NodeId node) {
        return connected.contains(node);
    }

    @Override
    public boolean send(NodeId node, AgentJob job) {
        if (!connected.contains(node)) return false;
        sent.computeIfAbsent(node, _ -> new CopyOnWriteArrayList<>()).add(job);
        return true;
    }

    List<AgentJob> of(NodeId node) {
        return sent.getOrDefault(node, List.of());
    }

    AgentJob awaitJob(NodeId node, String commandId) {
        var id = AgentJob.jobId(commandId, node.value());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> of(node).stream().anyMatch(job -> job.jobId().equals(id)));
        return of(node).stream()
                .filter(job -> job.jobId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The node takes the command and is done with it at once. */
    void runs(NodeId node, String commandId, String status, int code, String out, String err) {
        awaitJob(node, commandId);
        var job = AgentJob.jobId(commandId, node.value());
        ledger().acknowledged(node, new AgentJobAck(job, UUID.randomUUID(), "", AgentJobAck.SUCCESSFUL, ""));
        ledger().replied(node, new AgentJobReply(job, AgentJob.SEND_COMMAND, reply(status, code, out, err)));
    }

    static String reply(String status, int code, String out, String err) {
        var step = new CommandReply.Step(
                status,
                code,
                "aws:runShellScript",
                out + err,
                "2026-11-23T09:00:00.000Z",
                "2026-11-23T09:00:01.500Z",
                "",
                "",
                "runShellScript",
                out,
                err);
        return new CommandReply(
                        new CommandReply.Agent("amazon-ssm-agent", "3.3.0.0", "", "1"),
                        "2026-11-23T09:00:01.500Z",
                        "",
                        status,
                        "",
                        Map.of("runShellScript", step))
                .toJson();
    }

    private JobLedger ledger() {
        if (beans == null) throw new IllegalStateException("not started");
        return beans.getBean(JobLedger.class);
    }
}
