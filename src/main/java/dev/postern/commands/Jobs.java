package dev.postern.commands;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.CancelCommand;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A command in the agents' words. The same command on the same node is the same job, however often it is sent: agents run a job once. */
final class Jobs {
    private Jobs() {}

    static AgentJob send(CommandRecords.Kept kept, NodeId node) {
        return new AgentJob(sendId(kept.id(), node), AgentJob.SEND_COMMAND, kept.job());
    }

    /** A job of its own, with an id of its own: by the command's id it would be a job that the agent has already. */
    static AgentJob cancel(CommandId command, NodeId node) {
        return new AgentJob(
                cancelId(command, node), AgentJob.CANCEL_COMMAND, new CancelCommand(sendId(command, node)).toJson());
    }

    static String sendId(CommandId command, NodeId node) {
        return AgentJob.jobId(command.value(), node.value());
    }

    static String cancelId(CommandId command, NodeId node) {
        var id = UUID.nameUUIDFromBytes(("cancel " + command).getBytes(StandardCharsets.US_ASCII));
        return AgentJob.jobId(id.toString(), node.value());
    }
}
