package dev.postern.api.ssm;

import dev.postern.api.operation.Output;
import dev.postern.commands.Command;
import dev.postern.commands.Invocation;
import dev.postern.commands.StepResult;
import dev.postern.commands.Targets;
import dev.postern.inventory.NodeId;
import java.util.List;

/** Commands and what came of them, as clients see them. */
final class CommandOutputs {
    private CommandOutputs() {}

    static Output command(Command command) {
        var states = CommandStates.of(command.status());
        var tally = command.tally();
        var output = new Output()
                .text("CommandId", command.id().value())
                .text("DocumentName", command.document())
                .text("DocumentVersion", command.documentVersion())
                .text("Comment", command.comment())
                .time("ExpiresAfter", command.expiresAt())
                .texts("Parameters", command.parameters())
                .time("RequestedDateTime", command.requestedAt())
                .text("Status", states.status())
                .text("StatusDetails", states.details())
                .text("MaxConcurrency", command.mostAtOnce().text())
                .text("MaxErrors", command.mostErrors().text())
                .number("TargetCount", tally.targets())
                .number("CompletedCount", tally.completed())
                .number("ErrorCount", tally.errors())
                .number("DeliveryTimedOutCount", tally.deliveryTimedOut())
                .number("TimeoutSeconds", (int) command.deliverWithin().toSeconds());
        switch (command.targets()) {
            case Targets.Named(var nodes) ->
                output.texts("InstanceIds", nodes.stream().map(NodeId::value).toList())
                        .list("Targets", List.<Targets.Criterion>of(), _ -> new Output());
            case Targets.Fitting(var criteria) ->
                output.texts("InstanceIds", List.of())
                        .list(
                                "Targets",
                                criteria,
                                criterion -> new Output()
                                        .text("Key", criterion.key())
                                        .texts("Values", criterion.values()));
        }
        return place(output, command.output()).structure("CloudWatchOutputConfig", logs(command.output()));
    }

    private static Output place(Output output, Command.OutputPlace place) {
        return output.text("OutputS3Region", place.region())
                .text("OutputS3BucketName", place.bucket())
                .text("OutputS3KeyPrefix", place.prefix());
    }

    static Output logs(Command.OutputPlace place) {
        return new Output()
                .text("CloudWatchLogGroupName", place.logGroup())
                .truth("CloudWatchOutputEnabled", place.logs());
    }

    /** Without the steps. */
    static Output invocation(Invocation invocation, Command command) {
        var states = CommandStates.of(invocation.status());
        return new Output()
                .text("CommandId", invocation.command().value())
                .text("InstanceId", invocation.node().value())
                .text("InstanceName", shortened(invocation.nodeName(), 255))
                .text("Comment", command.comment())
                .text("DocumentName", command.document())
                .text("DocumentVersion", command.documentVersion())
                .time("RequestedDateTime", invocation.requestedAt())
                .text("Status", states.status())
                .text("StatusDetails", states.details())
                .always("TraceOutput", invocation.trace())
                .structure("CloudWatchOutputConfig", logs(command.output()));
    }

    static Output step(StepResult step, Invocation invocation, Command command) {
        var states = CommandStates.of(step, invocation.status());
        var output = new Output()
                .text("Name", step.name())
                // what a plugin's status cannot be in the public model: those are of the whole
                .text(
                        "Status",
                        states.status().equals("Delayed") || states.status().equals("Cancelling")
                                ? "Pending"
                                : states.status())
                .text("StatusDetails", states.details())
                .number("ResponseCode", step.code())
                .time("ResponseStartDateTime", step.begunAt())
                .time("ResponseFinishDateTime", step.endedAt())
                .always("Output", step.output());
        return place(output, command.output());
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
