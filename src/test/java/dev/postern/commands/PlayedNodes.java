package dev.postern.commands;

import dev.postern.commands.spi.JobDelivery;
import dev.postern.commands.spi.JobLedger;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.CommandReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Nodes in the test's hands: what they were sent, and what they say. */
final class PlayedNodes implements JobDelivery {
    record Sent(NodeId node, AgentJob job) {}

    final Set<NodeId> connected = new HashSet<>();
    final List<Sent> sent = new ArrayList<>();
    private @Nullable JobLedger ledger;

    PlayedNodes reportingTo(JobLedger ledger) {
        this.ledger = ledger;
        return this;
    }

    private JobLedger ledger() {
        return Objects.requireNonNull(ledger, "reportingTo comes first");
    }

    @Override
    public boolean isConnected(NodeId node) {
        return connected.contains(node);
    }

    @Override
    public boolean send(NodeId node, AgentJob job) {
        if (!connected.contains(node)) return false;
        sent.add(new Sent(node, job));
        return true;
    }

    List<NodeId> commanded() {
        return sent.stream()
                .filter(each -> each.job().isSendCommand())
                .map(Sent::node)
                .toList();
    }

    List<NodeId> cancelled() {
        return sent.stream()
                .filter(each -> each.job().isCancelCommand())
                .map(Sent::node)
                .toList();
    }

    void takes(NodeId node, Command command) {
        acknowledges(node, command, AgentJobAck.SUCCESSFUL, "");
    }

    void acknowledges(NodeId node, Command command, int code, String error) {
        ledger().acknowledged(
                        node,
                        new AgentJobAck(
                                AgentJob.jobId(command.id().value(), node.value()),
                                UUID.randomUUID(),
                                "",
                                code,
                                error));
    }

    void hearsOfTheCancellation(NodeId node, Command command) {
        ledger().acknowledged(
                        node,
                        new AgentJobAck(
                                Jobs.cancelId(command.id(), node), UUID.randomUUID(), "", AgentJobAck.SUCCESSFUL, ""));
    }

    void says(NodeId node, Command command, String status) {
        says(node, command, status, step(status, status.equals("Success") ? 0 : 3, "out of " + node, ""));
    }

    void says(NodeId node, Command command, String status, CommandReply.Step... steps) {
        var named = new LinkedHashMap<String, CommandReply.Step>();
        for (var step : steps) named.put(step.stepName(), step);
        reply(node, command, new CommandReply(AGENT, "2026-11-23T09:00:00Z", "", status, "", named));
    }

    void reply(NodeId node, Command command, CommandReply reply) {
        ledger().replied(
                        node,
                        new AgentJobReply(
                                AgentJob.jobId(command.id().value(), node.value()),
                                AgentJob.SEND_COMMAND,
                                reply.toJson()));
    }

    static CommandReply.Step step(String status, int code, String out, String err) {
        return step("runShellScript", status, code, out, err);
    }

    static CommandReply.Step step(String name, String status, int code, String out, String err) {
        return new CommandReply.Step(
                status,
                code,
                "aws:runShellScript",
                out,
                "2026-11-23T09:00:00.000Z",
                "2026-11-23T09:00:02.500Z",
                "",
                "",
                name,
                out,
                err);
    }

    static final CommandReply.Agent AGENT = new CommandReply.Agent("amazon-ssm-agent", "3.3.0.0", "", "1");
    static final Map<String, List<String>> ECHO = Map.of("commands", List.of("echo hello"));
}
