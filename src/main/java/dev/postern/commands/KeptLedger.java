package dev.postern.commands;

import dev.postern.commands.CommandRecords.Kept;
import dev.postern.commands.spi.JobLedger;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.CommandReply;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SendCommand;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes down what nodes say of their jobs. Each speaks for itself alone: the node is the one whose channel it came by, whatever a job id says. */
@Component
class KeptLedger implements JobLedger {
    private static final Logger log = LoggerFactory.getLogger(KeptLedger.class);

    private final CommandRecords commands;
    private final InvocationRecords invocations;
    private final StepRecords steps;
    private final InvocationLife life;
    private final Dispatch dispatch;
    private final InstantSource clock;

    KeptLedger(
            CommandRecords commands,
            InvocationRecords invocations,
            StepRecords steps,
            InvocationLife life,
            Dispatch dispatch,
            InstantSource clock) {
        this.commands = commands;
        this.invocations = invocations;
        this.steps = steps;
        this.life = life;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    @Override
    public void acknowledged(NodeId node, AgentJobAck ack) {
        var found = invocation(node, ack.jobId());
        if (found.isEmpty()) {
            dispatch.cancellationHeard(ack.jobId());
            return;
        }
        var invocation = found.get();
        switch (ack.statusCode()) {
            case AgentJobAck.SUCCESSFUL, AgentJobAck.DUPLICATE_COMMAND -> delivered(invocation);
            // not now: it is sent again
            case AgentJobAck.CLOSED_PROCESSOR, AgentJobAck.PROCESSOR_BUFFER_FULL ->
                log.atInfo()
                        .addKeyValue("command", invocation.command())
                        .addKeyValue("node", node)
                        .addKeyValue("code", ack.statusCode())
                        .log("node takes no job now");
            default -> {
                life.end(
                        invocation,
                        InvocationStatus.FAILED,
                        "The agent refuses it (" + ack.statusCode() + "): " + ack.errorMessage());
                dispatch.wake();
            }
        }
    }

    private void delivered(Invocation invocation) {
        if (invocation.status().over()) dispatch.tellToStop(invocation.command(), invocation.node());
        else {
            invocations.delivered(invocation, clock.instant());
            dispatch.wake();
        }
    }

    @Override
    public void replied(NodeId node, AgentJobReply message) {
        var reply = CommandReply.parse(message.content());
        var found = invocation(node, message.jobId());
        if (found.isEmpty()) {
            log.atInfo()
                    .addKeyValue("node", node)
                    .addKeyValue("job", message.jobId())
                    .log("reply to a job nobody knows");
            return;
        }
        var lock = life.lockOf(found.get());
        lock.lock();
        try {
            invocations.find(found.get().command(), node).ifPresent(invocation -> take(invocation, reply));
        } finally {
            lock.unlock();
        }
        dispatch.wake();
    }

    /** Replies overtake each other and come twice: what is over stays as it is (protocol.md §2.5). */
    private void take(Invocation invocation, CommandReply reply) {
        var status = status(reply.documentStatus());
        if (invocation.status().over()) {
            if (!status.over()) dispatch.tellToStop(invocation.command(), invocation.node());
            return;
        }
        invocations.delivered(invocation, clock.instant());
        keepSteps(invocation, reply);
        if (status.over()) life.end(invocation, status, reply.documentTraceOutput());
        else if (invocation.status() == InvocationStatus.DELAYED) life.move(invocation, InvocationStatus.IN_PROGRESS);
        else life.told(invocation.command());
    }

    /** Steps the document does not have are nobody's: their number would have no bound. */
    private void keepSteps(Invocation invocation, CommandReply reply) {
        var declared =
                commands.find(invocation.command()).map(KeptLedger::steps).orElse(List.of());
        reply.steps().forEach((key, step) -> {
            for (int place = 0; place < declared.size(); place++) {
                var known = declared.get(place);
                if (!known.name().equals(key)) continue;
                steps.put(invocation.command(), invocation.node(), place, ReplySteps.result(key, known.action(), step));
                return;
            }
        });
    }

    static List<DocumentStep> steps(Kept kept) {
        return DocumentStep.of(SendCommand.parse(kept.job()).documentContent());
    }

    private static InvocationStatus status(String documentStatus) {
        return switch (documentStatus) {
            case "Success", "Skipped" -> InvocationStatus.SUCCESS;
            case "Failed" -> InvocationStatus.FAILED;
            case "TimedOut" -> InvocationStatus.EXECUTION_TIMED_OUT;
            case "Cancelled" -> InvocationStatus.CANCELLED;
            // InProgress, Pending, NotStarted, SuccessAndReboot: there is more to come
            default -> InvocationStatus.IN_PROGRESS;
        };
    }

    @Override
    public List<AgentJob> due(NodeId node) {
        if (dispatch.isConnected(node) || invocations.openOn(node).isEmpty()) return List.of();
        dispatch.polled(node);
        var due = new ArrayList<AgentJob>();
        for (var invocation : invocations.openOn(node)) {
            if (invocation.status() == InvocationStatus.CANCELLING) due.add(Jobs.cancel(invocation.command(), node));
            else if (invocation.status() == InvocationStatus.IN_PROGRESS && invocation.deliveredAt() == null)
                commands.find(invocation.command()).ifPresent(kept -> due.add(Jobs.send(kept, node)));
        }
        return due;
    }

    private Optional<Invocation> invocation(NodeId node, String jobId) {
        try {
            var id = new AgentJob(jobId, AgentJob.SEND_COMMAND, "").commandId();
            return CommandId.isValid(id) ? invocations.find(new CommandId(id), node) : Optional.empty();
        } catch (ProtocolViolation _) {
            return Optional.empty();
        }
    }
}
